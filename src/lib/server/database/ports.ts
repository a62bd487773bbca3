import { createServer } from 'node:net';
import { DatabaseStartError } from './database-start-error.ts';

const FIRST_PORT = 54329;
const TRIED_PORTS = 100;

/** The wanted port, or the first free one of our range. */
export async function choosePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await isPortFree(wanted)) return wanted;
    throw new DatabaseStartError('port-in-use', { port: wanted });
  }
  for (let port = FIRST_PORT; port < FIRST_PORT + TRIED_PORTS; port++) {
    if (await isPortFree(port)) return port;
  }
  throw new DatabaseStartError('port-in-use', { port: FIRST_PORT });
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}
