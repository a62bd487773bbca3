/**
 * The demo certification services as a program: TSA, OCSP and CRL of the demo authority on
 * 127.0.0.1. Without legal value; never part of an office's real installation.
 *
 * DEMO_PKI_PORT, 47322; BRIDGE_DATA_DIR, where the bridge keeps the demo authority; BRIDGE_DEMO_PIN,
 * 123456. To revoke a demo certificate: `node src/demo-pki/revoke.ts "<name>"`.
 */
import { StartError } from '#bridge/start-error.ts';
import { DataFolder } from '#bridge/storage/data-folder.ts';
import { listen, portOf } from './listener.ts';
import { demoServices, NotReadyYet } from './services.ts';
import { wording } from './wording.ts';

try {
  const port = Number(process.env.DEMO_PKI_PORT ?? 47_322);
  const folder = process.env.BRIDGE_DATA_DIR;
  if (!folder) throw new StartError(wording.settingMissing('BRIDGE_DATA_DIR'));
  const pin = process.env.BRIDGE_DEMO_PIN ?? '123456';
  const services = demoServices(await DataFolder.open(folder), pin, () => new Date());
  const server = await listen(port, services, (error) => {
    if (!(error instanceof NotReadyYet)) console.error(error);
  });
  console.log(wording.listening(`http://127.0.0.1:${portOf(server)}`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
