import { equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { isSameName } from '../certificates/distinguished-name.ts';
import { allReasons, type RevocationReason } from '../certificates/revocation-reason.ts';
import { crlEntryOf, type CertificateList } from './crl.ts';
import type { CrlEntry } from './crl-entries.ts';
import {
  coveredReasons,
  distributionPointsOf,
  isFromExpectedIssuer,
  isInScope,
} from './crl-scope.ts';
import { crlSignerProblem } from './crl-signer.ts';
import { freshnessProblem } from './freshness.ts';
import type {
  Revocation,
  RevocationContext,
  RevocationProblem,
  Statement,
} from './revocation-verdict.ts';

/**
 * RFC 5280 §6.3.3: what the CRLs together say of a certificate, the newest first; older ones only
 * add reasons that the newer leave out. `issuerPath`: its issuer first, the trust anchor last.
 */
export async function checkCrls(
  certificate: Certificate,
  issuerPath: readonly Certificate[],
  lists: readonly CertificateList[],
  context: RevocationContext,
): Promise<{ statement: Statement | null; problems: readonly RevocationProblem[] }> {
  const problems = new Set<RevocationProblem>();
  const covered = new Set<RevocationReason>();
  const whole = lists
    .filter(({ baseNumber }) => baseNumber === null)
    .sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  const deltas = lists.filter(({ baseNumber }) => baseNumber !== null);
  let statement: Statement | null = null;

  for (const point of distributionPointsOf(certificate)) {
    for (const list of whole) {
      if (!isFromExpectedIssuer(list, point, certificate)) continue;
      if (!isInScope(list, point, certificate)) {
        problems.add('EVIDENCE_OUT_OF_SCOPE');
        continue;
      }
      const reasons = coveredReasons(list, point);
      if (reasons.every((reason) => covered.has(reason))) continue;
      const read = await readWithDelta(list, deltas, certificate, issuerPath, context);
      if (typeof read === 'string') {
        problems.add(read);
        continue;
      }
      if (read.revocation) return { statement: read, problems: [] };
      for (const reason of reasons) covered.add(reason);
      // The statement as a whole is as old as its oldest part.
      if (!statement || read.thisUpdate < statement.thisUpdate) statement = read;
      if (allReasons.every((reason) => covered.has(reason))) return { statement, problems: [] };
    }
  }
  if (covered.size > 0) problems.add('REASONS_NOT_COVERED');
  const hasOnlyDelta = deltas.some(({ issuer }) => isSameName(issuer, certificate.issuer));
  if (hasOnlyDelta && problems.size === 0) problems.add('BASE_CRL_MISSING');
  return { statement: null, problems: [...problems] };
}

/** The list continued by its newest delta; a problem when it cannot be used. */
async function readWithDelta(
  list: CertificateList,
  deltas: readonly CertificateList[],
  certificate: Certificate,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<Statement | RevocationProblem> {
  const problem = await listProblem(list, issuerPath, context);
  if (problem) return problem;
  const fitting = deltas
    .filter((delta) => continues(delta, list))
    .sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  const ownEntry = crlEntryOf(list, certificate);
  for (const delta of fitting) {
    const revocation = revocationOf(crlEntryOf(delta, certificate) ?? ownEntry);
    if (agingProblem(delta, revocation, certificate, context)) continue;
    if (await listProblem(delta, issuerPath, context)) continue;
    return statementOf(delta, revocation, list);
  }
  const revocation = revocationOf(ownEntry);
  return (
    agingProblem(list, revocation, certificate, context) ?? statementOf(list, revocation, list)
  );
}

function revocationOf(entry: CrlEntry | undefined): Revocation | null {
  if (!entry || entry.reason === 'removeFromCRL') return null;
  return { revokedAt: entry.revokedAt, reason: entry.reason };
}

function agingProblem(
  list: CertificateList,
  revocation: Revocation | null,
  certificate: Certificate,
  { at }: RevocationContext,
) {
  const { thisUpdate, nextUpdate, listsExpiredSince: keepsExpiredSince } = list;
  const dates = { thisUpdate, nextUpdate, keepsExpiredSince };
  return freshnessProblem(dates, revocation, certificate, at);
}

async function listProblem(
  list: CertificateList,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationProblem | null> {
  if (list.hasUnknownCriticalExtension) return 'EVIDENCE_CRITICAL_EXTENSION_UNKNOWN';
  return crlSignerProblem(list, issuerPath, context);
}

/** §5.2.4: whether the delta CRL can be applied to this list. */
function continues(delta: CertificateList, list: CertificateList): boolean {
  if (delta.baseNumber === null || delta.number === null || list.number === null) return false;
  const isSameScope =
    delta.scope && list.scope
      ? equalBytes(delta.scope.der, list.scope.der)
      : delta.scope === list.scope;
  return (
    isSameName(delta.issuer, list.issuer) &&
    isSameScope &&
    delta.authorityKeyIdentifier === list.authorityKeyIdentifier &&
    delta.baseNumber <= list.number &&
    list.number <= delta.number
  );
}

/** `base`: the whole list, which proves something without its delta too. */
function statementOf(
  { thisUpdate, nextUpdate }: CertificateList,
  revocation: Revocation | null,
  base: CertificateList,
): Statement {
  const producedAt = thisUpdate;
  return { source: 'crl', thisUpdate, nextUpdate, producedAt, evidence: base.der, revocation };
}
