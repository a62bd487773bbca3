import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extendSignatures } from '#lib/pdf/extend-signatures.ts';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';
import { validateDocument } from '#lib/pdf/validate-document.ts';
import { repositoryPolicy } from '#lib/pdf/verifying/validation-policy.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import type { DemoCertificate } from '#lib/pki/demo-authority.ts';
import { createDemoPki, random, type DemoPki } from '#support/demo-pki.ts';
import { cpuSeconds } from './cpu-time.ts';
import { tell, tellMachine } from './measure.ts';
import { peakMemoryBytes, resetPeakMemory } from './peak-memory.ts';
import { scanOf } from './scanned-document.ts';

/**
 * A document with two signatures with timestamps, validation data and a document timestamp: all
 * signatures with path, revocation and later changes, then the whole report with the search for
 * hidden content. CPU of this process, whose other threads do the cryptography. Peer in the same run:
 * `pdfsig`, which verifies less (no document timestamp, no revocation, no changes).
 */
export async function run(): Promise<void> {
  tellMachine();
  const now = new Date();
  const pki = await createDemoPki(now);
  for (const [label, pageCount, runs] of [
    ['1 page', 1, 60],
    ['20 pages', 20, 15],
  ] as const) {
    const pdf = await archivedDocument(await scanOf(pageCount, 250_000), pki);
    const options = { trustAnchors: pki.trustAnchors, at: now };
    const size = `${label}, ${(pdf.length / 1e6).toFixed(2)} MB`;
    const verifyMs = await cpuMsPerRun(runs, async () => {
      const verified = await verifySignatures(pdf, { ...options, policy: repositoryPolicy });
      if (!verified.every(({ isValid }) => isValid)) throw new Error('a signature is not valid');
    });
    tell(`${size}: all signatures (aim ≥ 25 at 0.25 MB)`, rate(verifyMs));
    const reportMs = await cpuMsPerRun(runs, async () => {
      const { verdict } = await validateDocument(pdf, options);
      if (verdict !== 'passed') throw new Error(`the document is ${verdict}`);
    });
    tell(`${size}: whole report with hidden content`, rate(reportMs));
    const peerMs = await pdfsigMs(pdf, Math.ceil(runs / 4));
    tell(`${size}: pdfsig`, rate(peerMs));
    tell(`${size}: ratio to pdfsig`, (verifyMs / peerMs).toFixed(2));
    // Of small files the runtime's own housekeeping is all that is seen.
    if (pageCount === 1) continue;
    const memory = await peakRatio(pdf.length, () => verifySignatures(pdf, options));
    tell(`${size}: peak memory beyond the base (aim ≤ 3 × the file)`, memory);
    const reportMemory = await peakRatio(pdf.length, () => validateDocument(pdf, options));
    tell(`${size}: peak memory of the whole report`, reportMemory);
  }
}

async function archivedDocument(scan: Uint8Array, pki: DemoPki): Promise<Uint8Array> {
  const { services, trustAnchors, clock } = pki;
  const timestamping = { timestamp: services.timestamp, trustAnchors, at: clock.now, random };
  const sign = async (pdf: Uint8Array, { chain, privateKey }: DemoCertificate) => {
    const prepared = await prepareSignature(pdf, {
      certificateChain: chain,
      signedAt: clock.now,
      profile: 'scan',
      appearance: null,
    });
    return sealSignature(prepared, await signSha256(privateKey, prepared.toBeSigned), timestamping);
  };
  const person = await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'rsa' });
  const agency = await pki.issue({ commonName: 'Sở Văn hóa', holder: 'agency', keyType: 'ec' });
  const signed = await sign(await sign(scan, person), agency);
  const options = { level: 'B-LTA', services, trustAnchors, at: clock.now, random } as const;
  return (await extendSignatures(signed, options)).pdf;
}

async function cpuMsPerRun(runs: number, run: () => Promise<void>): Promise<number> {
  for (let index = 0; index < Math.min(runs, 10); index++) await run();
  const startedMs = cpuMs();
  for (let index = 0; index < runs; index++) await run();
  return (cpuMs() - startedMs) / runs;
}

async function peakRatio(fileBytes: number, run: () => Promise<unknown>): Promise<string> {
  resetPeakMemory();
  const baseBytes = peakMemoryBytes();
  await run();
  return `${((peakMemoryBytes() - baseBytes) / fileBytes).toFixed(1)} × the file`;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function pdfsigMs(pdf: Uint8Array, runs: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'verify-'));
  try {
    const path = join(folder, 'document.pdf');
    await writeFile(path, pdf);
    const startedSeconds = await cpuSeconds(process.pid);
    const ownMs = cpuMs();
    for (let index = 0; index < runs; index++)
      execFileSync('pdfsig', ['-nocert', path], { stdio: 'ignore' });
    // What this process used itself for starting the other one is not the other one's.
    const totalMs = ((await cpuSeconds(process.pid)) - startedSeconds) * 1000;
    return (totalMs - (cpuMs() - ownMs)) / runs;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function rate(ms: number): string {
  return `${ms.toFixed(1)} ms CPU, ${(1000 / ms).toFixed(0)} per CPU second`;
}
