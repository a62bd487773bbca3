import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { ownBytes, type Bytes } from './bytes.ts';
import { curveOctets, type EcCurve, type PublicKeyKind } from './certificates/public-key.ts';
import { DerError, readDer, type DerNode } from './der/der-reader.ts';
import {
  bitString,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  sequence,
} from './der/der-writer.ts';
import { oids } from './der/oids.ts';
import { constructedContext, tags } from './der/tags.ts';
import type { DigestName } from './digest.ts';

/** A way of signing that this program verifies; everything else is unknown, never guessed. */
export type SignatureAlgorithm =
  | { scheme: 'rsa-pkcs1'; digest: DigestName }
  | { scheme: 'rsa-pss'; digest: DigestName; saltLength: number }
  | { scheme: 'ecdsa'; digest: DigestName }
  /** The digest is that of the content: the key signs the attributes themselves (RFC 8419 §3.1). */
  | { scheme: 'ed25519'; digest: 'SHA-512' };

const digests: Record<string, DigestName> = {
  [oids.sha1]: 'SHA-1',
  [oids.sha256]: 'SHA-256',
  [oids.sha384]: 'SHA-384',
  [oids.sha512]: 'SHA-512',
};

const algorithms: Record<string, SignatureAlgorithm> = {
  [oids.sha1WithRsa]: { scheme: 'rsa-pkcs1', digest: 'SHA-1' },
  [oids.sha256WithRsa]: { scheme: 'rsa-pkcs1', digest: 'SHA-256' },
  [oids.sha384WithRsa]: { scheme: 'rsa-pkcs1', digest: 'SHA-384' },
  [oids.sha512WithRsa]: { scheme: 'rsa-pkcs1', digest: 'SHA-512' },
  [oids.ecdsaWithSha1]: { scheme: 'ecdsa', digest: 'SHA-1' },
  [oids.ecdsaWithSha256]: { scheme: 'ecdsa', digest: 'SHA-256' },
  [oids.ecdsaWithSha384]: { scheme: 'ecdsa', digest: 'SHA-384' },
  [oids.ecdsaWithSha512]: { scheme: 'ecdsa', digest: 'SHA-512' },
  [oids.ed25519]: { scheme: 'ed25519', digest: 'SHA-512' },
};

const digestOids = {
  'SHA-1': oids.sha1,
  'SHA-256': oids.sha256,
  'SHA-384': oids.sha384,
  'SHA-512': oids.sha512,
} satisfies Record<DigestName, string>;
const rsaOids = {
  'SHA-1': oids.sha1WithRsa,
  'SHA-256': oids.sha256WithRsa,
  'SHA-384': oids.sha384WithRsa,
  'SHA-512': oids.sha512WithRsa,
} satisfies Record<DigestName, string>;
const ecdsaOids = {
  'SHA-1': oids.ecdsaWithSha1,
  'SHA-256': oids.ecdsaWithSha256,
  'SHA-384': oids.ecdsaWithSha384,
  'SHA-512': oids.ecdsaWithSha512,
} satisfies Record<DigestName, string>;

/** What each name stands for; the salt of PSS is as long as the digest (RFC 4055 §3.1). */
export const signingAlgorithmDetails = {
  'RSA-PKCS1-SHA256': { scheme: 'rsa-pkcs1', digest: 'SHA-256' },
  'RSA-PKCS1-SHA384': { scheme: 'rsa-pkcs1', digest: 'SHA-384' },
  'RSA-PKCS1-SHA512': { scheme: 'rsa-pkcs1', digest: 'SHA-512' },
  'RSA-PSS-SHA256': { scheme: 'rsa-pss', digest: 'SHA-256', saltLength: 32 },
  'RSA-PSS-SHA384': { scheme: 'rsa-pss', digest: 'SHA-384', saltLength: 48 },
  'RSA-PSS-SHA512': { scheme: 'rsa-pss', digest: 'SHA-512', saltLength: 64 },
  'ECDSA-SHA256': { scheme: 'ecdsa', digest: 'SHA-256' },
  'ECDSA-SHA384': { scheme: 'ecdsa', digest: 'SHA-384' },
  'ECDSA-SHA512': { scheme: 'ecdsa', digest: 'SHA-512' },
} as const satisfies Record<SigningAlgorithm, SignatureAlgorithm>;

