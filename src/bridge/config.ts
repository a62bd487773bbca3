import { homedir } from 'node:os';
import path from 'node:path';
import { BRIDGE_PORT } from '#lib/protocol/bridge.ts';
import { esclAddresses } from './scanning/escl/escl-address.ts';
import { parseVgcaSetting, type VgcaSetting } from './signing/vgca/vgca-setting.ts';
import { StartError } from './start-error.ts';
import { wording } from './wording.ts';

export const dialogChoices = [
  'auto',
  'pinentry',
  'zenity',
  'powershell',
  'osascript',
  'terminal',
  'configured',
] as const;
export type DialogChoice = (typeof dialogChoices)[number];

export type ScanningConfig = {
  /** BRIDGE_SCANNERS: addresses of eSCL scanners that need no typing, separated by commas. */
  scannerAddresses: string[];
  /** BRIDGE_SCAN_DISCOVERY, on or off: whether scanners of the network are looked for by mDNS. */
  discovers: boolean;
  /** BRIDGE_SCAN_FOLDERS, separated like PATH: the folders that pages may watch. */
  folders: string[];
  /** BRIDGE_SCAN_KEEP_DAYS, 30: after so many days scanned pages that no browser took are erased. */
  keepDays: number;
  /**
   * BRIDGE_SCANIMAGE, name or path of SANE's program, or off (`null`); off on Windows unless it is
   * named. BRIDGE_SANE_CONFIG: its folder of settings, where it is not the system's own.
   */
  sane: { program: string; configFolder: string | null } | null;
};

export type BridgeConfig = {
  /** BRIDGE_PORT, 47321; 0 lets the system choose (tests). */
  port: number;
  /** BRIDGE_DATA_DIR; the person's own data folder. */
  dataFolder: string;
  /** BRIDGE_ORIGINS, separated by commas: the pages that may ask at all. */
  allowedOrigins: string[];
  /** BRIDGE_PKCS11_MODULES, separated like PATH: asked before those of the known table. */
  modulePaths: string[];
  /** BRIDGE_KNOWN_MODULES, on or off. */
  usesKnownModules: boolean;
  /** BRIDGE_VGCA: auto, off (`null`), or where VGCA Sign Service listens on this PC. */
  vgca: VgcaSetting | null;
  scanning: ScanningConfig;
  /** BRIDGE_DIALOG. */
  dialog: DialogChoice;
  /** BRIDGE_TEST_PIN: consents to everything with this PIN; only for tests and demonstrations. */
  testPin: string | null;
  /**
   * BRIDGE_DEMO, on or off (`null`); BRIDGE_DEMO_SIGNER, names separated by commas;
   * BRIDGE_DEMO_AGENCY, names separated by semicolons; BRIDGE_DEMO_PKI_URL, where the demo TSA, OCSP
   * and CRL answer; BRIDGE_DEMO_PIN, 123456.
   */
  demo: {
    signerNames: string[];
    agencyNames: string[];
    servicesUrl: string | null;
    pin: string;
  } | null;
};

const defaultOrigins = 'http://127.0.0.1:4173,http://localhost:4173';
const defaultDemoSigner = 'Trần Minh Hà';
const defaultDemoPin = '123456';

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of the bridge; throws StartError naming the setting that is wrong. */
export function readConfig(environment: Environment): BridgeConfig {
  const testPin = environment.BRIDGE_TEST_PIN || null;
  return {
    port: parsePort(environment.BRIDGE_PORT),
    dataFolder: dataFolderOf(environment),
    allowedOrigins: splitList(environment.BRIDGE_ORIGINS || defaultOrigins).map(parseOrigin),
    modulePaths: (environment.BRIDGE_PKCS11_MODULES ?? '').split(path.delimiter).filter(Boolean),
    usesKnownModules: parseSwitch('BRIDGE_KNOWN_MODULES', environment.BRIDGE_KNOWN_MODULES),
    vgca: parseVgca(environment.BRIDGE_VGCA || 'auto'),
    scanning: parseScanning(environment),
    dialog: parseDialog(environment.BRIDGE_DIALOG, testPin),
    testPin,
    demo: parseSwitch('BRIDGE_DEMO', environment.BRIDGE_DEMO)
      ? {
          signerNames: splitList(environment.BRIDGE_DEMO_SIGNER || defaultDemoSigner),
          agencyNames: splitList(environment.BRIDGE_DEMO_AGENCY ?? '', ';'),
          servicesUrl: parseServicesUrl(environment.BRIDGE_DEMO_PKI_URL),
          pin: parseDemoPin(environment.BRIDGE_DEMO_PIN || defaultDemoPin),
        }
      : null,
  };
}

