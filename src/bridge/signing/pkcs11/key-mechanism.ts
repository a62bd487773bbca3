import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { ecdsaToDer, signingAlgorithmDetails } from '#lib/pki/signature-algorithm.ts';
import { mechanism, ulong } from './native-layout.ts';
import { digestInfo } from './signature-encoding.ts';

/** CKM_… (PKCS#11 v2.40 mechanisms §2.1, §2.3). */
const mechanisms = { rsaPkcs: 0x1, rsaPkcsPss: 0xd, ecdsa: 0x1041 } as const;
/** CKM_… of the digest and CKG_MGF1_… with it, for CK_RSA_PKCS_PSS_PARAMS. */
const pssDigests = {
  'SHA-256': { mechanism: 0x250, mask: 2 },
  'SHA-384': { mechanism: 0x260, mask: 3 },
  'SHA-512': { mechanism: 0x270, mask: 4 },
} as const;

/** What `C_SignInit` and `C_Sign` get for one algorithm, and how the result becomes a signature. */
export type KeyOperation = {
  /** CK_MECHANISM. */
  mechanism: Buffer;
  data: Buffer;
  /** RSA block as it is; `r || s` as DER `SEQUENCE { r, s }`, which CMS carries. */
  encode(raw: Buffer): Buffer;
};

/** The digest is signed as it is: hashing happened outside of the token. */
export function keyOperation(algorithm: SigningAlgorithm, digest: Uint8Array): KeyOperation {
  const details = signingAlgorithmDetails[algorithm];
  switch (details.scheme) {
    case 'rsa-pkcs1':
      return {
        mechanism: mechanism(mechanisms.rsaPkcs),
        data: digestInfo(details.digest, digest),
        encode: (raw) => raw,
      };
    case 'rsa-pss': {
      const { mechanism: digestType, mask } = pssDigests[details.digest];
      const parameter = Buffer.concat([digestType, mask, details.saltLength].map(ulong));
      return {
        mechanism: mechanism(mechanisms.rsaPkcsPss, parameter),
        data: Buffer.from(digest),
        encode: (raw) => raw,
      };
    }
    case 'ecdsa':
      return {
        mechanism: mechanism(mechanisms.ecdsa),
        data: Buffer.from(digest),
        encode: (raw) => Buffer.from(ecdsaToDer(raw)),
      };
  }
}
