import path from 'node:path';
import { dataFolderOf } from '../config.ts';

type Environment = Record<string, string | undefined>;

/** Drivers' processes see no setting of the bridge, so the folder has a name of its own. */
const name = 'TRAM_SO_HOA_NATIVE_DIR';

/** Tells the child processes where the executable unpacks its native library. */
export function shareNativeFolder(environment: Environment): void {
  environment[name] = path.join(dataFolderOf(environment), 'native');
}

export function nativeFolder(environment: Environment): string {
  return environment[name] ?? path.join(dataFolderOf(environment), 'native');
}
