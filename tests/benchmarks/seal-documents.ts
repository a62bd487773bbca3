import { readFile } from 'node:fs/promises';
import {
  prepareSignature,
  sealSignature,
  type PreparedSignature,
} from '#lib/pdf/prepare-signature.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import { peakMemoryBytes, resetPeakMemory } from './peak-memory.ts';
import { tinos } from './tinos.ts';

/** What one case of sealing costs; run in a process of its own, so that its memory is its own. */
export type SealingCost = {
  fileBytes: number;
  /** CPU of the whole process, the key's own time included. */
  cpuMsPerDocument: number;
  keyMsPerDocument: number;
  baseRssBytes: number;
  peakRssBytes: number;
};

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

export type SealingInput = {
  /** A PDF that is signed again and again, and a small one to begin with. */
  path: string;
  smallPath: string;
  documents: number;
  /** Each document is sealed before the next one is prepared; else all are prepared first. */
  oneByOne: boolean;
};

/** Signs visibly with an RSA-2048 key, in two phases as a batch does. */
async function sealDocuments(input: SealingInput): Promise<SealingCost> {
  const sources = { now: new Date(), random };
  const authority = await createDemoAuthority(sources);
  const signer = await issueDemoCertificate(
    authority,
    { commonName: 'Trần Minh Hà', keyType: 'rsa' },
    sources,
  );
  const fonts = { regular: await tinos() };
  let keyMs = 0;
  const prepare = (document: Uint8Array) =>
    prepareSignature(document, {
      certificateChain: signer.chain,
      signedAt: sources.now,
      profile: 'scan',
      appearance: { lines: ['Trần Minh Hà', 'Thời gian quét: 22/11/2026 09:15:00 +07:00'], fonts },
    });
  const seal = async (prepared: PreparedSignature) => {
    const startedMs = cpuMs();
    const signature = await signSha256(signer.privateKey, prepared.toBeSigned);
    keyMs += cpuMs() - startedMs;
    return sealSignature(prepared, signature);
  };

  // The compiler's work belongs to nobody.
  const small = await readFile(input.smallPath);
  for (let round = 0; round < 50; round++) await seal(await prepare(small));
  keyMs = 0;
  resetPeakMemory();
  const baseRssBytes = peakMemoryBytes();

  const pdf = await readFile(input.path);
  const startedMs = cpuMs();
  if (input.oneByOne) {
    for (let index = 0; index < input.documents; index++) {
      await seal(await prepare(pdf));
    }
  } else {
    const prepared: PreparedSignature[] = [];
    for (let index = 0; index < input.documents; index++) prepared.push(await prepare(pdf));
    for (const document of prepared) {
      await seal(document);
    }
  }
  const usedMs = cpuMs() - startedMs;
  return {
    fileBytes: pdf.length,
    cpuMsPerDocument: usedMs / input.documents,
    keyMsPerDocument: keyMs / input.documents,
    baseRssBytes,
    peakRssBytes: peakMemoryBytes(),
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const [given] = process.argv.slice(2);
if (import.meta.main && given) {
  console.log(JSON.stringify(await sealDocuments(JSON.parse(given))));
}
