import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundleBridge } from './bundle-bridge.ts';
import { koffiAsset } from './koffi-asset.ts';

const run = promisify(execFile);
const { resolve: fileOf } = createRequire(import.meta.url);
const root = path.resolve(import.meta.dirname, '../../..');
const { platform, arch, execPath } = process;

/**
 * `npm run bridge:package [folder]`: one file with Node, the bridge and its native library, beside
 * its SHA-256, in `dist/bridge`. It runs where neither Node nor npm is installed.
 */
const folder = path.resolve(process.argv[2] ?? path.join(root, 'dist/bridge'));
const name = platform === 'win32' ? 'tram-so-hoa-bridge.exe' : 'tram-so-hoa-bridge';
const executable = path.join(folder, name);

const building = await mkdtemp(path.join(tmpdir(), 'bridge-package-'));
try {
  const blob = await makeBlob(building);
  await mkdir(folder, { recursive: true });
  await rm(executable, { force: true });
  await copyFile(execPath, executable);
  await chmod(executable, 0o755);
  await inject(blob);
} finally {
  await rm(building, { recursive: true });
}
const bytes = await readFile(executable);
const sha256 = createHash('sha256').update(bytes).digest('hex');
await writeFile(`${executable}.sha256`, `${sha256}  ${name}\n`);
console.log(`${executable}\n${(bytes.length / 1e6).toFixed(1)} MB, SHA-256 ${sha256}`);

/** What Node takes up into its executable: the program and the native library. */
async function makeBlob(workFolder: string): Promise<string> {
  const [main, output, settings] = ['bridge.cjs', 'bridge.blob', 'sea.json'].map((file) =>
    path.join(workFolder, file),
  );
  if (!main || !output || !settings) throw new Error('No file names');
  await writeFile(main, await bundleBridge(root));
  const library = fileOf(`@koromix/koffi-${platform}-${arch}/${platform}_${arch}/koffi.node`);
  await writeFile(
    settings,
    JSON.stringify({
      main,
      output,
      assets: { [koffiAsset]: library },
      disableExperimentalSEAWarning: true,
      // NODE_OPTIONS of whoever starts it loads nothing into it.
      execArgvExtension: 'none',
    }),
  );
  await run(execPath, ['--experimental-sea-config', settings]);
  return output;
}

/** The fuse is how Node recognizes that something was put into it (Node: Single executable applications). */
async function inject(blob: string): Promise<void> {
  const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
  const postject = fileOf('postject/dist/cli.js');
  await run(execPath, [postject, executable, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse]);
}
