import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Full path of the first of these programs that is installed; `null` for none. */
export function findProgram(names: readonly string[], searchPath = ''): string | null {
  const folders = searchPath.split(path.delimiter).filter(Boolean);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