/**
 * What fits a key best: a digest as strong as its curve, PKCS#1 v1.5 for RSA because that is what
 * the tokens in offices do. null for keys that we do not sign with.
 */
export function defaultSigningAlgorithm(key: PublicKeyKind): SigningAlgorithm | null {
  switch (key.type) {
    case 'rsa':
      return key.isPssOnly ? 'RSA-PSS-SHA256' : 'RSA-PKCS1-SHA256';
    case 'ec':
      return (
        { 'P-256': 'ECDSA-SHA256', 'P-384': 'ECDSA-SHA384', 'P-521': 'ECDSA-SHA512' } as const
      )[key.curve];
    case 'other':
      return null;
  }
}

/** Whether a key of this kind can sign so. */
export function isSuitableFor(algorithm: SigningAlgorithm, key: PublicKeyKind): boolean {
  const { scheme } = signingAlgorithmDetails[algorithm];
  if (scheme === 'ecdsa') return key.type === 'ec';
  return key.type === 'rsa' && (scheme === 'rsa-pss' || !key.isPssOnly);
}

/** null when the digest is not one we compute. */
export function readDigestAlgorithm(identifier: DerNode): DigestName | null {
  return digests[identifier.child(0).oid()] ?? null;
}

/**
 * From an AlgorithmIdentifier. CMS may name the bare key type and leave the digest to its own field
 * (RFC 3370 §3.2): only then is `cmsDigest` used.
 */
export function readSignatureAlgorithm(
  identifier: DerNode,
  cmsDigest: DigestName | null = null,
): SignatureAlgorithm | null {
  const type = identifier.child(0).oid();
  if (type === oids.rsaPss) return readPssParameters(identifier.children[1]);
  if (type === oids.rsaEncryption) {
    return cmsDigest && { scheme: 'rsa-pkcs1', digest: cmsDigest };
  }
  return algorithms[type] ?? null;
}

/** AlgorithmIdentifier for SHA-256 with this kind of key, as our demo authority signs. */
export function sha256SignatureIdentifier(keyType: 'rsa' | 'ec'): Bytes {
  const scheme = keyType === 'rsa' ? 'rsa-pkcs1' : 'ecdsa';
  return signatureIdentifier({ scheme, digest: 'SHA-256' });
}

/** AlgorithmIdentifier without parameters (RFC 5754 §2). */
export function digestIdentifier(digest: DigestName): Bytes {
  return sequence(objectIdentifier(digestOids[digest]));
}

/** AlgorithmIdentifier that names the digest too: nothing is left to guess. */
export function signatureIdentifier(algorithm: SignatureAlgorithm): Bytes {
  const { scheme, digest } = algorithm;
  if (scheme === 'ed25519') return sequence(objectIdentifier(oids.ed25519));
  if (scheme === 'ecdsa') return sequence(objectIdentifier(ecdsaOids[digest]));
  if (scheme === 'rsa-pkcs1') return sequence(objectIdentifier(rsaOids[digest]), nullValue());
  // RSASSA-PSS-params: digest, MGF1 with the same digest, salt (RFC 4055 §3.1).
  const hash = sequence(objectIdentifier(digestOids[digest]), nullValue());
  return sequence(
    objectIdentifier(oids.rsaPss),
    sequence(
      explicit(0, hash),
      explicit(1, sequence(objectIdentifier(oids.mgf1), hash)),
      explicit(2, integer(algorithm.saltLength)),
    ),
  );
}

/**
 * Whether `signature` (RSA block, DER `SEQUENCE { r, s }`, or the octets of Ed25519) over `data` was made with the key.
 * A signature that does not even have the right form is just wrong; a key that cannot be used at
 * all is a DerError.
 */
