import type { Certificate } from '../certificate.ts';
import type { DistributionPoint } from '../certificates/distribution-point.ts';
import type { GeneralName } from '../certificates/general-name.ts';
import { oids } from '../der/oids.ts';

/** http and https addresses that a certificate names, in its order. Nothing here is believed yet. */
export type RevocationSources = {
  ocsp: string[];
  crl: string[];
  deltaCrl: string[];
  /** Where the certificate of its issuer is found. */
  issuers: string[];
};

/** From authorityInfoAccess, cRLDistributionPoints and freshestCRL (RFC 5280 §4.2.1.13, §4.2.2.1). */
export function revocationSources({ extensions }: Certificate): RevocationSources {
  const accessTo = (method: string) =>
    extensions.authorityInfoAccess
      .filter((access) => access.method === method)
      .map((access) => access.location);
  return {
    ocsp: webAddresses(accessTo(oids.accessOcsp)),
    crl: webAddresses(namesOf(extensions.crlDistributionPoints)),
    deltaCrl: webAddresses(namesOf(extensions.freshestCrl)),
    issuers: webAddresses(accessTo(oids.accessCaIssuers)),
  };
}

function namesOf(points: readonly DistributionPoint[]): GeneralName[] {
  return points.flatMap(({ name }) => (name?.form === 'full' ? name.names : []));
}

function webAddresses(names: readonly GeneralName[]): string[] {
  const addresses = names.flatMap((name) => (name.kind === 'uri' ? [name.value] : []));
  return [...new Set(addresses)].filter((address) => /^https?:\/\//iu.test(address));
}
