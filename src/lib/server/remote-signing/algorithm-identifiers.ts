import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { readDer } from '#lib/pki/der/der-reader.ts';
import { oids } from '#lib/pki/der/oids.ts';
import {
  digestIdentifier,
  signatureIdentifier,
  signingAlgorithmDetails,
} from '#lib/pki/signature-algorithm.ts';

export type AlgorithmIdentifiers = {
  hashAlgorithmOID: string;
  signAlgo: string;
  /** DER of the parameters in base64, for RSASSA-PSS only. */
  signAlgoParams?: string;
};

/** How the CSC API names an algorithm: dotted identifiers. */
export function algorithmIdentifiers(algorithm: SigningAlgorithm): AlgorithmIdentifiers {
  const details = signingAlgorithmDetails[algorithm];
  const signature = readDer(signatureIdentifier(details));
  const parameters = details.scheme === 'rsa-pss' ? signature.child(1).bytes : null;
  return {
    hashAlgorithmOID: readDer(digestIdentifier(details.digest)).child(0).oid(),
    signAlgo: signature.child(0).oid(),
    ...(parameters && { signAlgoParams: Buffer.from(parameters).toString('base64') }),
  };
}

/** Whether a key that lists these algorithms signs so; a bare key type means any of its schemes. */
export function listsAlgorithm(listed: readonly string[], algorithm: SigningAlgorithm): boolean {
  const { scheme } = signingAlgorithmDetails[algorithm];
  const keyType = scheme === 'ecdsa' ? oids.ecPublicKey : oids.rsaEncryption;
  const { signAlgo } = algorithmIdentifiers(algorithm);
  return listed.length === 0 || listed.includes(signAlgo) || listed.includes(keyType);
}
