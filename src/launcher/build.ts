import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './child.ts';
import { say, StartProblem } from './report.ts';

const sources = [
  'src',
  'static',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
];

function* filesUnder(path: string): Generator<string> {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    if (existsSync(path)) yield path;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else yield child;
  }
}

function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesUnder(join(root, source))) {
      if (file.endsWith('.test.ts')) continue;
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Builds the workstation unless the last complete build is of these very sources. */
export async function buildWorkstation(root: string): Promise<void> {
  const stamp = join(root, 'build', '.source-hash');
  const expected = sourceHash(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === expected) return;
  say('Đang dựng ứng dụng (khoảng một phút)…');
  rmSync(stamp, { force: true });
  const code = await runTool('vite', ['build'], root, { isQuiet: true });
  if (code !== 0) {
    throw new StartProblem(
      'Không dựng được ứng dụng.',
      'Xem lỗi ở trên; nếu vừa đổi nhánh, xóa node_modules và chạy lại npm start.',
    );
  }
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(stamp, expected);
}
