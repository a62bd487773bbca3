import { createHash, X509Certificate } from 'node:crypto';
import { parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import { certificateFacts } from '#lib/pki/signing-batch/certificate-facts.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';

type TokenFacts = Pick<CertificateInfo, 'provider' | 'tokenLabel' | 'asksPinEachTime' | 'pinState'>;

/**
 * What the page is told about a certificate of a person or an agency; `null` for what cannot sign
 * here: CA certificates, unknown key types, bytes that are no certificate. `others` are the
 * certificates beside it, from which its chain is taken.
 */
export function certificateInfo(
  der: Uint8Array,
  others: readonly Uint8Array[],
  facts: TokenFacts,
): CertificateInfo | null {
  const certificate = parseOrNull(der);
  const known = certificate && certificateFacts(certificate);
  if (!known) return null;
  return {
    ...facts,
    ...known,
    certificateSha256: sha256Hex(der),
    chain: chainOf(der, others).map((each) => Buffer.from(each).toString('base64')),
  };
}

export function isCertificate(der: Uint8Array): boolean {
  return parseOrNull(der) !== null;
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The certificate and its issuers as far as they are present, leaf first. */
function chainOf(leaf: Uint8Array, others: readonly Uint8Array[]): Uint8Array[] {
  const chain = [leaf];
  const unused = others.filter((each) => parseOrNull(each) !== null);
  for (let current = new X509Certificate(leaf); !current.checkIssued(current);) {
    const issuerIndex = unused.findIndex((each) => current.checkIssued(new X509Certificate(each)));
    const [issuer] = issuerIndex < 0 ? [] : unused.splice(issuerIndex, 1);
    if (!issuer) break;
    chain.push(issuer);
    current = new X509Certificate(issuer);
  }
  return chain;
}

function parseOrNull(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}
