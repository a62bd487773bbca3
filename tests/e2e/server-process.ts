import { readdirSync, readFileSync } from 'node:fs';
import { e2e } from './station-settings.ts';

/** Kills the web server of this station the hard way; the station starts it again. */
export function killServer(): void {
  const pid = findServer();
  if (pid === undefined) throw new Error('the server of the station is not running');
  process.kill(pid, 'SIGKILL');
}

function findServer(): number | undefined {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  const found = ids.find((id) => {
    try {
      const isServer = readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('launcher/serve.ts');
      return isServer && readFileSync(`/proc/${id}/environ`, 'utf8').includes(`PORT=${e2e.port}\0`);
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}