function parseScanning(environment: Environment): ScanningConfig {
  return {
    scannerAddresses: splitList(environment.BRIDGE_SCANNERS ?? '').map(parseScannerAddress),
    discovers: parseSwitch('BRIDGE_SCAN_DISCOVERY', environment.BRIDGE_SCAN_DISCOVERY),
    folders: (environment.BRIDGE_SCAN_FOLDERS || defaultScanFolder())
      .split(path.delimiter)
      .filter(Boolean)
      .map((folder) => path.resolve(folder)),
    keepDays: parseKeepDays(environment.BRIDGE_SCAN_KEEP_DAYS),
    sane: parseSane(environment),
  };
}

function parseScannerAddress(value: string): string {
  try {
    const [address] = esclAddresses(value);
    if (address) return address;
  } catch {
    // Told below.
  }
  throw invalid('BRIDGE_SCANNERS', value, wording.expectedScanners);
}

/** Scanning programs are told to write there; nothing happens where nobody has made it. */
function defaultScanFolder(): string {
  return path.join(homedir(), 'TramSoHoa-Quet');
}

function parseKeepDays(value: string | undefined): number {
  if (!value) return 30;
  const days = Number(value);
  if (Number.isInteger(days) && days >= 1 && days <= 3650) return days;
  throw invalid('BRIDGE_SCAN_KEEP_DAYS', value, wording.expectedDays);
}

function parseSane(environment: Environment): ScanningConfig['sane'] {
  const usual = process.platform === 'win32' ? 'off' : 'scanimage';
  const program = environment.BRIDGE_SCANIMAGE || usual;
  if (program === 'off') return null;
  return { program, configFolder: environment.BRIDGE_SANE_CONFIG || null };
}

function parsePort(value: string | undefined): number {
  if (!value) return BRIDGE_PORT;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw invalid('BRIDGE_PORT', value, wording.expectedPort);
}

function parseOrigin(value: string): string {
  const url = URL.parse(value);
  const isOrigin = url && ['http:', 'https:'].includes(url.protocol) && url.origin === value;
  if (isOrigin) return value;
  throw invalid('BRIDGE_ORIGINS', value, wording.expectedOrigins);
}

function parseDialog(value: string | undefined, testPin: string | null): DialogChoice {
  const choice = dialogChoices.find((known) => known === (value || 'auto'));
  if (!choice) throw invalid('BRIDGE_DIALOG', value ?? '', wording.expectedDialog);
  if (choice === 'configured' && testPin === null) {
    throw invalid('BRIDGE_DIALOG', choice, wording.expectedTestPin);
  }
  return choice;
}

function parseVgca(value: string): VgcaSetting | null {
  const setting = parseVgcaSetting(value);
  if (setting !== undefined) return setting;
  throw invalid('BRIDGE_VGCA', value, wording.expectedVgca);
}

function parseSwitch(name: string, value: string | undefined): boolean {
  if (!value || value === 'on') return true;
  if (value === 'off') return false;
  throw invalid(name, value, wording.expectedSwitch);
}

function parseDemoPin(pin: string): string {
  if (pin.length >= 4 && pin.length <= 32) return pin;
  throw invalid('BRIDGE_DEMO_PIN', '…', wording.expectedPin);
}

function parseServicesUrl(value: string | undefined): string | null {
  if (!value) return null;
  if (URL.parse(value)?.protocol === 'http:') return value;
  throw invalid('BRIDGE_DEMO_PKI_URL', value, wording.expectedHttpUrl);
}

function splitList(value: string, separator = ','): string[] {
  return value
    .split(separator)
    .map((part) => part.trim().normalize('NFC'))
    .filter(Boolean);
}

/** BRIDGE_DATA_DIR, else the person's own data folder. */
export function dataFolderOf(environment: Environment): string {
  return path.resolve(environment.BRIDGE_DATA_DIR || defaultDataFolder(environment));
}

function defaultDataFolder(environment: Environment): string {
  const folderName = 'tram-so-hoa-bridge';
  if (process.platform === 'win32') {
    return path.join(environment.LOCALAPPDATA || homedir(), folderName);
  }
  if (process.platform === 'darwin') {
    return path.join(homedir(), 'Library', 'Application Support', folderName);
  }
  return path.join(environment.XDG_DATA_HOME || path.join(homedir(), '.local/share'), folderName);
}

function invalid(name: string, value: string, expected: string): StartError {
  return new StartError(wording.settingInvalid(name, value, expected));
}