export async function verifySignature(input: {
  algorithm: SignatureAlgorithm;
  key: PublicKeyKind;
  spki: Uint8Array;
  data: Uint8Array;
  signature: Uint8Array;
}): Promise<boolean> {
  const { algorithm, key } = input;
  const data = ownBytes(input.data);
  if (algorithm.scheme === 'ecdsa') {
    if (key.type !== 'ec') return false;
    const raw = ecdsaToRaw(input.signature, key.curve);
    if (!raw) return false;
    const publicKey = await importPublicKey(input.spki, { name: 'ECDSA', namedCurve: key.curve });
    const parameters = { name: 'ECDSA', hash: algorithm.digest };
    return crypto.subtle.verify(parameters, publicKey, raw, data);
  }
  if (algorithm.scheme === 'ed25519') {
    if (key.type !== 'other' || key.algorithm !== oids.ed25519) return false;
    const publicKey = await importPublicKey(input.spki, { name: 'Ed25519' });
    return crypto.subtle.verify('Ed25519', publicKey, ownBytes(input.signature), data);
  }
  const isPss = algorithm.scheme === 'rsa-pss';
  if (key.type !== 'rsa' || (key.isPssOnly && !isPss)) return false;
  const name = isPss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const publicKey = await importPublicKey(plainRsaKey(input.spki), {
    name,
    hash: algorithm.digest,
  });
  const parameters = isPss ? { name, saltLength: algorithm.saltLength } : { name };
  return crypto.subtle.verify(parameters, publicKey, ownBytes(input.signature), data);
}

/** DER `SEQUENCE { r, s }` → r‖s as WebCrypto takes it; null when it is no such signature. */
export function ecdsaToRaw(der: Uint8Array, curve: EcCurve): Bytes | null {
  const size = curveOctets[curve];
  try {
    const halves = readDer(der).sequence();
    if (halves.length !== 2) return null;
    const raw = new Uint8Array(size * 2);
    for (const [index, half] of halves.entries()) {
      if (half.integer() <= 0n) return null;
      const octets = half.contents[0] === 0 ? half.contents.subarray(1) : half.contents;
      if (octets.length > size) return null;
      raw.set(octets, size * (index + 1) - octets.length);
    }
    return raw;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

/** r‖s as PKCS#11 and WebCrypto give it → DER `SEQUENCE { r, s }`. */
export function ecdsaToDer(raw: Uint8Array): Bytes {
  const half = raw.length / 2;
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

function importPublicKey(
  spki: Uint8Array,
  algorithm: Algorithm | RsaHashedImportParams | EcKeyImportParams,
): Promise<CryptoKey> {
  return crypto.subtle
    .importKey('spki', ownBytes(spki), algorithm, false, ['verify'])
    .catch((error: unknown) => {
      throw new DerError('The public key cannot be used', { cause: error });
    });
}

/** WebCrypto takes RSA keys only under rsaEncryption; an id-RSASSA-PSS key is the same key. */
function plainRsaKey(spki: Uint8Array): Uint8Array {
  const [algorithm, key] = readDer(spki).sequence();
  if (algorithm?.child(0).oid() !== oids.rsaPss || !key) return spki;
  return sequence(
    sequence(objectIdentifier(oids.rsaEncryption), nullValue()),
    bitString(key.bitString()),
  );
}

/** RSASSA-PSS-params (RFC 4055 §3.1); MGF1 must use the same digest, as WebCrypto does. */
function readPssParameters(node: DerNode | undefined): SignatureAlgorithm | null {
  const digestNode = node?.find(constructedContext(0))?.child(0);
  const maskNode = node?.find(constructedContext(1))?.child(0);
  const saltNode = node?.find(constructedContext(2))?.child(0);
  const digest = digestNode ? readDigestAlgorithm(digestNode) : 'SHA-1';
  const maskDigest = maskNode ? readMaskDigest(maskNode) : 'SHA-1';
  const saltLength = saltNode ? Number(saltNode.integer()) : 20;
  if (!digest || digest !== maskDigest || saltLength < 0 || saltLength > 512) return null;
  return { scheme: 'rsa-pss', digest, saltLength };
}

function readMaskDigest(node: DerNode): DigestName | null {
  if (node.child(0).oid() !== oids.mgf1) return null;
  const parameters = node.child(1, tags.sequence);
  return readDigestAlgorithm(parameters);
}
