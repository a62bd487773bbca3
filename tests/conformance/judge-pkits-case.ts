import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { judgedChains, type CertificateChain } from '#lib/pki/certificates/build-chain.ts';
import { validatePath, type PathInput } from '#lib/pki/path/validate-path.ts';
import { checkRevocation } from '#lib/pki/revocation/revocation.ts';
import { readPkitsCases, type PkitsCase } from './pkits-cases.ts';
import { expectedOutcome, isExpected } from './pkits-expectations.ts';

export type PkitsResult = {
  /** `4.13.7 invalid_dn_nameconstraints_test7`. */
  name: string;
  agrees: boolean;
  expected: string;
  found: string;
};

/** What our validation says of one case: the accepted path, or every reason it gave against one. */
export type Outcome =
  { isAccepted: true; pathLength: number } | { isAccepted: false; reasons: readonly string[] };

/** In force: most certificates of the set are, from 2010 to 2030. */
const AT = new Date('2026-11-22T03:00:00Z');
const ANCHOR = 'TrustAnchorRootCertificate.crt';
const ANCHOR_CRL = 'TrustAnchorRootCRL.crl';

/** Runs all cases of a folder, in its order. */
export async function judgePkits(folder: string): Promise<PkitsResult[]> {
  const results: PkitsResult[] = [];
  for (const one of readPkitsCases(folder)) {
    const expected = expectedOutcome(one);
    const outcome = await outcomeOf(one, folder);
    results.push({
      name: `${sectionOf(one.id)} ${one.name}`,
      agrees: isExpected(outcome, expected),
      expected: describe(expected),
      found: describe(outcome),
    });
  }
  return results;
}

async function outcomeOf(one: PkitsCase, folder: string): Promise<Outcome> {
  const certificateOf = (name: string) => parseCertificate(read(folder, 'certs', name));
  const leaf = certificateOf(one.cert);
  const anchor = certificateOf(ANCHOR);
  const others = one.other_certs.map(certificateOf);
  const crls = [ANCHOR_CRL, ...one.crls].map((name) => read(folder, 'crls', name));
  const input = pathInputOf(one);

  if (one.path_intermediates) {
    const path = [leaf, ...one.path_intermediates.map(certificateOf), anchor];
    const verdict = await validatePath(path, input);
    if (!verdict.isValid) {
      return { isAccepted: false, reasons: verdict.findings.map(({ problem }) => problem) };
    }
  }
  const reasons: string[] = [];
  for await (const chain of judgedChains(leaf, others, [anchor], input)) {
    const against = chain.isTrusted
      ? await revocationReasons(chain, { crls, others, anchor })
      : chain.problems;
    if (against.length === 0) {
      return { isAccepted: true, pathLength: chain.certificates.length };
    }
    reasons.push(...against);
  }
  return { isAccepted: false, reasons };
}

async function revocationReasons(
  { certificates }: CertificateChain,
  given: { crls: readonly Uint8Array[]; others: readonly Certificate[]; anchor: Certificate },
): Promise<string[]> {
  const reasons: string[] = [];
  for (const [position, certificate] of certificates.slice(0, -1).entries()) {
    const issuer = certificates[position + 1];
    if (!issuer) break;
    const verdict = await checkRevocation(
      certificate,
      issuer,
      { crls: given.crls, ocspResponses: [] },
      { at: AT, trustAnchors: [given.anchor], certificates: given.others },
    );
    if (verdict.status === 'revoked') {
      reasons.push(`REVOKED ${verdict.revokedAt.toISOString()} ${verdict.reason}`);
    }
    if (verdict.status === 'unknown') reasons.push(...verdict.problems);
  }
  return reasons;
}

function pathInputOf({ params }: PkitsCase): PathInput {
  return {
    at: AT,
    ...(params.user_initial_policy_set && { acceptedPolicies: params.user_initial_policy_set }),
    requireExplicitPolicy: params.initial_explicit_policy ?? false,
    inhibitPolicyMapping: params.initial_policy_mapping_inhibit ?? false,
    inhibitAnyPolicy: params.initial_any_policy_inhibit ?? false,
  };
}

function read(folder: string, kind: 'certs' | 'crls', name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, kind, name)));
}

/** `41307` is section 4.13.7. */
function sectionOf(id: string): string {
  return [id.slice(0, 1), id.slice(1, 3), id.slice(3)].map(Number).join('.');
}

function describe(outcome: Outcome): string {
  return outcome.isAccepted
    ? `accepted, ${outcome.pathLength} certificates`
    : `refused: ${[...new Set(outcome.reasons)].join(', ')}`;
}
