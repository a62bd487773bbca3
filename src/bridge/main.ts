import path from 'node:path';
import { BRIDGE_VERSION, startBridge, type RunningBridge } from './bridge.ts';
import { readConfig, type BridgeConfig } from './config.ts';
import { chooseDialog } from './dialog/choose-dialog.ts';
import type { Dialog } from './dialog/dialog.ts';
import { examinationText, isReady } from './doctor/examination-text.ts';
import { examine } from './doctor/examine.ts';
import { examineScanning, scanningText } from './doctor/examine-scanning.ts';
import { installAutostart } from './packaging/install-autostart.ts';
import { scansFolderName } from './scanning/open-scanning.ts';
import { StartError } from './start-error.ts';
import { wording } from './wording.ts';

void run();

/**
 * The bridge as a program: settings from the environment, one line per fact, Ctrl-C ends it. With
 * `--doctor` it only tells what it finds on this PC; exit code 1 when nobody could sign. With
 * `--install-autostart` it starts from now on when the person signs in, with these settings.
 */
async function run(): Promise<void> {
  try {
    const config = readConfig(process.env);
    if (process.argv.includes('--install-autostart')) return await tellAutostart();
    const { testPin } = config;
    const dialog = chooseDialog({ choice: config.dialog, testPin, environment: process.env });
    if (process.argv.includes('--doctor')) await tellExamination(config, dialog);
    else await start(config, dialog);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function start(config: BridgeConfig, dialog: Dialog): Promise<void> {
  const bridge = await startBridge({
    config,
    dialog,
    now: () => new Date(),
    logFailure: (incident, error) => console.error(incident, error),
  });
  tellStart(config, bridge);
  stopOnSignal(bridge);
}

async function tellAutostart(): Promise<void> {
  console.log(wording.autostart.installed(await installAutostart(process.env)));
}

async function tellExamination(config: BridgeConfig, dialog: Dialog): Promise<void> {
  const examination = await examine(config, dialog.name);
  const now = new Date();
  console.log(examinationText(examination, BRIDGE_VERSION, now));
  console.log(`\n${scanningText(await examineScanning(config))}`);
  process.exitCode = isReady(examination, now) ? 0 : 1;
}

function tellStart(config: BridgeConfig, { port, modulePaths, demo }: RunningBridge): void {
  const isAutomatic = config.testPin !== null && ['auto', 'configured'].includes(config.dialog);
  const lines = [
    wording.listening(`http://127.0.0.1:${port}`),
    wording.allowedOrigins(config.allowedOrigins),
    wording.dataFolder(config.dataFolder),
    wording.modules(modulePaths.map((modulePath) => path.basename(modulePath))),
    wording.scanning(path.join(config.dataFolder, scansFolderName), config.scanning.keepDays),
    ...(demo ? [wording.demoSigners(demo.signerNames)] : []),
    ...(demo?.isNew && config.demo ? [wording.demoPin(config.demo.pin)] : []),
    ...(isAutomatic ? ['', `*** ${wording.automaticConsent} ***`, ''] : []),
    wording.howToStop,
  ];
  console.log(lines.join('\n'));
}

function stopOnSignal(bridge: RunningBridge): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void bridge.close().then(() => {
      console.log(wording.stopped);
      process.exit(0);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
