import type { Certificate } from '../certificate.ts';
import { oids } from '../der/oids.ts';
import { PolicyGraph } from './policy-graph.ts';

/** The caller's own wishes (RFC 5280 §6.1.1 (c)–(g)). */
export type PolicyInput = {
  /** Dotted; left out: any policy will do. */
  acceptedPolicies?: readonly string[];
  requireExplicitPolicy?: boolean;
  inhibitPolicyMapping?: boolean;
  inhibitAnyPolicy?: boolean;
};

/** The policy part of RFC 5280 §6.1: the graph and the counters that rule it. */
export class PolicyCheck {
  readonly #graph = new PolicyGraph();
  readonly #accepted: readonly string[] | null;
  /** How many more certificates may pass before the rule holds; 0: it holds. */
  #untilExplicitPolicy: number;
  #untilNoMapping: number;
  #untilNoAnyPolicy: number;

  /** `length`: certificates in the path without the anchor. */
  constructor(length: number, input: PolicyInput) {
    this.#accepted = input.acceptedPolicies ?? null;
    this.#untilExplicitPolicy = input.requireExplicitPolicy ? 0 : length + 1;
    this.#untilNoMapping = input.inhibitPolicyMapping ? 0 : length + 1;
    this.#untilNoAnyPolicy = input.inhibitAnyPolicy ? 0 : length + 1;
  }

  /** §6.1.3 (d)–(f). Whether a policy is left where one is asked for. */
  add(certificate: Certificate, isSelfIssuedIntermediate: boolean): boolean {
    const { certificatePolicies } = certificate.extensions;
    this.#graph.add(certificatePolicies, this.#untilNoAnyPolicy > 0 || isSelfIssuedIntermediate);
    return this.#untilExplicitPolicy > 0 || !this.#graph.isEmpty;
  }

  /** §6.1.4 (a), (b), (h)–(j). Whether the mappings are allowed ones. */
  prepareNext(certificate: Certificate, isSelfIssued: boolean): boolean {
    const { policyMappings, policyConstraints, inhibitAnyPolicy } = certificate.extensions;
    const mapsAnyPolicy = policyMappings.some(
      ({ issuerDomainPolicy, subjectDomainPolicy }) =>
        issuerDomainPolicy === oids.anyPolicy || subjectDomainPolicy === oids.anyPolicy,
    );
    if (policyMappings.length > 0) this.#graph.map(policyMappings, this.#untilNoMapping > 0);
    if (!isSelfIssued) {
      this.#untilExplicitPolicy = oneLess(this.#untilExplicitPolicy);
      this.#untilNoMapping = oneLess(this.#untilNoMapping);
      this.#untilNoAnyPolicy = oneLess(this.#untilNoAnyPolicy);
    }
    const { requireExplicitPolicy, inhibitPolicyMapping } = policyConstraints ?? {};
    this.#untilExplicitPolicy = lower(this.#untilExplicitPolicy, requireExplicitPolicy);
    this.#untilNoMapping = lower(this.#untilNoMapping, inhibitPolicyMapping);
    this.#untilNoAnyPolicy = lower(this.#untilNoAnyPolicy, inhibitAnyPolicy);
    return !mapsAnyPolicy;
  }

  /** §6.1.5 (a), (b), (g): the policies that hold in the end; null: one is asked for and missing. */
  finish(leaf: Certificate): string[] | null {
    this.#untilExplicitPolicy = oneLess(this.#untilExplicitPolicy);
    if (leaf.extensions.policyConstraints?.requireExplicitPolicy === 0) {
      this.#untilExplicitPolicy = 0;
    }
    const policies = this.#graph.constrainedTo(this.#accepted);
    return this.#untilExplicitPolicy > 0 || policies.length > 0 ? policies : null;
  }
}

function oneLess(count: number): number {
  return Math.max(0, count - 1);
}

function lower(count: number, asked: number | null | undefined): number {
  return Math.min(count, asked ?? count);
}
