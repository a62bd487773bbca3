import { describe, expect, it } from 'vitest';
import { parseCapabilities } from './escl-capabilities.ts';
import { settingsXml } from './escl-settings.ts';
import { parseStatus, pathOf } from './escl-status.ts';
import { elementText } from './xml-elements.ts';

/** A device that names one profile and refers to it, and tells ranges of resolutions. */
const referring = `<?xml version="1.0"?>
<scan:ScannerCapabilities xmlns:scan="s" xmlns:pwg="p">
  <pwg:MakeAndModel>Quét &amp; In</pwg:MakeAndModel>
  <scan:SettingProfiles><scan:SettingProfile name="p1">
    <scan:ColorModes><scan:ColorMode>BlackAndWhite1</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
    <scan:DocumentFormats><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>
    <scan:SupportedResolutions><scan:ResolutionRange>
      <scan:XResolutionRange><scan:Min>100</scan:Min><scan:Max>600</scan:Max><scan:Normal>300</scan:Normal></scan:XResolutionRange>
    </scan:ResolutionRange></scan:SupportedResolutions>
  </scan:SettingProfile></scan:SettingProfiles>
  <scan:Platen/>
  <scan:Adf><scan:AdfSimplexInputCaps>
    <scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>3300</scan:MaxHeight>
    <scan:SettingProfiles><scan:SettingProfile ref="p1"/></scan:SettingProfiles>
  </scan:AdfSimplexInputCaps></scan:Adf>
</scan:ScannerCapabilities>`;

const settings = { source: 'feeder', colour: 'colour', dpi: 300, paper: 'a4' } as const;

describe('capabilities of an eSCL device', () => {
  it('may refer to a profile and tell ranges', () => {
    expect(parseCapabilities(referring)).toEqual({
      name: 'Quét & In',
      sources: [
        {
          source: 'feeder',
          colours: ['black-and-white', 'colour'],
          resolutions: [100, 150, 200, 300, 400, 600],
          formats: ['application/pdf', 'image/jpeg'],
          maxWidth: 2550,
          maxHeight: 3300,
        },
      ],
    });
  });

  it('decide the format and how far the scan goes', () => {
    const capabilities = parseCapabilities(referring);
    const colour = settingsXml(settings, capabilities);
    expect(elementText(colour, 'DocumentFormat')).toBe('image/jpeg');
    expect(elementText(colour, 'Height')).toBe('3300');
    expect(elementText(colour, 'Duplex')).toBe('false');
    const bilevel = settingsXml({ ...settings, colour: 'black-and-white' }, capabilities);
    expect(elementText(bilevel, 'DocumentFormat')).toBe('application/pdf');
  });

  it.each(['', '<html/>', '<ScannerCapabilities></ScannerCapabilities>'])('are none: %j', (xml) => {
    expect(() => parseCapabilities(xml)).toThrow('SCANNER_FAILED');
  });
});

describe('the status of a job', () => {
  const xml = `<ScannerStatus><State>Processing</State><AdfState>ScannerAdfProcessing</AdfState><Jobs>
    <JobInfo><JobUri>http://10.0.0.9/eSCL/ScanJobs/7</JobUri><JobState>Completed</JobState></JobInfo>
    <JobInfo><JobUri>/eSCL/ScanJobs/8</JobUri><ImagesCompleted>4</ImagesCompleted><ImagesToTransfer>1</ImagesToTransfer><JobState>Processing</JobState></JobInfo>
  </Jobs></ScannerStatus>`;

  it('is found by its path, whatever host the device names', () => {
    expect(parseStatus(xml, '/eSCL/ScanJobs/7').job).toEqual({
      state: 'Completed',
      imagesCompleted: null,
      imagesToTransfer: 0,
    });
    expect(parseStatus(xml, '/eSCL/ScanJobs/8').job).toMatchObject({ imagesCompleted: 4 });
    expect(parseStatus(xml, '/eSCL/ScanJobs/9').job).toBe(null);
    expect(pathOf('https://elsewhere.example/eSCL/ScanJobs/8/')).toBe('/eSCL/ScanJobs/8');
  });
});
