import type { SignedData } from '#lib/pki/cms/signed-data.ts';
import { oids } from '#lib/pki/der/oids.ts';
import { constructedContext } from '#lib/pki/der/tags.ts';

/** What may show whether certificates were revoked; DER, nothing checked yet. */
export type Evidence = { crls: readonly Uint8Array[]; ocspResponses: readonly Uint8Array[] };

/**
 * Revocation data inside a CMS: beside its certificates, or in the signed attribute of older
 * signatures (adbe-revocationInfoArchival, ISO 32000-1 §12.8.3.3.2).
 */
export function embeddedEvidence({ revocation, signer }: SignedData): Evidence {
  const [attribute] = signer.signedAttributes?.values.get(oids.adobeRevocationInfo) ?? [];
  const members = (choice: number) =>
    (attribute?.find(constructedContext(choice))?.child(0).children ?? []).map((one) => one.bytes);
  return {
    crls: [...revocation.crls, ...members(0)],
    ocspResponses: [...revocation.ocspResponses, ...members(1)],
  };
}
