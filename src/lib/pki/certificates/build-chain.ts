import type { Certificate } from '../certificate.ts';
import { possiblePaths } from '../path/possible-paths.ts';
import { validatePath, type PathInput, type PathProblem } from '../path/validate-path.ts';

/** Why a path from a certificate to a trust anchor does not hold (RFC 5280 §6.1). */
export type ChainProblem = PathProblem | 'ISSUER_NOT_FOUND';

export type CertificateChain =
  | { isTrusted: true; /** Leaf first, trust anchor last. */ certificates: readonly Certificate[] }
  | {
      isTrusted: false;
      /** The path that came furthest. */
      certificates: readonly Certificate[];
      /** Never empty; each one once. */
      problems: readonly ChainProblem[];
    };

/**
 * Looks for a path from `leaf` to one of the anchors that holds at the instant `at`. An anchor is
 * trusted for its name and key; it is itself not checked, as RFC 5280 §6.1.1 (d) says.
 */
export async function buildChain(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  trustAnchors: readonly Certificate[],
  at: Date,
): Promise<CertificateChain> {
  let best: CertificateChain | null = null;
  for await (const chain of judgedChains(leaf, intermediates, trustAnchors, { at })) {
    if (chain.isTrusted) return chain;
    if (!best || isBetter(chain, best)) best = chain;
  }
  return best ?? { isTrusted: false, certificates: [leaf], problems: ['ISSUER_NOT_FOUND'] };
}

/** Every path that names and signatures allow, with what validation says of it. */
export async function* judgedChains(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  trustAnchors: readonly Certificate[],
  input: PathInput,
): AsyncGenerator<CertificateChain> {
  for await (const { path, deadEnd } of possiblePaths(leaf, intermediates, trustAnchors)) {
    if (deadEnd) {
      yield { isTrusted: false, certificates: path, problems: [deadEnd] };
      continue;
    }
    const verdict = await validatePath(path, input);
    if (verdict.isValid) {
      yield { isTrusted: true, certificates: path };
      continue;
    }
    const problems = [...new Set(verdict.findings.map(({ problem }) => problem))];
    yield { isTrusted: false, certificates: path, problems };
  }
}

/** Whoever reads of the failure wants the path that comes nearest to being one. */
function isBetter(
  { certificates, problems }: Extract<CertificateChain, { isTrusted: false }>,
  best: CertificateChain,
): boolean {
  if (best.isTrusted) return false;
  if (certificates.length !== best.certificates.length) {
    return certificates.length > best.certificates.length;
  }
  return problems.length < best.problems.length;
}
