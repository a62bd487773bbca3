import path from 'node:path';
import { build, type Rolldown } from 'vite';

/**
 * All programs of the bridge as one CommonJS text, which is what a single executable takes. Node's
 * own modules stay outside; the package `koffi` is replaced by what unpacks its native library.
 */
export async function bundleBridge(root: string): Promise<string> {
  const packaging = path.join(root, 'src/bridge/packaging');
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { koffi: path.join(packaging, 'embedded-koffi.ts') } },
    ssr: { noExternal: true },
    build: {
      ssr: path.join(packaging, 'executable.ts'),
      target: 'node24',
      write: false,
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false } },
    },
  });
  const [chunk, ...others] = outputOf(built);
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('Not a single file');
  return chunk.code;
}

function outputOf(built: Awaited<ReturnType<typeof build>>): Rolldown.RolldownOutput['output'] {
  if (Array.isArray(built) || !('output' in built)) throw new Error('Nothing was built');
  return built.output;
}
