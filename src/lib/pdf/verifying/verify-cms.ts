import { equalBytes } from '#lib/pki/bytes.ts';
import type { Certificate } from '#lib/pki/certificate.ts';
import { readSignedData, type SignedData } from '#lib/pki/cms/signed-data.ts';
import { namesCertificate } from '#lib/pki/cms/verify-signer.ts';
import { DerError, type DerNode } from '#lib/pki/der/der-reader.ts';
import { oids } from '#lib/pki/der/oids.ts';
import { digest } from '#lib/pki/digest.ts';
import {
  readDigestAlgorithm,
  readSignatureAlgorithm,
  verifySignature,
  type SignatureAlgorithm,
} from '#lib/pki/signature-algorithm.ts';
import { isInDerOrder } from '#lib/pki/signed-attributes.ts';
import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import type { UsedAlgorithm } from './algorithm-reliability.ts';
import { embeddedEvidence, type Evidence } from './embedded-evidence.ts';

export type CmsVerdict = {
  problems: SignatureProblem[];
  certificate: Certificate | null;
  certificates: readonly Certificate[];
  /** The signing-time attribute of older signatures. */
  signingTime: Date | null;
  algorithm: UsedAlgorithm | null;
  /** Signed certificate named, no signing time: as PAdES baseline asks. */
  isBaseline: boolean;
  /** What its own timestamps are about. */
  signatureValue: Uint8Array;
  /** DER timestamp tokens over the signature value (RFC 3161 Appendix A). */
  timestampTokens: readonly Uint8Array[];
  evidence: Evidence;
};

/**
 * Verifies a CMS over `content` as real files carry it: also in the older forms without signed
 * attributes or signed certificate. Nothing is thrown for a bad one: it has problems.
 */
export async function verifyCms(
  cms: Uint8Array,
  content: Uint8Array,
  form: 'detached' | 'sha1-inside',
): Promise<CmsVerdict> {
  try {
    return await verify(readSignedData(cms), content, form);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { ...nothingKnown, problems: ['SIGNATURE_UNREADABLE'] };
  }
}

export const nothingKnown: Omit<CmsVerdict, 'problems'> = {
  certificate: null,
  certificates: [],
  signingTime: null,
  algorithm: null,
  isBaseline: false,
  signatureValue: new Uint8Array(),
  timestampTokens: [],
  evidence: { crls: [], ocspResponses: [] },
};

async function verify(
  data: SignedData,
  content: Uint8Array,
  form: 'detached' | 'sha1-inside',
): Promise<CmsVerdict> {
  const { signer, certificates } = data;
  const problems: SignatureProblem[] = [];
  const verdict = {
    ...nothingKnown,
    problems,
    certificates,
    certificate: signer.certificate,
    signatureValue: signer.signature,
    timestampTokens: (signer.unsignedAttributes.get(oids.signatureTimestamp) ?? []).map(
      (token) => token.bytes,
    ),
    evidence: embeddedEvidence(data),
  };
  const hash = readDigestAlgorithm(signer.digestAlgorithm);
  const algorithm = readSignatureAlgorithm(signer.signatureAlgorithm, hash);
  const weakest = algorithm && weakestPart(algorithm, form);
  if (!hash || !weakest || algorithm.digest !== hash) {
    problems.push('ALGORITHM_UNKNOWN');
    return verdict;
  }

  const attributes = signer.signedAttributes;
  const value = (type: string): DerNode | null => singleValue(attributes?.values.get(type));
  const signedContent = form === 'detached' ? content : (data.content ?? new Uint8Array());
  const inside = await insideProblem(data, content, form);
  if (inside) problems.push(inside);

  if (attributes) {
    const contentType = value(oids.contentType)?.oid();
    const named = value(oids.messageDigest)?.octetString();
    if (!isInDerOrder(attributes.members) || contentType !== data.contentType || !named) {
      problems.push('ATTRIBUTES_WRONG');
    } else if (!equalBytes(named, await digest(hash, signedContent))) {
      problems.push('CONTENT_CHANGED');
    }
  }

  if (!signer.certificate) problems.push('SIGNER_CERTIFICATE_MISSING');
  else {
    const { key, spki } = signer.certificate;
    const signed = attributes?.bytes ?? signedContent;
    const { signature } = signer;
    const isRight = await verifySignature({ algorithm, key, spki, data: signed, signature });
    // Without attributes the signature is over the content itself: there is no telling apart.
    if (!isRight) problems.push(attributes ? 'SIGNATURE_WRONG' : 'CONTENT_CHANGED');
  }

  const isSignerSigned =
    attributes?.values.has(oids.signingCertificateV2) === true ||
    attributes?.values.has(oids.signingCertificate) === true;
  const isOther =
    isSignerSigned &&
    signer.certificate !== null &&
    !(await namesCertificate(attributes.values, signer.certificate));
  if (isOther) problems.push('SIGNER_CERTIFICATE_MISMATCH');
  const signingTime = value(oids.signingTime)?.time() ?? null;
  return {
    ...verdict,
    signingTime,
    algorithm: signer.certificate && {
      algorithm: weakest,
      key: signer.certificate.key,
    },
    isBaseline: isSignerSigned && !isOther && signingTime === null,
  };
}

/** The older form holds no more than SHA-1 does; it never knew Ed25519: null. */
function weakestPart(
  algorithm: SignatureAlgorithm,
  form: 'detached' | 'sha1-inside',
): SignatureAlgorithm | null {
  if (form === 'detached') return algorithm;
  return algorithm.scheme === 'ed25519' ? null : { ...algorithm, digest: 'SHA-1' };
}

/** What the CMS says about the document when it does not sign it directly. */
async function insideProblem(
  data: SignedData,
  content: Uint8Array,
  form: 'detached' | 'sha1-inside',
): Promise<SignatureProblem | null> {
  if (form === 'detached') return data.content ? 'ATTRIBUTES_WRONG' : null;
  if (!data.content) return 'SIGNATURE_UNREADABLE';
  return equalBytes(data.content, await digest('SHA-1', content)) ? null : 'CONTENT_CHANGED';
}

function singleValue(values: readonly DerNode[] | undefined): DerNode | null {
  if (values && values.length !== 1) throw new DerError('An attribute has not exactly one value');
  return values?.[0] ?? null;
}
