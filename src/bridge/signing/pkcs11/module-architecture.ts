import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '#lib/domain/app-error.ts';

/** What a driver was built for, as `process.arch` names it; `other` for anything else. */
export type ModuleArchitecture = 'ia32' | 'x64' | 'arm' | 'arm64' | 'other';

/** Enough for the headers of every format. */
const headerBytes = 4_096;

/**
 * Reads what a library file was built for without loading it: PE (Windows), ELF (Linux) or Mach-O
 * (macOS, where one file may hold several). An empty list: no library at all.
 */
export function moduleArchitectures(file: string): ModuleArchitecture[] {
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    return architecturesIn(header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0)));
  } finally {
    closeSync(descriptor);
  }
}

/** Throws MODULE_WRONG_ARCHITECTURE for a driver that this program cannot load. */
export function assertLoadable(file: string): void {
  const built = moduleArchitectures(file);
  const fits = built.length === 0 || built.some((architecture) => architecture === process.arch);
  if (!fits) throw new AppError('MODULE_WRONG_ARCHITECTURE', { built, needed: process.arch });
}

export function architecturesIn(header: Buffer): ModuleArchitecture[] {
  if (header.length < 64) return [];
  if (header.toString('latin1', 0, 2) === 'MZ') return peArchitecture(header);
  if (header.readUInt32BE(0) === 0x7f45_4c46) return elfArchitecture(header);
  return machArchitectures(header);
}

/** PE format: the offset of the header stands at 0x3C, the machine follows its signature. */
function peArchitecture(header: Buffer): ModuleArchitecture[] {
  const offset = header.readUInt32LE(0x3c);
  if (offset + 6 > header.length || header.toString('latin1', offset, offset + 4) !== 'PE\0\0') {
    return [];
  }
  return [peMachines.get(header.readUInt16LE(offset + 4)) ?? 'other'];
}

/** ELF: byte order at 5, e_machine at 18. */
function elfArchitecture(header: Buffer): ModuleArchitecture[] {
  const isLittleEndian = header[5] === 1;
  const machine = isLittleEndian ? header.readUInt16LE(18) : header.readUInt16BE(18);
  return [elfMachines.get(machine) ?? 'other'];
}

/** Mach-O: a magic number and the CPU; a fat file lists those it holds. */
function machArchitectures(header: Buffer): ModuleArchitecture[] {
  const magic = header.readUInt32BE(0);
  if (magic === 0xcffa_edfe || magic === 0xcefa_edfe) {
    return [machCpus.get(header.readUInt32LE(4)) ?? 'other'];
  }
  if (magic !== 0xcafe_babe) return [];
  const count = Math.min(header.readUInt32BE(4), 8);
  return Array.from({ length: count }, (_, index) => {
    const offset = 8 + index * 20;
    if (offset + 4 > header.length) return 'other';
    return machCpus.get(header.readUInt32BE(offset)) ?? 'other';
  });
}

const peMachines = new Map<number, ModuleArchitecture>([
  [0x14c, 'ia32'],
  [0x8664, 'x64'],
  [0x1c4, 'arm'],
  [0xaa64, 'arm64'],
]);
const elfMachines = new Map<number, ModuleArchitecture>([
  [3, 'ia32'],
  [62, 'x64'],
  [40, 'arm'],
  [183, 'arm64'],
]);
const machCpus = new Map<number, ModuleArchitecture>([
  [7, 'ia32'],
  [0x0100_0007, 'x64'],
  [12, 'arm'],
  [0x0100_000c, 'arm64'],
]);
