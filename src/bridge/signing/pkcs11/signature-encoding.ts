/** `DigestInfo` prefix of SHA-256 (RFC 8017 §9.2 note 1). */
const sha256Prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** What CKM_RSA_PKCS pads and signs. */
export function sha256DigestInfo(digest: Uint8Array): Buffer {
  if (digest.length !== 32) throw new RangeError('A SHA-256 digest has 32 bytes');
  return Buffer.concat([sha256Prefix, digest]);
}

/** PKCS#11's ECDSA signature `r || s` as CMS carries it: DER `SEQUENCE { r, s }` (RFC 5480). */
export function ecdsaDer(raw: Uint8Array): Buffer {
  const half = raw.length / 2;
  const content = Buffer.concat([
    derInteger(raw.subarray(0, half)),
    derInteger(raw.subarray(half)),
  ]);
  return Buffer.concat([Buffer.from([0x30, ...derLength(content.length)]), content]);
}

function derInteger(unsigned: Uint8Array): Buffer {
  const firstUsed = unsigned.findIndex((byte) => byte !== 0);
  const digits = firstUsed < 0 ? Uint8Array.of(0) : unsigned.subarray(firstUsed);
  const sign = (digits[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.from([0x02, ...derLength(digits.length + sign.length), ...sign, ...digits]);
}

function derLength(length: number): number[] {
  return length < 0x80 ? [length] : [0x81, length];
}
