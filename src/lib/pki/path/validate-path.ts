import { isInForce, type Certificate } from '../certificate.ts';
import type { NameConstraints } from '../certificates/constraint-extensions.ts';
import { isSameName } from '../certificates/distinguished-name.ts';
import { checkIssuerSignature, issuerKeyOf } from './issuer-signature.ts';
import { constrainedNameProblem } from './name-constraints.ts';
import { PolicyCheck, type PolicyInput } from './policy-check.ts';

/** What RFC 5280 §6.1 finds wrong with one certificate of a path. */
export type PathProblem =
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_SIGNATURE_WRONG'
  | 'CERTIFICATE_ALGORITHM_UNKNOWN'
  /** The next certificate up does not have the name that this one gives as its issuer. */
  | 'ISSUER_NAME_DIFFERENT'
  | 'ISSUER_NOT_A_CA'
  | 'ISSUER_MAY_NOT_ISSUE'
  | 'PATH_TOO_LONG'
  | 'UNKNOWN_CRITICAL_EXTENSION'
  /** Outside the names that a CA above may issue for. */
  | 'NAME_NOT_PERMITTED'
  | 'NAME_EXCLUDED'
  /** No certificate policy is left where one is asked for. */
  | 'POLICY_NOT_ACCEPTED'
  | 'POLICY_MAPPING_WRONG';

/** `position`: index of the certificate in the path, 0 is the leaf. */
export type PathFinding = { problem: PathProblem; position: number };

export type PathInput = PolicyInput & { at: Date };

export type PathVerdict =
  | { isValid: true; /** Dotted; anyPolicy where any holds. */ policies: readonly string[] }
  | { isValid: false; /** From the anchor down; never empty. */ findings: readonly PathFinding[] };

/**
 * RFC 5280 §6.1 without revocation, over a path with the leaf first and the trust anchor last. Goes
 * on after the first problem, so that the caller knows whether it is the only one. The anchor's
 * validity is not judged (§6.1.1 (d)); the constraints that it states are kept (RFC 5937 §3).
 */
export async function validatePath(
  path: readonly Certificate[],
  input: PathInput,
): Promise<PathVerdict> {
  const [leaf] = path;
  const anchor = path.at(-1);
  if (!leaf || !anchor) throw new RangeError('A path has at least one certificate');
  const length = path.length - 1;
  const policy = new PolicyCheck(length, input);
  const above = new ConstraintsAbove();
  const findings =
    length === 0 ? ownFindings(leaf, 0, input.at) : issuerFindings(anchor, length, true);
  above.add(anchor);

  for (let position = length - 1; position >= 0; position--) {
    const certificate = path[position];
    if (!certificate) break;
    const isLeaf = position === 0;
    const isSelfIssued = isSameName(certificate.subject, certificate.issuer);
    const found = (problem: PathProblem) => findings.push({ problem, position });

    findings.push(...(await linkFindings(path, position)));
    findings.push(...ownFindings(certificate, position, input.at));
    const nameProblem = isSelfIssued && !isLeaf ? null : above.nameProblem(certificate);
    if (nameProblem) found(nameProblem);
    if (!policy.add(certificate, isSelfIssued && !isLeaf)) found('POLICY_NOT_ACCEPTED');
    if (isLeaf) break;

    findings.push(...issuerFindings(certificate, position, false));
    if (!policy.prepareNext(certificate, isSelfIssued)) found('POLICY_MAPPING_WRONG');
    if (!isSelfIssued && !above.allowsOneMoreCa()) found('PATH_TOO_LONG');
    above.add(certificate);
  }

  const policies = policy.finish(leaf);
  if (!policies && !findings.some(({ problem }) => problem === 'POLICY_NOT_ACCEPTED')) {
    findings.push({ problem: 'POLICY_NOT_ACCEPTED', position: 0 });
  }
  return policies && findings.length === 0
    ? { isValid: true, policies }
    : { isValid: false, findings };
}

/** §6.1.3 (a) (1) and (4): name and key of the issuer. */
async function linkFindings(
  path: readonly Certificate[],
  position: number,
): Promise<PathFinding[]> {
  const [certificate, issuer] = path.slice(position);
  if (!certificate || !issuer) return [];
  if (!isSameName(certificate.issuer, issuer.subject)) {
    return [{ problem: 'ISSUER_NAME_DIFFERENT', position }];
  }
  const verdict = await checkIssuerSignature(certificate, issuerKeyOf(path.slice(position + 1)));
  if (verdict === 'right') return [];
  const problem =
    verdict === 'wrong' ? 'CERTIFICATE_SIGNATURE_WRONG' : 'CERTIFICATE_ALGORITHM_UNKNOWN';
  return [{ problem, position }];
}

/** §6.1.3 (a) (2) and the critical extensions of §6.1.4 (o), §6.1.5 (f). */
function ownFindings(certificate: Certificate, position: number, at: Date): PathFinding[] {
  const findings: PathFinding[] = [];
  if (!isInForce(certificate, at)) {
    const problem =
      at < certificate.notBefore ? 'CERTIFICATE_NOT_YET_VALID' : 'CERTIFICATE_EXPIRED';
    findings.push({ problem, position });
  }
  if (certificate.extensions.unknownCritical.length > 0) {
    findings.push({ problem: 'UNKNOWN_CRITICAL_EXTENSION', position });
  }
  return findings;
}

/** §6.1.4 (k), (n). An anchor of version 1 has no way to say that it is a CA. */
function issuerFindings(
  certificate: Certificate,
  position: number,
  isAnchor: boolean,
): PathFinding[] {
  const { basicConstraints, keyUsage } = certificate.extensions;
  const isCa = basicConstraints?.isCa || (isAnchor && certificate.version < 3);
  if (!isCa) return [{ problem: 'ISSUER_NOT_A_CA', position }];
  const mayIssue = !keyUsage || keyUsage.includes('keyCertSign');
  return mayIssue ? [] : [{ problem: 'ISSUER_MAY_NOT_ISSUE', position }];
}

/** What the CAs walked past so far demand of the certificates below them. */
class ConstraintsAbove {
  readonly #names: NameConstraints[] = [];
  #casLeft = Number.POSITIVE_INFINITY;

  /** §6.1.4 (g), (m). */
  add({ extensions }: Certificate): void {
    if (extensions.nameConstraints) this.#names.push(extensions.nameConstraints);
    this.#casLeft = Math.min(
      this.#casLeft,
      extensions.basicConstraints?.pathLength ?? this.#casLeft,
    );
  }

  /** §6.1.3 (b), (c). */
  nameProblem(certificate: Certificate): PathProblem | null {
    return constrainedNameProblem(certificate, this.#names);
  }

  /** §6.1.4 (l); not asked for self-issued ones. */
  allowsOneMoreCa(): boolean {
    return this.#casLeft-- > 0;
  }
}
