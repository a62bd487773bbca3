import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSigner, described, sign, trust, type TestPdf } from '#support/signed-pdf.ts';
import { announcementOf, createUpload, patchUpload } from '#support/sending.ts';
import { announceDocument } from '#lib/server/use-cases/announce-document.ts';
import { commitDocument } from '#lib/server/use-cases/commit-document.ts';
import { startTestStation } from '#support/station.ts';
import { scanOf } from './scanned-document.ts';
import { measure, tell, tellMachine, tellMeasured, tellMemory } from './measure.ts';

const chunkBytes = 8 * 1024 * 1024;

/**
 * Announce, receive and commit one signed document, with everything the server checks. Peer: a
 * plain copy of the same bytes with the same durability (write, fsync, rename, fsync of the folder).
 */
export async function run(): Promise<void> {
  tellMachine();
  const station = await startTestStation();
  const folder = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  try {
    const { context } = station;
    const signer = await createSigner();
    await trust(signer, join(station.env.dataDir, 'trust'));
    const person = await station.person('canbo');

    const deliver = async (pdf: TestPdf) => {
      const announced = announcementOf(pdf);
      await announceDocument(context, person, announced);
      await createUpload(context, person, announced);
      for (let offset = 0; offset < pdf.bytes.byteLength; offset += chunkBytes) {
        const chunk = pdf.bytes.subarray(offset, offset + chunkBytes);
        await patchUpload(context, person, announced.documentId, chunk, offset);
      }
      await commitDocument(context, person, announced.documentId);
    };

    for (const [label, pageCount, jpegBytes] of [
      ['1 page, 250 kB', 1, 250_000],
      ['20 pages, 5 MB', 20, 250_000],
      ['100 pages, 50 MB', 100, 500_000],
    ] as const) {
      // Every document has other bytes: the store keeps the same bytes only once.
      const pdfs = await Promise.all(
        Array.from({ length: 6 }, async () =>
          sign(described(await scanOf(pageCount, jpegBytes), pageCount), signer),
        ),
      );
      const at = (index: number) => pdfs[index + 1] ?? fail();
      const delivered = await measure(5, (index) => deliver(at(index)));
      const copied = await measure(5, (index) =>
        copyDurably(at(index).bytes, join(folder, `${index}`)),
      );
      tellMeasured(`${label}: into the repository`, delivered);
      tellMeasured(`${label}: plain copy with fsync`, copied);
      tell(`${label}: ratio`, (delivered.medianMs / copied.medianMs).toFixed(1));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    await station.stop();
  }
  tellMemory();
}

async function copyDurably(bytes: Uint8Array, path: string): Promise<void> {
  {
    await using file = await open(`${path}.part`, 'w');
    await file.writeFile(bytes);
    await file.sync();
  }
  await rename(`${path}.part`, path);
  await using folder = await open(dirname(path), 'r');
  await folder.sync();
}

function fail(): never {
  throw new Error('fewer documents than runs');
}
