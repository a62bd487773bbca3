import { certificateSha256, isDemoCertificate, type Certificate } from '#lib/pki/certificate.ts';
import type { SignatureProblem, SignatureRemark } from '#lib/protocol/validation-report.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Revision } from '../reading/revisions.ts';
import { isWeak, wasReliable } from './algorithm-reliability.ts';
import { conclude } from './conclude.ts';
import type { ExaminedSignature } from './examine-signature.ts';
import { judgeSigner, type Judging, type SignerJudgement } from './judge-signer.ts';
import { judgeTimestamp } from './judge-timestamp.ts';
import { bestTime } from './judge-validity.ts';
import { findLaterChanges } from './later-changes.ts';
import { levelOf } from './level-of.ts';
import { earliestOf, type DocumentTimestamp } from './proofs-of-existence.ts';
import type { VerifiedSignature, VerifiedTimestamp } from './verified-signature.ts';
import { verifyCms } from './verify-cms.ts';

/** What all signatures of a document are judged with. */
export type DocumentContext = {
  file: PdfFile;
  /** Oldest first. */
  revisions: readonly Revision[];
  /** The instant of the verdict. */
  now: Date;
  /** Those judged so far, newest first: each one that is judged adds itself. */
  timestamps: DocumentTimestamp[];
  judging: Judging;
};

/** Clocks of signer and verifier may differ by this. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Brings together what one signature is, when it was made and who stands behind it. */
export async function judgeSignature(
  examined: ExaminedSignature,
  context: DocumentContext,
): Promise<VerifiedSignature> {
  const { cms, kind } = examined;
  const isTimestamp = kind === 'document-timestamp';
  const { time, signer, timestamps, problems } = isTimestamp
    ? await judgeDocumentTimestamp(examined, context)
    : await judgeDocumentSignature(examined, context);

  const coverage = coverageOf(examined, context);
  const isChanged = examined.range !== null && coverage.laterChanges === 'suspicious';
  const conclusion = conclude([
    ...examined.problems,
    ...problems,
    ...(isChanged ? (['CHANGED_AFTER_SIGNING'] as const) : []),
  ]);
  return {
    fieldName: examined.field.name,
    kind,
    level: levelOf(examined, signer, time.provenAt, context.timestamps),
    indication: conclusion.indication,
    subIndication: conclusion.subIndication,
    isValid: conclusion.indication === 'passed',
    reasons: conclusion.problems,
    remarks: remarksOn(examined, signer, timestamps, context),
    isIntact: examined.problems.length === 0,
    algorithm: cms.algorithm,
    coverage,
    signer: cms.certificate && (await describeSigner(cms.certificate)),
    chain: signer?.chain ?? null,
    validity: signer?.validity ?? 'unknown',
    revocation: signer?.revocation ?? { state: 'unknown', problems: [] },
    signedAt: examined.signedAt,
    provenAt: time.provenAt,
    timestamps,
    wasValidAtSigning: signer?.validity === 'in-force' || signer?.validity === 'expired-since',
  };
}

type Judgement = {
  time: { provenAt: Date | null };
  signer: SignerJudgement | null;
  timestamps: readonly VerifiedTimestamp[];
  problems: readonly SignatureProblem[];
};

