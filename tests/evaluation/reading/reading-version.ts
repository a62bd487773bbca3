import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../generate.ts';

const entry = fileURLToPath(new URL('./reader.ts', import.meta.url));
const imports = /(?:from|import\()\s*'([^']+)'/gu;
const roots: [prefix: string, folder: string][] = [
  ['#lib/', 'src/lib/'],
  ['#fixtures/', 'tests/fixtures/'],
];

/** Changes with every source that the reading of a page depends on, and with none besides. */
export async function readingVersion(): Promise<string> {
  const seen = new Map<string, string>();
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    const source = await readFile(path, 'utf8');
    seen.set(path, source);
    for (const [, name = ''] of source.matchAll(imports)) {
      const next = pathOf(name, path);
      if (next !== null) await visit(next);
    }
  };
  await visit(entry);
  const hash = createHash('sha256');
  for (const [path, source] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(relative(projectRoot, path)).update(source);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The file that a specifier means; packages are pinned by the lock file and not looked into. */
function pathOf(name: string, from: string): string | null {
  if (name.startsWith('.')) return join(dirname(from), name);
  const root = roots.find(([prefix]) => name.startsWith(prefix));
  return root ? join(projectRoot, root[1], name.slice(root[0].length)) : null;
}
