import type { DerNode } from '../der/der-reader.ts';
import { constructedContext, primitiveContext } from '../der/tags.ts';
import { readRelativeName, type NameStructure, type RelativeName } from './distinguished-name.ts';
import { readGeneralNames, type GeneralName } from './general-name.ts';
import { readReasonFlags, type RevocationReason } from './revocation-reason.ts';

/** Where the CRL of a certificate is found, and who issues it (RFC 5280 §4.2.1.13). */
export type DistributionPoint = {
  /** null: the CRL is named by its issuer alone. */
  name: DistributionPointName | null;
  /** null: for all reasons. */
  reasons: readonly RevocationReason[] | null;
  /** Empty: the issuer of the certificate issues the CRL. */
  crlIssuer: readonly GeneralName[];
};

export type DistributionPointName =
  | { form: 'full'; names: readonly GeneralName[] }
  /** Continues the name of the CRL's issuer. */
  | { form: 'relative'; name: RelativeName };

/** From `CRLDistributionPoints` or `FreshestCRL`. */
export function readDistributionPoints(node: DerNode | undefined): DistributionPoint[] {
  return (node?.sequence() ?? []).map((point) => {
    const reasons = point.find(primitiveContext(1));
    return {
      name: readDistributionPointName(point.find(constructedContext(0))),
      reasons: reasons ? readReasonFlags(reasons) : null,
      crlIssuer: readGeneralNames(point.find(constructedContext(2))),
    };
  });
}

/** From `[0] DistributionPointName`, a CHOICE and therefore EXPLICIT. */
export function readDistributionPointName(node: DerNode | undefined): DistributionPointName | null {
  if (!node) return null;
  const choice = node.child(0);
  return choice.tag === constructedContext(1)
    ? { form: 'relative', name: readRelativeName(choice) }
    : { form: 'full', names: readGeneralNames(choice.expect(constructedContext(0))) };
}

/** The names that a distribution point has when `issuer` issues its CRL. */
export function fullNamesOf(
  name: DistributionPointName,
  issuer: NameStructure,
): readonly GeneralName[] {
  if (name.form === 'full') return name.names;
  return [{ kind: 'directory', value: { relativeNames: [...issuer.relativeNames, name.name] } }];
}
