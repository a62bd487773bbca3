import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CertificateInfo, ModuleState } from '#lib/protocol/bridge.ts';
import type { BridgeConfig } from '../config.ts';
import {
  moduleArchitectures,
  type ModuleArchitecture,
} from '../signing/pkcs11/module-architecture.ts';
import { findModules, Pkcs11Provider } from '../signing/pkcs11/pkcs11-provider.ts';
import { examinePort, type PortState } from './examine-port.ts';

export type ModuleFinding = {
  path: string;
  /** Hex; `null` for a file that cannot be read. */
  sha256: string | null;
  /** Why it cannot be read. */
  unreadable: string | null;
  architectures: ModuleArchitecture[];
  state: ModuleState;
  certificates: CertificateInfo[];
};

export type Examination = {
  port: { number: number; state: PortState };
  dialog: string;
  modules: ModuleFinding[];
};

/**
 * Looks at everything that signing on this PC needs, without a PIN and without changing anything.
 * Every driver is asked in a process of its own, which may crash.
 */
export async function examine(
  config: Pick<BridgeConfig, 'port' | 'allowedOrigins' | 'modulePaths' | 'usesKnownModules'>,
  dialog: string,
): Promise<Examination> {
  const paths = findModules(config.modulePaths, config.usesKnownModules);
  const modules: ModuleFinding[] = [];
  for (const path of paths) modules.push(await examineModule(path));
  const state = await examinePort(config.port, config.allowedOrigins[0] ?? '');
  return { port: { number: config.port, state }, dialog, modules };
}

async function examineModule(path: string): Promise<ModuleFinding> {
  const provider = new Pkcs11Provider([path]);
  try {
    const file = await examineFile(path);
    const { certificates } = await provider.list();
    const [state = { name: path, path, problem: null, tokens: [] }] = await provider.drivers();
    return { path, ...file, state, certificates: certificates.map(({ info }) => info) };
  } finally {
    await provider.close();
  }
}

async function examineFile(
  path: string,
): Promise<Pick<ModuleFinding, 'sha256' | 'unreadable' | 'architectures'>> {
  try {
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return { sha256, unreadable: null, architectures: moduleArchitectures(path) };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { sha256: null, unreadable: reason, architectures: [] };
  }
}
