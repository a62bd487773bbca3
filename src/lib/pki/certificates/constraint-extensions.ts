import { DerError, type DerNode } from '../der/der-reader.ts';
import { constructedContext, primitiveContext, tags } from '../der/tags.ts';
import { readGeneralName, type GeneralName } from './general-name.ts';

/** Where the names of all certificates below a CA may lie, and may not (RFC 5280 §4.2.1.10). */
export type NameConstraints = {
  permitted: readonly GeneralName[];
  excluded: readonly GeneralName[];
};

/** The policy of the issuer's domain that one of the subject's domain counts as (§4.2.1.5). */
export type PolicyMapping = { issuerDomainPolicy: string; subjectDomainPolicy: string };

/** After how many further certificates it holds; null: not asked for (§4.2.1.11). */
export type PolicyConstraints = {
  requireExplicitPolicy: number | null;
  inhibitPolicyMapping: number | null;
};

export function readNameConstraints(node: DerNode | undefined): NameConstraints | null {
  if (!node) return null;
  return {
    permitted: readSubtrees(node.expect(tags.sequence).find(constructedContext(0))),
    excluded: readSubtrees(node.find(constructedContext(1))),
  };
}

export function readPolicyMappings(node: DerNode | undefined): PolicyMapping[] {
  return (node?.sequence() ?? []).map((mapping) => ({
    issuerDomainPolicy: mapping.child(0).oid(),
    subjectDomainPolicy: mapping.child(1).oid(),
  }));
}

export function readPolicyConstraints(node: DerNode | undefined): PolicyConstraints | null {
  if (!node) return null;
  return {
    requireExplicitPolicy: readSkipCount(node.find(primitiveContext(0))),
    inhibitPolicyMapping: readSkipCount(node.find(primitiveContext(1))),
  };
}

/** SkipCerts: how many certificates are still let through. */
export function readSkipCount(node: DerNode | undefined): number | null {
  if (!node) return null;
  const count = node.as(tags.integer).integer();
  if (count < 0n) throw new DerError('A count below zero');
  return Number(count);
}

/** GeneralSubtrees; the profile knows neither a minimum above zero nor a maximum. */
function readSubtrees(node: DerNode | undefined): GeneralName[] {
  return (node?.children ?? []).map((subtree) => {
    const [base, ...bounds] = subtree.sequence();
    const isBounded = bounds.some(
      (bound) => bound.tag !== primitiveContext(0) || bound.as(tags.integer).integer() !== 0n,
    );
    if (!base || isBounded) throw new DerError('A name constraint with bounds');
    return readGeneralName(base);
  });
}
