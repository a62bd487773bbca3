import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { isSea } from 'node:sea';
import { StartError } from '../start-error.ts';
import { wording } from '../wording.ts';
import { autostartEntry } from './autostart-entry.ts';

/**
 * Starts this executable from now on when the person signs in to the desktop, with the settings of
 * now (XDG Desktop Application Autostart). The file that does it; throws StartError with the remedy.
 */
export async function installAutostart(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (process.platform !== 'linux') throw new StartError(wording.autostart.onlyLinux);
  if (!isSea()) throw new StartError(wording.autostart.onlyExecutable);
  const folder = path.join(
    environment.XDG_CONFIG_HOME || path.join(homedir(), '.config'),
    'autostart',
  );
  const file = path.join(folder, 'tram-so-hoa-bridge.desktop');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, autostartEntry(process.execPath, environment));
  } catch (error) {
    throw new StartError(wording.autostart.unwritable(folder, String(error)), { cause: error });
  }
  return file;
}
