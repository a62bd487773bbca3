import type { Certificate } from '../certificate.ts';
import type { PublicKeyKind } from '../certificates/public-key.ts';
import { DerError, readDer } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { readSignatureAlgorithm, verifySignature } from '../signature-algorithm.ts';
import { readDsaDigest, readDsaParameters, verifyDsaSignature, type DsaParameters } from './dsa.ts';

/** A certificate, a CRL or an OCSP answer: `SIGNED{…}` of X.509. */
export type SignedObject = {
  tbs: Uint8Array;
  /** DER AlgorithmIdentifier. */
  signatureAlgorithm: Uint8Array;
  signature: Uint8Array;
};

/** The working public key of RFC 5280 §6.1.2 (g)–(i). */
export type IssuerKey = {
  spki: Uint8Array;
  key: PublicKeyKind;
  /** Own ones or those of the issuers above; null for other kinds of keys. */
  dsaParameters: DsaParameters | null;
};

/** `key-incomplete`: a DSA key whose parameters stand nowhere on the path. */
export type SignatureVerdict = 'right' | 'wrong' | 'algorithm-unknown' | 'key-incomplete';

/** The key of a path's first certificate; DSA parameters may stand further up (RFC 5280 §6.1.4 (f)). */
export function issuerKeyOf(path: readonly Certificate[]): IssuerKey {
  const [first] = path;
  if (!first) throw new RangeError('A path has at least one certificate');
  const { spki, key } = first;
  let dsaParameters: DsaParameters | null = null;
  for (const certificate of path) {
    if (certificate.key.type !== 'other' || certificate.key.algorithm !== oids.dsa) break;
    dsaParameters = readDsaParameters(certificate.spki);
    if (dsaParameters) break;
  }
  return { spki, key, dsaParameters };
}

/** What was found out before about an object and a key, both of which never change. */
const known = new WeakMap<SignedObject, WeakMap<Uint8Array, Promise<SignatureVerdict>>>();

/** Whether the key made the signature; each pair is computed once. */
export function checkIssuerSignature(
  signed: SignedObject,
  issuer: IssuerKey,
): Promise<SignatureVerdict> {
  // Inherited parameters depend on the path, not on the key alone.
  if (issuer.dsaParameters) return computeVerdict(signed, issuer);
  const verdicts = known.get(signed) ?? new WeakMap<Uint8Array, Promise<SignatureVerdict>>();
  known.set(signed, verdicts);
  const verdict = verdicts.get(issuer.spki) ?? computeVerdict(signed, issuer);
  verdicts.set(issuer.spki, verdict);
  return verdict;
}

async function computeVerdict(signed: SignedObject, issuer: IssuerKey): Promise<SignatureVerdict> {
  const { tbs: data, signature } = signed;
  const { spki, key, dsaParameters: parameters } = issuer;
  try {
    const identifier = readDer(signed.signatureAlgorithm);
    const dsaDigest = readDsaDigest(identifier);
    const algorithm = readSignatureAlgorithm(identifier);
    if (dsaDigest) {
      if (key.type !== 'other' || key.algorithm !== oids.dsa) return 'wrong';
      if (!parameters) return 'key-incomplete';
      const digest = dsaDigest;
      const isRight = await verifyDsaSignature({ digest, parameters, spki, data, signature });
      return isRight ? 'right' : 'wrong';
    }
    if (!algorithm) return 'algorithm-unknown';
    return (await verifySignature({ algorithm, key, spki, data, signature })) ? 'right' : 'wrong';
  } catch (error) {
    if (error instanceof DerError) return 'algorithm-unknown';
    throw error;
  }
}
