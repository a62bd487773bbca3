import type { PolicyMapping } from '../certificates/constraint-extensions.ts';
import { oids } from '../der/oids.ts';

type PolicyNode = {
  policy: string;
  /** The policies of the next certificate that count as this one. */
  expected: ReadonlySet<string>;
  parents: readonly PolicyNode[];
};

/**
 * The policies under which a path is still valid: the valid_policy_tree of RFC 5280 §6.1.2 in the
 * form that RFC 9618 §5 gives it, with each policy once per depth, so that no certificate can make
 * it grow without bounds. Certificates are added from the anchor to the leaf.
 */
export class PolicyGraph {
  /** By depth; the last is the certificate added last. No depths: no policy is left. */
  #depths: (readonly PolicyNode[])[] = [
    [{ policy: oids.anyPolicy, expected: new Set([oids.anyPolicy]), parents: [] }],
  ];

  get isEmpty(): boolean {
    return this.#depths.length === 0;
  }

  /** RFC 5280 §6.1.3 (d) and (e): the policies that the next certificate states. */
  add(policies: readonly string[], isAnyPolicyAllowed: boolean): void {
    const parents = this.#depths.at(-1);
    if (!parents) return;
    const stated = new Set(policies);
    const added = new Map<string, PolicyNode>();
    for (const policy of stated) {
      if (policy === oids.anyPolicy) continue;
      const expecting = parents.filter((parent) => parent.expected.has(policy));
      const origins =
        expecting.length > 0
          ? expecting
          : parents.filter((parent) => parent.policy === oids.anyPolicy);
      if (origins.length > 0) added.set(policy, newNode(policy, origins));
    }
    if (stated.has(oids.anyPolicy) && isAnyPolicyAllowed) {
      for (const policy of new Set(parents.flatMap((parent) => [...parent.expected]))) {
        if (added.has(policy)) continue;
        added.set(
          policy,
          newNode(
            policy,
            parents.filter((parent) => parent.expected.has(policy)),
          ),
        );
      }
    }
    this.#depths.push([...added.values()]);
    this.#prune();
  }

  /** RFC 5280 §6.1.4 (b): what the certificate added last says other policies count as. */
  map(mappings: readonly PolicyMapping[], isMappingAllowed: boolean): void {
    const last = this.#depths.at(-1);
    if (!last) return;
    const targets = new Map<string, Set<string>>();
    for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
      const known = targets.get(issuerDomainPolicy) ?? new Set();
      targets.set(issuerDomainPolicy, known.add(subjectDomainPolicy));
    }
    if (!isMappingAllowed) {
      this.#replaceLast(last.filter((node) => !targets.has(node.policy)));
      return;
    }
    const anyNode = last.find((node) => node.policy === oids.anyPolicy);
    const mapped = last.map((node) => ({
      ...node,
      expected: targets.get(node.policy) ?? node.expected,
    }));
    const fromAny = [...targets]
      .filter(([policy]) => anyNode && !last.some((node) => node.policy === policy))
      .map(([policy, expected]) => ({ policy, expected, parents: anyNode?.parents ?? [] }));
    this.#replaceLast([...mapped, ...fromAny]);
  }

  /**
   * RFC 5280 §6.1.5 (g): the policies, in the anchor's terms, that both the path and the caller
   * accept. `accepted` null: the caller accepts any.
   */
  constrainedTo(accepted: readonly string[] | null): string[] {
    const own = new Set(
      this.#depths
        .flat()
        .filter(
          (node) =>
            node.policy !== oids.anyPolicy &&
            node.parents.some((parent) => parent.policy === oids.anyPolicy),
        )
        .map((node) => node.policy),
    );
    const isAny = this.#depths.at(-1)?.some((node) => node.policy === oids.anyPolicy) ?? false;
    if (!accepted || accepted.includes(oids.anyPolicy)) {
      return isAny ? [...own, oids.anyPolicy] : [...own];
    }
    return accepted.filter((policy) => isAny || own.has(policy));
  }

  #replaceLast(nodes: readonly PolicyNode[]): void {
    this.#depths[this.#depths.length - 1] = nodes;
    this.#prune();
  }

  /** Forgets the nodes without children, from the last depth but one up to the root. */
  #prune(): void {
    for (let depth = this.#depths.length - 2; depth >= 0; depth--) {
      const used = new Set((this.#depths[depth + 1] ?? []).flatMap((node) => node.parents));
      this.#depths[depth] = (this.#depths[depth] ?? []).filter((node) => used.has(node));
    }
    if (this.#depths[0]?.length === 0) this.#depths = [];
  }
}

function newNode(policy: string, parents: readonly PolicyNode[]): PolicyNode {
  return { policy, expected: new Set([policy]), parents };
}
