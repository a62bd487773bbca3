import type { DigestName } from '#lib/pki/digest.ts';

/** `DigestInfo` prefixes (RFC 8017 §9.2 note 1). */
const digestInfoPrefixes: Readonly<Partial<Record<DigestName, string>>> = {
  'SHA-256': '3031300d060960864801650304020105000420',
  'SHA-384': '3041300d060960864801650304020205000430',
  'SHA-512': '3051300d060960864801650304020305000440',
};

/** What CKM_RSA_PKCS pads and signs; RangeError for a digest that is not of this kind. */
export function digestInfo(name: DigestName, digest: Uint8Array): Buffer {
  const prefix = Buffer.from(digestInfoPrefixes[name] ?? '', 'hex');
  // The last octet of the prefix is the digest's length.
  if (prefix.at(-1) !== digest.length) throw new RangeError(`Not a digest of ${name}`);
  return Buffer.concat([prefix, digest]);
}
