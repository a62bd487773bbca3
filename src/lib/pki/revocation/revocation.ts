import { equalBytes, toHex } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { judgedChains } from '../certificates/build-chain.ts';
import { DerError } from '../der/der-reader.ts';
import { checkCrls } from './check-crls.ts';
import { checkOcsp } from './check-ocsp.ts';
import { readCrl, type CertificateList } from './crl.ts';
import { readOcspResponse, type OcspResponse } from './ocsp.ts';
import type {
  RevocationContext,
  RevocationEvidence,
  RevocationProblem,
  RevocationVerdict,
  Statement,
  Subject,
} from './revocation-verdict.ts';

export type {
  Revocation,
  RevocationEvidence,
  RevocationProblem,
  RevocationSource,
  RevocationVerdict,
} from './revocation-verdict.ts';

/**
 * Whether a certificate was revoked at the instant `at`, by the best of the evidence at hand. The
 * path of `issuer` is the caller's to judge; signers of evidence other than the issuer are looked
 * for in `certificates` and judged here. When evidence is fresh enough says `freshness.ts`.
 *
 * Of several believable statements a revocation for good outweighs everything; else the newest
 * counts, so that a lifted suspension is over.
 */
export async function checkRevocation(
  certificate: Certificate,
  issuer: Certificate,
  evidence: RevocationEvidence,
  input: {
    at: Date;
    trustAnchors: readonly Certificate[];
    certificates: readonly Certificate[];
  },
): Promise<RevocationVerdict> {
  const read = readEvidence(evidence);
  const { trustAnchors } = input;
  const certificates = [...input.certificates, ...certificatesOf(read)];
  /** By certificate and instant; good while under way, as a CRL may cover its own signer. */
  const statuses = new Map<string, RevocationVerdict['status']>();

  async function signerStatus(subject: Subject, at: Date) {
    const key = `${toHex(subject.certificate.der)}@${at.getTime()}`;
    const known = statuses.get(key);
    if (known) return known;
    statuses.set(key, 'good');
    const verdict = await judge(subject, read, contextAt(at));
    statuses.set(key, verdict.status);
    return verdict.status;
  }
  function contextAt(at: Date): RevocationContext {
    return { at, trustAnchors, certificates, signerStatus };
  }
  return judge({ certificate, issuer }, read, contextAt(input.at));
}

type ReadEvidence = {
  lists: readonly CertificateList[];
  responses: readonly OcspResponse[];
  hasUnreadable: boolean;
};

async function judge(
  { certificate, issuer }: Subject,
  evidence: ReadEvidence,
  context: RevocationContext,
): Promise<RevocationVerdict> {
  const { at } = context;
  const issuerPath = await pathOfIssuer({ certificate, issuer }, context);
  const statements: Statement[] = [];
  const problems = new Set<RevocationProblem>();
  for (const response of evidence.responses) {
    const found = await checkOcsp(certificate, issuerPath, response, context);
    statements.push(...found.statements);
    for (const problem of found.problems) problems.add(problem);
  }
  const byLists = await checkCrls(certificate, issuerPath, evidence.lists, context);
  if (byLists.statement) statements.push(byLists.statement);
  for (const problem of byLists.problems) problems.add(problem);

  if (evidence.hasUnreadable) problems.add('EVIDENCE_UNREADABLE');
  if (problems.size === 0) problems.add('NO_EVIDENCE');
  return verdictOf(statements, at) ?? { status: 'unknown', problems: [...problems] };
}

/**
 * The issuer first, the trust anchor last; the issuer alone when no path holds. Found as part of the
 * certificate's own path, for a CA need not be one that itself could stand at the end of a path.
 */
async function pathOfIssuer(
  { certificate, issuer }: Subject,
  { certificates, trustAnchors, at }: RevocationContext,
): Promise<readonly Certificate[]> {
  const pool = [issuer, ...certificates];
  for await (const chain of judgedChains(certificate, pool, trustAnchors, { at })) {
    const [, next] = chain.certificates;
    const isOverIssuer = next && equalBytes(next.der, issuer.der);
    if (chain.isTrusted && isOverIssuer) return chain.certificates.slice(1);
  }
  return [issuer];
}

function verdictOf(statements: readonly Statement[], at: Date): RevocationVerdict | null {
  const newestFirst = [...statements].sort(
    (a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime(),
  );
  const isFinal = ({ revocation }: Statement) =>
    revocation !== null && revocation.revokedAt <= at && revocation.reason !== 'certificateHold';
  const decisive = newestFirst.find(isFinal) ?? newestFirst[0];
  if (!decisive) return null;
  const { source, producedAt, nextUpdate, evidence, revocation } = decisive;
  return revocation && revocation.revokedAt <= at
    ? { status: 'revoked', source, evidence, ...revocation }
    : { status: 'good', source, producedAt, nextUpdate, evidence, revokedLater: revocation };
}

/** Each array of bytes is read once: the same CRL is asked about many certificates. */
const knownLists = new WeakMap<Uint8Array, CertificateList | 'unreadable'>();
const knownResponses = new WeakMap<Uint8Array, OcspResponse | 'unreadable'>();

function readEvidence({ crls, ocspResponses }: RevocationEvidence): ReadEvidence {
  const lists = crls.map((der) => readOnce(der, knownLists, readCrl));
  const responses = ocspResponses.map((der) => readOnce(der, knownResponses, readOcspResponse));
  return {
    lists: lists.filter((list) => list !== 'unreadable'),
    responses: responses.filter((response) => response !== 'unreadable'),
    hasUnreadable: lists.includes('unreadable') || responses.includes('unreadable'),
  };
}

function readOnce<Value extends object>(
  der: Uint8Array,
  known: WeakMap<Uint8Array, Value | 'unreadable'>,
  read: (der: Uint8Array) => Value,
): Value | 'unreadable' {
  const before = known.get(der);
  if (before) return before;
  let value: Value | 'unreadable';
  try {
    value = read(der);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    value = 'unreadable';
  }
  known.set(der, value);
  return value;
}

function certificatesOf({ responses }: ReadEvidence): Certificate[] {
  return responses.flatMap((response) =>
    response.status === 'successful' ? response.certificates : [],
  );
}
