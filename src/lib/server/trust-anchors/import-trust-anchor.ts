import { createHash, X509Certificate } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { isDemoCertificate, isInForce, type Certificate } from '#lib/pki/certificate.ts';
import { isSameName } from '#lib/pki/certificates/distinguished-name.ts';
import type { AnchorProvenance } from '#lib/protocol/trust-anchors.ts';
import { makeFolder, writeDurably } from '../objects/durable-files.ts';
import { parseCertificates, sha256Of } from './read-trust-anchors.ts';

const MIN_RSA_BITS = 2048;

/** Why a file cannot become a trust anchor. */
export const importRefusals = [
  'not-a-certificate',
  'several-certificates',
  'not-a-ca',
  'not-in-force',
  'self-signature-wrong',
  'weak-key',
  'demo',
] as const;
export type ImportRefusal = (typeof importRefusals)[number];

/** A certificate that may become an anchor once a person has compared its fingerprint. */
export type AnchorCandidate = {
  certificate: Certificate;
  /** Lower-case hex. */
  sha256: string;
  /** For comparison with older publications only. */
  sha1: string;
  isRoot: boolean;
};

/** The one certificate of a PEM or DER file, or everything that speaks against it. */
export function examineCandidate(
  file: Uint8Array,
  at: Date,
): { candidate: AnchorCandidate | null; refusals: ImportRefusal[] } {
  const [certificate, ...others] = parseCertificates(file) ?? [];
  if (!certificate) return { candidate: null, refusals: ['not-a-certificate'] };
  if (others.length > 0) return { candidate: null, refusals: ['several-certificates'] };
  const isRoot = isSameName(certificate.subject, certificate.issuer);
  const { basicConstraints, keyUsage } = certificate.extensions;
  const isCa = basicConstraints?.isCa && (keyUsage?.includes('keyCertSign') ?? true);
  const refusals: ImportRefusal[] = [
    ...(isCa ? [] : (['not-a-ca'] as const)),
    ...(isInForce(certificate, at) ? [] : (['not-in-force'] as const)),
    ...(isRoot && !isSelfSigned(certificate) ? (['self-signature-wrong'] as const) : []),
    ...(hasStrongKey(certificate) ? [] : (['weak-key'] as const)),
    ...(isDemoCertificate(certificate) ? (['demo'] as const) : []),
  ];
  const sha1 = createHash('sha1').update(certificate.der).digest('hex');
  return { candidate: { certificate, sha256: sha256Of(certificate.der), sha1, isRoot }, refusals };
}

/** Whether a fingerprint that a person holds, in any usual spelling, is this certificate's. */
export function isFingerprintOf(text: string, { sha256, sha1 }: AnchorCandidate): boolean {
  const digits = text.toLowerCase().replace(/[\s:]/gu, '');
  return digits === sha256 || digits === sha1;
}

/** Lays certificate and record into the folder; answers the certificate's path. Repeatable. */
export async function importTrustAnchor(
  folder: string,
  { certificate, sha256 }: AnchorCandidate,
  origin: Omit<AnchorProvenance, 'sha256'>,
): Promise<string> {
  const name = join(folder, sha256.slice(0, 16));
  const record: AnchorProvenance = { sha256, ...origin };
  await makeFolder(folder);
  // The record first: a certificate is never there without its origin.
  await publish(`${name}.json`, `${JSON.stringify(record, null, 2)}\n`);
  await publish(`${name}.pem`, new X509Certificate(certificate.der).toString());
  return `${name}.pem`;
}

function isSelfSigned({ der }: Certificate): boolean {
  const certificate = new X509Certificate(der);
  try {
    return certificate.verify(certificate.publicKey);
  } catch {
    // A key or an algorithm that OpenSSL refuses.
    return false;
  }
}

function hasStrongKey({ key }: Certificate): boolean {
  return key.type === 'ec' || (key.type === 'rsa' && key.bits >= MIN_RSA_BITS);
}

/** Readable by whoever the server runs as: nothing here is secret. */
async function publish(path: string, content: string): Promise<void> {
  await writeDurably(path, Buffer.from(content));
  await chmod(path, 0o644);
}
