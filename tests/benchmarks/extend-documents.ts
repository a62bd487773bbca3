import { readFile, writeFile } from 'node:fs/promises';
import { extendSignatures } from '#lib/pdf/extend-signatures.ts';
import { createDemoPki, random } from '#support/demo-pki.ts';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import type { DemoCertificate } from '#lib/pki/demo-authority.ts';
import { peakMemoryBytes, resetPeakMemory } from './peak-memory.ts';

/** What one case of extending costs; run in a process of its own, so that its memory is its own. */
export type ExtendingCost = {
  fileBytes: number;
  /** CPU of the whole process, TSA and responder included. */
  cpuMsPerDocument: number;
  /** Asking TSA and responder alone. */
  servicesMsPerDocument: number;
  baseRssBytes: number;
  peakRssBytes: number;
};

export type ExtendingInput = {
  /** A PDF that is signed once and extended again and again, and a small one to begin with. */
  path: string;
  smallPath: string;
  documents: number;
};

/** Brings a B-B to B-LTA: two timestamps, two OCSP answers, each checked. */
async function extendDocuments(input: ExtendingInput): Promise<ExtendingCost> {
  const now = new Date();
  const pki = await createDemoPki(now);
  const signer = await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'rsa' });
  let servicesMs = 0;
  const timed = <Input extends unknown[]>(ask: (...input: Input) => Promise<Uint8Array>) => {
    return async (...input: Input) => {
      const startedMs = cpuMs();
      const answer = await ask(...input);
      servicesMs += cpuMs() - startedMs;
      return answer;
    };
  };
  const { services, trustAnchors } = pki;
  const options = {
    level: 'B-LTA',
    services: { ...services, timestamp: timed(services.timestamp), ocsp: timed(services.ocsp) },
    trustAnchors,
    at: now,
    random,
  } as const;

  // The compiler's work belongs to nobody.
  const small = await signInvisibly(await readFile(input.smallPath), signer, now);
  for (let round = 0; round < 30; round++) await extendSignatures(small, options);
  const path = `${input.path}.signed`;
  await writeFile(path, await signInvisibly(await readFile(input.path), signer, now));
  resetPeakMemory();
  const baseRssBytes = peakMemoryBytes();

  const pdf = await readFile(path);
  servicesMs = 0;
  const startedMs = cpuMs();
  for (let index = 0; index < input.documents; index++) await extendSignatures(pdf, options);
  return {
    fileBytes: pdf.length,
    cpuMsPerDocument: (cpuMs() - startedMs) / input.documents,
    servicesMsPerDocument: servicesMs / input.documents,
    baseRssBytes,
    peakRssBytes: peakMemoryBytes(),
  };
}

async function signInvisibly(
  pdf: Uint8Array,
  signer: DemoCertificate,
  signedAt: Date,
): Promise<Uint8Array> {
  const prepared = await prepareSignature(pdf, {
    certificateChain: signer.chain,
    signedAt,
    profile: 'scan',
    appearance: null,
  });
  return sealSignature(prepared, await signSha256(signer.privateKey, prepared.toBeSigned));
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const [given] = process.argv.slice(2);
if (import.meta.main && given) {
  console.log(JSON.stringify(await extendDocuments(JSON.parse(given))));
}
