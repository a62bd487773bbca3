import { ownBytes, type Bytes } from './bytes.ts';
import { curveOctets, type EcCurve, type PublicKeyKind } from './certificates/public-key.ts';
import { DerError, readDer, type DerNode } from './der/der-reader.ts';
import { bitString, integer, nullValue, objectIdentifier, sequence } from './der/der-writer.ts';
import { oids } from './der/oids.ts';
import { constructedContext, tags } from './der/tags.ts';
import type { DigestName } from './digest.ts';

/** A way of signing that this program verifies; everything else is unknown, never guessed. */
export type SignatureAlgorithm =
  | { scheme: 'rsa-pkcs1'; digest: DigestName }
  | { scheme: 'rsa-pss'; digest: DigestName; saltLength: number }
  | { scheme: 'ecdsa'; digest: DigestName };

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
};

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

/** AlgorithmIdentifier for SHA-256 with this kind of key, as we sign. */
export function sha256SignatureIdentifier(keyType: 'rsa' | 'ec'): Bytes {
  return keyType === 'rsa'
    ? sequence(objectIdentifier(oids.sha256WithRsa), nullValue())
    : sequence(objectIdentifier(oids.ecdsaWithSha256));
}

/**
 * Whether `signature` (RSA block, or DER `SEQUENCE { r, s }`) over `data` was made with the key.
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
  if (key.type !== 'rsa') return false;
  const isPss = algorithm.scheme === 'rsa-pss';
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
  algorithm: RsaHashedImportParams | EcKeyImportParams,
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
