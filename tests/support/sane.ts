import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type SaneSetup = {
  /** Settings of a bridge that asks these backends only. */
  environment: Record<string, string>;
  /** Parameters that scanimage gets when it scans, e.g. what goes wrong; none at first. */
  setScanParameters(parameters: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

/**
 * SANE with one backend and settings of its own: `test` has a feeder of ten sheets of A4, `pnm` gives
 * an image file, `airscan` asks one eSCL scanner. Nothing of the system's settings is read.
 */
export async function createSane(
  backend: { name: 'test' } | { name: 'pnm' } | { name: 'airscan'; address: string },
): Promise<SaneSetup> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sane-'));
  await writeFile(path.join(folder, 'dll.conf'), `${backend.name}\n`);
  if (backend.name === 'test') {
    const usual = await readFile('/etc/sane.d/test.conf', 'utf8');
    const large = usual
      .replace(/^geometry_max .*$/mu, 'geometry_max 300.0')
      .replace(/^resolution .*$/mu, 'resolution 300.0');
    await writeFile(path.join(folder, 'test.conf'), large);
  }
  if (backend.name === 'airscan') {
    const device = `[devices]\n"simulator" = ${backend.address}, eSCL\n`;
    await writeFile(path.join(folder, 'airscan.conf'), `${device}[options]\ndiscovery = disable\n`);
  }
  const program = path.join(folder, 'scanimage');
  const setScanParameters = async (parameters: readonly string[]) => {
    const quoted = parameters.map((each) => `'${each}'`).join(' ');
    const script = `#!/bin/sh\ncase "$*" in\n*--batch*) exec scanimage "$@" ${quoted} ;;\n*) exec scanimage "$@" ;;\nesac\n`;
    await writeFile(program, script);
    await chmod(program, 0o755);
  };
  await setScanParameters([]);
  return {
    environment: { BRIDGE_SCANIMAGE: program, BRIDGE_SANE_CONFIG: folder },
    setScanParameters,
    close: () => rm(folder, { recursive: true }),
  };
}
