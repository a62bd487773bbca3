import type { Certificate } from '../certificate.ts';
import { fullNamesOf, type DistributionPoint } from '../certificates/distribution-point.ts';
import { isSameName, type NameStructure } from '../certificates/distinguished-name.ts';
import { isSameGeneralName, type GeneralName } from '../certificates/general-name.ts';
import { allReasons, type RevocationReason } from '../certificates/revocation-reason.ts';
import type { CertificateList } from './crl.ts';

/**
 * Where the CRLs of a certificate are published, and last the place that needs no naming: under the
 * name of its issuer (RFC 5280 §6.3.3).
 */
export function distributionPointsOf(certificate: Certificate): DistributionPoint[] {
  const { extensions, issuer } = certificate;
  const unnamed: DistributionPoint = {
    name: { form: 'full', names: [{ kind: 'directory', value: issuer }] },
    reasons: null,
    crlIssuer: [],
  };
  return [...extensions.crlDistributionPoints, unnamed];
}

/** §6.3.3 (b) (1): the list comes from whom the certificate expects it. */
export function isFromExpectedIssuer(
  list: CertificateList,
  point: DistributionPoint,
  certificate: Certificate,
): boolean {
  if (point.crlIssuer.length === 0) return isSameName(list.issuer, certificate.issuer);
  const isNamed = directoryNames(point.crlIssuer).some((name) => isSameName(name, list.issuer));
  return isNamed && (list.scope?.isIndirect ?? false);
}

/** §6.3.3 (b) (2): the list is about certificates like this one. */
export function isInScope(
  { scope, issuer }: CertificateList,
  point: DistributionPoint,
  certificate: Certificate,
): boolean {
  if (!scope) return true;
  const isCa = certificate.extensions.basicConstraints?.isCa ?? false;
  if (scope.onlyAttributeCertificates) return false;
  if (scope.onlyUserCertificates && isCa) return false;
  if (scope.onlyCaCertificates && !isCa) return false;
  if (!scope.name) return true;
  const names = fullNamesOf(scope.name, issuer);
  const expected = point.name
    ? fullNamesOf(point.name, directoryNames(point.crlIssuer)[0] ?? certificate.issuer)
    : point.crlIssuer;
  return names.some((name) => expected.some((other) => isSameGeneralName(name, other)));
}

/** §6.3.3 (d): the reasons that the list covers for this distribution point. */
export function coveredReasons(
  { scope }: CertificateList,
  point: DistributionPoint,
): readonly RevocationReason[] {
  return allReasons.filter(
    (reason) =>
      (scope?.onlyReasons?.includes(reason) ?? true) && (point.reasons?.includes(reason) ?? true),
  );
}

function directoryNames(names: readonly GeneralName[]): NameStructure[] {
  return names.flatMap((name) => (name.kind === 'directory' ? [name.value] : []));
}
