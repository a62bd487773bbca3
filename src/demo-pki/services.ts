import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import {
  authorityKeyFile,
  readServiceKeys,
  type DemoServiceKeys,
} from '#bridge/signing/pkcs12/demo-authority-files.ts';
import type { DataFolder } from '#bridge/storage/data-folder.ts';
import { answerOcspRequest } from '#lib/pki/demo-services/answer-ocsp-request.ts';
import { answerTimestampRequest } from '#lib/pki/demo-services/answer-timestamp-request.ts';
import { makeCrl } from '#lib/pki/demo-services/make-crl.ts';
import { readRevocations, statusAmong } from './revocations.ts';

/** How long OCSP answers and the CRL stay fresh: short, so that a revocation is seen while trying it out. */
const FRESH_MS = 5 * 60_000;

/** What the demo authority offers: DER in, DER out. */
export type DemoServices = {
  timestamp(request: Uint8Array): Promise<Uint8Array>;
  ocsp(request: Uint8Array): Promise<Uint8Array>;
  crl(): Promise<Uint8Array>;
  authorityCertificate(): Promise<Uint8Array>;
};

/** The bridge, which makes the demo authority, has not done so yet. */
export class NotReadyYet extends Error {
  override readonly name = 'NotReadyYet';
}

/**
 * The services of the authority in the bridge's data folder. Its keys are read when first needed, and
 * again when the bridge has made a new authority; `demo/revoked.json` is read for every answer.
 */
export function demoServices(folder: DataFolder, pin: string, now: () => Date): DemoServices {
  const keys = keysOf(folder, pin);
  const revocations = () => readRevocations(folder.resolve('demo', 'revoked.json'));
  return {
    async timestamp(request) {
      const { timestamp } = await keys();
      return answerTimestampRequest(request, { ...timestamp, random: randomBytes }, now());
    },
    async ocsp(request) {
      const { ocsp, authority } = await keys();
      const [certificate] = ocsp.chain;
      if (!certificate) throw new Error('The OCSP responder has a certificate');
      const revoked = await revocations();
      return answerOcspRequest(
        request,
        {
          certificate,
          privateKey: ocsp.privateKey,
          issuer: authority.certificate,
          validForMs: FRESH_MS,
        },
        (serialNumber) => statusAmong(revoked, serialNumber),
        now(),
      );
    },
    async crl() {
      const { authority } = await keys();
      const at = now();
      return makeCrl({
        authority,
        revoked: await revocations(),
        number: Math.floor(at.getTime() / 1000),
        now: at,
        nextUpdate: new Date(at.getTime() + FRESH_MS),
      });
    },
    authorityCertificate: async () => (await keys()).authority.certificate,
  };
}

function keysOf(folder: DataFolder, pin: string): () => Promise<DemoServiceKeys> {
  let kept: { madeAtMs: number; keys: DemoServiceKeys } | null = null;
  return async () => {
    const madeAtMs = await changedAtMs(folder.resolve(authorityKeyFile));
    if (madeAtMs !== null && kept?.madeAtMs === madeAtMs) return kept.keys;
    const keys = madeAtMs === null ? null : await readServiceKeys(folder, pin);
    if (madeAtMs === null || keys === null) throw new NotReadyYet();
    kept = { madeAtMs, keys };
    return keys;
  };
}

async function changedAtMs(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
