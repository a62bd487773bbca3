import { AuditLog } from './audit/audit-log.ts';
import type { BridgeConfig } from './config.ts';
import type { Dialog } from './dialog/dialog.ts';
import { DialogTurn } from './dialog/dialog-turn.ts';
import { listen } from './http/listener.ts';
import { route } from './http/routes.ts';
import { Pairings } from './pairing/pairings.ts';
import type { DiscoverEscl } from './scanning/escl/escl-driver.ts';
import { openScanning, type ScanningTimes } from './scanning/open-scanning.ts';
import { BatchDesk } from './signing/batch-desk.ts';
import type { ChildTimeouts } from './signing/pkcs11/module-child.ts';
import { findModules, Pkcs11Provider } from './signing/pkcs11/pkcs11-provider.ts';
import { openDemoFiles } from './signing/pkcs12/demo-files.ts';
import { Pkcs12Provider } from './signing/pkcs12/pkcs12-provider.ts';
import { VgcaDesk } from './signing/vgca/vgca-desk.ts';
import { VgcaProvider } from './signing/vgca/vgca-provider.ts';
import { VgcaService, type VgcaTimes } from './signing/vgca/vgca-service.ts';
import type { VgcaSetting } from './signing/vgca/vgca-setting.ts';
import type { SigningProvider } from './signing/signing-provider.ts';
import { TokenWatch } from './signing/token-watch.ts';
import { UsedManifests } from './signing/used-manifests.ts';
import { DataFolder } from './storage/data-folder.ts';
import { openInstanceKey } from './storage/instance-key.ts';
import { SingleUse } from './storage/single-use.ts';

export const BRIDGE_VERSION = '0.1.0';

export type BridgeSurroundings = {
  config: BridgeConfig;
  dialog: Dialog;
  now: () => Date;
  logFailure(incident: string, error: unknown): void;
  moduleTimeouts?: ChildTimeouts;
  vgcaTimes?: VgcaTimes;
  scanningTimes?: ScanningTimes;
  /** Finds eSCL scanners instead of mDNS. */
  discoverEscl?: DiscoverEscl;
  /** How often the slots are looked at while a page listens. */
  watchIntervalMs?: number;
};

export type RunningBridge = {
  port: number;
  /** File names of the PKCS#11 modules in use. */
  modulePaths: string[];
  /** `isNew`: made just now, so the person has to be told the PIN. */
  demo: { signerNames: string[]; isNew: boolean } | null;
  providers: readonly SigningProvider[];
  close(): Promise<void>;
};

/** Builds everything once and listens; throws StartError with the remedy. */
export async function startBridge(surroundings: BridgeSurroundings): Promise<RunningBridge> {
  const { config, dialog, now } = surroundings;
  const folder = await DataFolder.open(config.dataFolder);
  const instanceKey = await openInstanceKey(folder);
  const pairings = await Pairings.open(folder);
  const usedManifests = await UsedManifests.open(folder);
  const modulePaths = findModules(config.modulePaths, config.usesKnownModules);
  const providers: SigningProvider[] = [
    new Pkcs11Provider(modulePaths, surroundings.moduleTimeouts),
  ];
  let demo: RunningBridge['demo'] = null;
  if (config.demo) {
    const { signers, isNew } = await openDemoFiles(folder, config.demo, now());
    providers.push(new Pkcs12Provider(folder, signers));
    demo = { signerNames: signers.map(({ signerName }) => signerName), isNew };
  }

  const vgca = config.vgca && openVgca(config.vgca, folder, surroundings.vgcaTimes);
  if (vgca) providers.push(vgca.provider);

  const audit = await AuditLog.open(folder.resolve('audit.jsonl'), now);
  const turn = new DialogTurn();
  const desk = new BatchDesk({
    providers,
    dialog,
    turn,
    usedManifests,
    audit,
    now,
    instanceKey: instanceKey.publicKey.toString('base64'),
  });
  const vgcaDesk = vgca && new VgcaDesk({ ...vgca, turn, usedManifests, audit, now });
  const watch = new TokenWatch({
    providers,
    isBusy: () => desk.isBusy,
    onFailure: (error) => surroundings.logFailure('token-watch', error),
    ...(surroundings.watchIntervalMs && { intervalMs: surroundings.watchIntervalMs }),
  });
  const scanning = await openScanning({
    config: config.scanning,
    folder,
    audit,
    now,
    logFailure: (error) => surroundings.logFailure('scanning', error),
    ...(surroundings.scanningTimes && { times: surroundings.scanningTimes }),
    ...(surroundings.discoverEscl && { discoverEscl: surroundings.discoverEscl }),
  });
  const parts = {
    version: BRIDGE_VERSION,
    pairing: { pairings, instanceKey, dialog, turn, audit, now },
    usedNonces: new SingleUse(),
    providers,
    desk,
    vgcaDesk,
    watch,
    scanning,
    audit,
    now,
  };
  const listener = await listen({
    port: config.port,
    allowedOrigins: config.allowedOrigins,
    answer: (request) => route(request, parts),
    logFailure: surroundings.logFailure,
  });
  await audit.append({ event: 'started', version: BRIDGE_VERSION });
  return {
    port: listener.port,
    modulePaths,
    demo,
    providers,
    async close() {
      const closed = new Promise((resolve) => listener.close(resolve));
      await desk.close();
      await scanning.desk.close();
      watch.close();
      listener.closeAllConnections();
      await closed;
      await Promise.all(providers.map((provider) => provider.close()));
      await audit.close();
    },
  };
}

function openVgca(
  { url, isExpected }: VgcaSetting,
  folder: DataFolder,
  times: VgcaTimes | undefined,
): { service: VgcaService; provider: VgcaProvider } {
  const service = new VgcaService(url, times);
  return { service, provider: new VgcaProvider(service, folder, isExpected) };
}