async function judgeDocumentSignature(
  { cms, range, signedAt }: ExaminedSignature,
  { judging, now, timestamps: all }: DocumentContext,
): Promise<Judgement> {
  const later = coveringTimestamps(all, range?.end ?? Infinity);
  const existedAt = earliestOf(later);
  const own: VerifiedTimestamp[] = [];
  for (const token of cms.timestampTokens) {
    const stamp = await verifyCms(token, cms.signatureValue, 'timestamp');
    const { problems } = await judgeTimestamp(stamp, existedAt, now, judging);
    own.push({ kind: 'signature', at: stamp.time, authority: stamp.certificate, problems });
  }
  const timestamps = [...own, ...later];
  const provenAt = earliestOf(timestamps);
  const problems: SignatureProblem[] = [];
  const isFuture = signedAt !== null && signedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
  if (isFuture) problems.push('SIGNED_IN_THE_FUTURE');

  const time = { claimedAt: isFuture ? null : signedAt, provenAt, now };
  const { policy } = judging;
  if (policy.algorithms === 'reliable' && cms.algorithm) {
    const at = bestTime(time, policy);
    if (!wasReliable(cms.algorithm, at)) problems.push('ALGORITHM_TOO_WEAK');
  }
  const signer =
    cms.certificate &&
    (await judgeSigner(cms.certificate, cms.certificates, 'signing', time, judging));
  problems.push(...(signer?.problems ?? []));
  return { time, signer, timestamps, problems };
}

async function judgeDocumentTimestamp(
  examined: ExaminedSignature,
  { judging, now, timestamps: all }: DocumentContext,
): Promise<Judgement> {
  const { cms, range } = examined;
  const later = coveringTimestamps(all, range?.end ?? Infinity);
  const existedAt = earliestOf(later);
  const { signer, problems } = await judgeTimestamp(cms, existedAt, now, judging);
  if (range && examined.problems.length === 0) {
    all.push({
      coveredLength: range.end,
      timestamp: { kind: 'document', at: cms.time, authority: cms.certificate, problems },
    });
  }
  const isUsable = problems.length === 0 && range !== null && examined.problems.length === 0;
  return {
    time: { provenAt: isUsable ? cms.time : existedAt },
    signer,
    timestamps: later,
    problems: [
      ...(signer?.problems ?? []),
      ...(problems.includes('TIME_IMPOSSIBLE') ? (['SIGNED_IN_THE_FUTURE'] as const) : []),
    ],
  };
}

/** Document timestamps over everything up to `end`. */
function coveringTimestamps(all: readonly DocumentTimestamp[], end: number): VerifiedTimestamp[] {
  return all.filter(({ coveredLength }) => coveredLength >= end).map(({ timestamp }) => timestamp);
}

function coverageOf(
  { range }: ExaminedSignature,
  { file, revisions }: DocumentContext,
): VerifiedSignature['coverage'] {
  const revision = range ? revisions.findLastIndex(({ end }) => end <= range.end) + 1 : 0;
  return {
    coversWholeDocument: range?.coversWholeDocument ?? false,
    signedLength: range?.end ?? 0,
    revision,
    revisionCount: revisions.length,
    laterChanges: range ? findLaterChanges(file, range.end) : 'suspicious',
  };
}

async function describeSigner(certificate: Certificate) {
  return {
    certificate,
    certificateSha256: await certificateSha256(certificate),
    isDemo: isDemoCertificate(certificate),
  };
}

function remarksOn(
  { cms, kind, signedAt }: ExaminedSignature,
  signer: SignerJudgement | null,
  timestamps: readonly VerifiedTimestamp[],
  { judging, now }: DocumentContext,
): SignatureRemark[] {
  const remarks: SignatureRemark[] = [];
  const isSignature = kind === 'signature';
  if (!signedAt) remarks.push('NO_SIGNING_TIME');
  if (isSignature && timestamps.length === 0) remarks.push('NO_TIMESTAMP');
  if (timestamps.some(({ problems }) => problems.length > 0)) remarks.push('TIMESTAMP_UNUSABLE');
  if (cms.certificate && now > cms.certificate.notAfter) remarks.push('CERTIFICATE_EXPIRED_SINCE');
  if (signer?.revocation.state === 'revoked-since') remarks.push('CERTIFICATE_REVOKED_SINCE');
  if (cms.algorithm && isWeak(cms.algorithm)) remarks.push('WEAK_ALGORITHM');
  const isOpen = signer?.chain.isTrusted && signer.revocation.state === 'unknown';
  if (isOpen && judging.policy.revocation !== 'required') remarks.push('REVOCATION_NOT_CHECKED');
  return remarks;
}
