/**
 * What a key does with the bytes it is asked to sign, by one name from the page to the token: scheme
 * and digest (TT 15/2025/TT-BKHCN annex I; no SHA-1).
 */
export const signingAlgorithms = [
  'RSA-PKCS1-SHA256',
  'RSA-PKCS1-SHA384',
  'RSA-PKCS1-SHA512',
  'RSA-PSS-SHA256',
  'RSA-PSS-SHA384',
  'RSA-PSS-SHA512',
  'ECDSA-SHA256',
  'ECDSA-SHA384',
  'ECDSA-SHA512',
] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];
