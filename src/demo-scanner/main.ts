/**
 * The demo scanner as a program: an eSCL scanner on 127.0.0.1 whose feeder holds the samples, for
 * those who have no scanner at hand. Never part of an office's real installation.
 *
 * DEMO_SCANNER_PORT, 47323; SAMPLES_DIR, whose JPEG images are the sheets.
 */
import { EsclDevice } from './escl-device.ts';
import { listen } from './listener.ts';
import { readSheets } from './page-image.ts';
import { wording } from './wording.ts';

const port = Number(process.env.DEMO_SCANNER_PORT ?? 47_323);
const folder = process.env.SAMPLES_DIR ?? 'var/samples';
const sheets = await readSheets(folder).catch(() => []);
if (sheets.length === 0) {
  console.error(wording.noSheets(folder));
  process.exit(1);
}
const device = new EsclDevice(sheets, { name: wording.name, refills: true, pageMs: 600 });
try {
  const { address, close } = await listen(device, { port });
  console.log(wording.listening(address, sheets.length));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void close().then(() => process.exit(0)));
  }
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!isTaken) throw error;
  console.error(wording.portInUse(port));
  process.exitCode = 1;
}
