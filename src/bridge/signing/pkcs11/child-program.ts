import { isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';

/** First argument with which the single executable becomes the child process of a module. */
export const moduleChildSwitch = '--module-child';

/** What `fork` starts: the program beside this file, or the single executable once more. */
export const childProgram = isSea()
  ? moduleChildSwitch
  : fileURLToPath(new URL('./module-child-main.ts', import.meta.url));
