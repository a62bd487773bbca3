export type DeviceState = {
  adfState: string;
  jobs: readonly {
    id: string;
    /** BlackAndWhite1, Grayscale8 or RGB24. */
    mode: string;
    state: 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
    sent: number;
  }[];
};

const namespaces =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"';

/** `ScannerCapabilities` (eSCL 2.9 §8.1) of a device with glass, feeder and duplex unit, up to A4 and legal. */
export function capabilitiesXml(name: string, modes: readonly string[]): string {
  const input = inputXml(modes);
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities ${namespaces}>
  <pwg:Version>2.6</pwg:Version>
  <pwg:MakeAndModel>${escapeXml(name)}</pwg:MakeAndModel>
  <pwg:SerialNumber>MAU-1</pwg:SerialNumber>
  <scan:Platen><scan:PlatenInputCaps>${input}</scan:PlatenInputCaps></scan:Platen>
  <scan:Adf>
    <scan:AdfSimplexInputCaps>${input}</scan:AdfSimplexInputCaps>
    <scan:AdfDuplexInputCaps>${input}</scan:AdfDuplexInputCaps>
    <scan:FeederCapacity>60</scan:FeederCapacity>
    <scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions>
  </scan:Adf>
</scan:ScannerCapabilities>
`;
}

function inputXml(modes: readonly string[]): string {
  const resolutions = [150, 200, 300].map(
    (dpi) =>
      `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`,
  );
  return `
    <scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>
    <scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>4200</scan:MaxHeight>
    <scan:MaxScanRegions>1</scan:MaxScanRegions>
    <scan:SettingProfiles><scan:SettingProfile>
      <scan:ColorModes>${modes.map((mode) => `<scan:ColorMode>${mode}</scan:ColorMode>`).join('')}</scan:ColorModes>
      <scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
      <scan:SupportedResolutions><scan:DiscreteResolutions>${resolutions.join('')}</scan:DiscreteResolutions></scan:SupportedResolutions>
    </scan:SettingProfile></scan:SettingProfiles>
    <scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>
  `;
}

/** `ScannerStatus` (eSCL 2.9 §9), the newest job first. */
export function statusXml({ adfState, jobs }: DeviceState): string {
  const isWorking = jobs.some(({ state }) => state === 'Processing');
  const jobsXml = jobs.toReversed().map(
    ({ id, state, sent }) => `
    <scan:JobInfo>
      <pwg:JobUri>/eSCL/ScanJobs/${id}</pwg:JobUri>
      <pwg:JobUuid>${id}</pwg:JobUuid>
      <scan:Age>1</scan:Age>
      <pwg:ImagesCompleted>${sent}</pwg:ImagesCompleted>
      <pwg:ImagesToTransfer>${state === 'Processing' ? 1 : 0}</pwg:ImagesToTransfer>
      <pwg:JobState>${state}</pwg:JobState>
    </scan:JobInfo>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus ${namespaces}>
  <pwg:Version>2.6</pwg:Version>
  <pwg:State>${isWorking ? 'Processing' : 'Idle'}</pwg:State>
  <scan:AdfState>${adfState}</scan:AdfState>
  <scan:Jobs>${jobsXml.join('')}</scan:Jobs>
</scan:ScannerStatus>
`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
