import { equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import type { DerNode } from '../der/der-reader.ts';
import { DerError } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { constructedContext, tags } from '../der/tags.ts';
import { digest, type DigestName } from '../digest.ts';
import {
  readDigestAlgorithm,
  readSignatureAlgorithm,
  verifySignature,
} from '../signature-algorithm.ts';
import { isInDerOrder } from '../signed-attributes.ts';
import type { SignedData } from './signed-data.ts';

/** Why the signer of a CMS did not sign this content. */
export type SignerProblem =
  | 'ALGORITHM_UNKNOWN'
  /** Missing, not in DER order, of another content type, or protecting another algorithm. */
  | 'ATTRIBUTES_WRONG'
  | 'CONTENT_CHANGED'
  | 'SIGNER_CERTIFICATE_MISSING'
  /** signing-certificate(-v2) is missing or names another certificate. */
  | 'SIGNER_CERTIFICATE_MISMATCH'
  | 'SIGNATURE_WRONG';

/** What was signed: the bytes, or whoever computes their digest without holding them. */
export type SignedContent = Uint8Array | ((name: DigestName) => Promise<Uint8Array>);

/**
 * Verifies a CMS with signed attributes, as CAdES and timestamps have them, over `content` with the
 * certificate of its signer (`data.signer.certificate` where none is given). Trust is not looked
 * at. DerError for attributes that cannot be read.
 */
export async function verifySigner(
  { contentType, signer }: SignedData,
  content: SignedContent,
  certificate: Certificate | null = signer.certificate,
): Promise<SignerProblem[]> {
  const hash = readDigestAlgorithm(signer.digestAlgorithm);
  const algorithm = readSignatureAlgorithm(signer.signatureAlgorithm, hash);
  // Nothing is guessed: an unknown digest stays unknown, whatever the key could do with another one.
  if (!hash || !algorithm || algorithm.digest !== hash) return ['ALGORITHM_UNKNOWN'];
  if (!certificate) return ['SIGNER_CERTIFICATE_MISSING'];
  const { signedAttributes: attributes } = signer;
  if (!attributes || !isInDerOrder(attributes.members)) return ['ATTRIBUTES_WRONG'];

  const problems: SignerProblem[] = [];
  const value = (type: string) => singleValue(attributes.values.get(type));
  const named = value(oids.messageDigest)?.octetString();
  const isComplete = named && value(oids.contentType)?.oid() === contentType;
  if (!isComplete || !isProtected(value(oids.algorithmProtection), signer)) {
    problems.push('ATTRIBUTES_WRONG');
  }
  const actual = content instanceof Uint8Array ? digest(hash, content) : content(hash);
  if (named && !equalBytes(named, await actual)) problems.push('CONTENT_CHANGED');
  if (!(await namesCertificate(attributes.values, certificate))) {
    problems.push('SIGNER_CERTIFICATE_MISMATCH');
  }
  const { key, spki } = certificate;
  const { signature } = signer;
  const data = attributes.bytes;
  if (!(await verifySignature({ algorithm, key, spki, data, signature }))) {
    problems.push('SIGNATURE_WRONG');
  }
  return problems;
}

/** Whether signing-certificate-v2, or the older attribute, names this certificate first (RFC 5035 §5). */
export async function namesCertificate(
  values: ReadonlyMap<string, readonly DerNode[]>,
  certificate: Certificate,
): Promise<boolean> {
  const second = singleValue(values.get(oids.signingCertificateV2));
  const identifier = (second ?? singleValue(values.get(oids.signingCertificate)))
    ?.child(0)
    .child(0);
  if (!identifier) return false;
  const [first, next] = identifier.children;
  const statesHash = second !== null && first?.tag === tags.sequence;
  const stated = statesHash ? readDigestAlgorithm(first) : second ? 'SHA-256' : 'SHA-1';
  const name = (statesHash ? next : first)?.octetString();
  return stated !== null && !!name && equalBytes(name, await digest(stated, certificate.der));
}

/** CMSAlgorithmProtection (RFC 6211 §2), where it is there, repeats what the SignerInfo says. */
function isProtected(protection: DerNode | null, signer: SignedData['signer']): boolean {
  if (!protection) return true;
  const [digestAlgorithm, signatureAlgorithm] = protection.sequence();
  return (
    !!digestAlgorithm &&
    equalBytes(digestAlgorithm.bytes, signer.digestAlgorithm.bytes) &&
    signatureAlgorithm?.tag === constructedContext(1) &&
    equalBytes(signatureAlgorithm.contents, signer.signatureAlgorithm.contents)
  );
}

function singleValue(values: readonly DerNode[] | undefined): DerNode | null {
  if (values && values.length !== 1) throw new DerError('An attribute has not exactly one value');
  return values?.[0] ?? null;
}
