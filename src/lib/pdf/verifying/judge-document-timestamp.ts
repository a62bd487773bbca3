import type { SignatureProblem, TimestampProblem } from '#lib/protocol/validation-report.ts';
import { isWeak } from './algorithm-reliability.ts';
import { conclude } from './conclude.ts';
import { changesSince, coverageOf, type DocumentContext } from './document-context.ts';
import { describeSigner } from './judge-signature.ts';
import { judgeTimestamp } from './judge-timestamp.ts';
import type { OpenedSignature } from './open-signature.ts';
import { coveringTimestamps, earliestOf } from './proofs-of-existence.ts';
import type { VerifiedSignature } from './verified-signature.ts';

/**
 * The verdict on a timestamp over the document (ETSI.RFC3161, ISO 32000-2 §12.8.5). One that holds
 * is a proof of existence for everything before it, whatever was appended later.
 */
export async function judgeDocumentTimestamp(
  opened: OpenedSignature,
  context: DocumentContext,
): Promise<VerifiedSignature> {
  const { judging, timestamps } = context;
  const { range, contents, field } = opened;
  const later = range ? coveringTimestamps(timestamps, range.end) : [];
  const existedAt = earliestOf(later);
  const content = range?.content ?? new Uint8Array();
  const judged = await judgeTimestamp('document', contents, content, existedAt, judging);
  if (range) timestamps.push({ coveredLength: range.end, timestamp: judged });

  const changes = changesSince(opened, context);
  const found = judged.problems
    .map((problem) => ofDocument[problem])
    .filter((problem) => range !== null || problem !== 'CONTENT_CHANGED');
  const problems: SignatureProblem[] = [...opened.problems, ...found];
  if (range && changes.verdict === 'forbidden') problems.push('CHANGED_AFTER_SIGNING');
  const { problems: reasons, ...conclusion } = conclude(problems);
  const { authority, revocation, algorithm } = judged;
  const isInForce = authority !== null && !judged.problems.includes('CERTIFICATE_NOT_IN_FORCE');
  const isExpired = authority !== null && judging.now > authority.notAfter;
  return {
    fieldName: field.name,
    kind: 'document-timestamp',
    level: 'unknown',
    ...conclusion,
    isValid: conclusion.indication === 'passed',
    reasons,
    remarks: [
      ...(isExpired ? (['CERTIFICATE_EXPIRED_SINCE'] as const) : []),
      ...(algorithm && isWeak(algorithm) ? (['WEAK_ALGORITHM'] as const) : []),
      ...(revocation.state === 'unknown' ? (['REVOCATION_NOT_CHECKED'] as const) : []),
    ],
    isIntact: problems.every((problem) => !aboutBytes.has(problem)),
    algorithm,
    coverage: coverageOf(opened, context),
    changes,
    signer: authority && (await describeSigner(authority)),
    chain: judged.chain,
    validity: authority
      ? !isInForce
        ? 'not-in-force'
        : judged.problems.includes('AUTHORITY_EXPIRED')
          ? 'unproven'
          : isExpired
            ? 'expired-since'
            : 'in-force'
      : 'unknown',
    revocation,
    signedAt: judged.at,
    provenAt: judged.problems.length === 0 ? judged.at : existedAt,
    timestamps: later,
    wasValidAtSigning: isInForce,
  };
}

const ofDocument = {
  TIMESTAMP_UNREADABLE: 'SIGNATURE_UNREADABLE',
  IMPRINT_MISMATCH: 'CONTENT_CHANGED',
  CONTENT_CHANGED: 'CONTENT_CHANGED',
  SIGNATURE_WRONG: 'SIGNATURE_WRONG',
  ATTRIBUTES_WRONG: 'ATTRIBUTES_WRONG',
  ALGORITHM_UNKNOWN: 'ALGORITHM_UNKNOWN',
  SIGNER_CERTIFICATE_MISSING: 'SIGNER_CERTIFICATE_MISSING',
  SIGNER_CERTIFICATE_MISMATCH: 'SIGNER_CERTIFICATE_MISMATCH',
  NOT_A_TIMESTAMP_CERTIFICATE: 'CERTIFICATE_NOT_FOR_SIGNING',
  CERTIFICATE_NOT_IN_FORCE: 'CERTIFICATE_NOT_VALID_AT_SIGNING',
  TIMESTAMP_FROM_THE_FUTURE: 'SIGNED_IN_THE_FUTURE',
  TIMESTAMP_UNTRUSTED: 'CERTIFICATE_UNTRUSTED',
  AUTHORITY_REVOKED: 'REVOKED_TIME_UNPROVEN',
  AUTHORITY_EXPIRED: 'EXPIRED_TIME_UNPROVEN',
  ALGORITHM_TOO_WEAK: 'ALGORITHM_TOO_WEAK',
} as const satisfies Record<TimestampProblem, SignatureProblem>;

const aboutBytes: ReadonlySet<SignatureProblem> = new Set([
  'SUBFILTER_UNKNOWN',
  'BYTE_RANGE_WRONG',
  'SIGNATURE_UNREADABLE',
  'CONTENT_CHANGED',
  'SIGNATURE_WRONG',
  'ATTRIBUTES_WRONG',
  'ALGORITHM_UNKNOWN',
  'SIGNER_CERTIFICATE_MISSING',
  'SIGNER_CERTIFICATE_MISMATCH',
]);
