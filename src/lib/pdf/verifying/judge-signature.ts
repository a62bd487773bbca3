import { certificateSha256, isDemoCertificate, type Certificate } from '#lib/pki/certificate.ts';
import type { SignatureProblem, SignatureRemark } from '#lib/protocol/validation-report.ts';
import { isWeak, wasReliable } from './algorithm-reliability.ts';
import { conclude } from './conclude.ts';
import { changesSince, coverageOf, type DocumentContext } from './document-context.ts';
import { judgeSigner, type SignerJudgement } from './judge-signer.ts';
import { judgeTimestamp } from './judge-timestamp.ts';
import { bestTime } from './judge-validity.ts';
import { levelOf } from './level-of.ts';
import type { OpenedSignature } from './open-signature.ts';
import { coveringTimestamps, earliestOf } from './proofs-of-existence.ts';
import type { VerifiedSignature, VerifiedTimestamp } from './verified-signature.ts';
import { verifyCms, type CmsVerdict } from './verify-cms.ts';
import { verifyPkcs1 } from './verify-pkcs1.ts';

/** Clocks of signer and verifier may differ by this. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * The verdict on a signature of a person or an agency: what it covers and whether that is unchanged,
 * then since when it is known to exist, then who stands behind it at that time (EN 319 102-1 §5.3 to
 * §5.6).
 */
export async function judgeSignature(
  opened: OpenedSignature,
  context: DocumentContext,
): Promise<VerifiedSignature> {
  const { judging } = context;
  const { now, policy } = judging;
  const cms = await verifyContents(opened, context);
  context.addEvidence(cms.evidence, opened.range?.end ?? null);
  const changes = changesSince(opened, context);
  const problems: SignatureProblem[] = [...opened.problems, ...whatHolds(cms.problems, opened)];
  const isIntact = problems.length === 0;
  if (opened.range && changes.verdict === 'forbidden') problems.push('CHANGED_AFTER_SIGNING');

  const timestamps = await collectTimestamps(opened, cms, context);
  const signedAt = opened.claimedAt ?? cms.signingTime;
  const isFuture = signedAt !== null && signedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
  if (isFuture) problems.push('SIGNED_IN_THE_FUTURE');
  const time = { claimedAt: isFuture ? null : signedAt, provenAt: earliestOf(timestamps), now };
  const { algorithm } = cms;
  const isUnreliable = algorithm !== null && !wasReliable(algorithm, bestTime(time, policy));
  if (isUnreliable && policy.algorithms === 'reliable') problems.push('ALGORITHM_TOO_WEAK');

  const signer =
    cms.certificate && (await judgeSigner(cms.certificate, cms.certificates, time, judging));
  const { problems: reasons, ...conclusion } = conclude([...problems, ...(signer?.problems ?? [])]);
  const { validity = 'unknown', revocation = { state: 'unknown', problems: [] } } = signer ?? {};
  const facts = { cms, signer, signedAt, timestamps };
  return {
    fieldName: opened.field.name,
    kind: 'signature',
    level: levelOf(opened, cms, signer, time.provenAt, context.timestamps),
    ...conclusion,
    isValid: conclusion.indication === 'passed',
    reasons,
    remarks: remarksOn(facts, context),
    isIntact,
    algorithm,
    coverage: coverageOf(opened, context),
    changes,
    signer: cms.certificate && (await describeSigner(cms.certificate)),
    chain: signer?.chain ?? null,
    validity,
    revocation,
    signedAt,
    provenAt: time.provenAt,
    timestamps,
    wasValidAtSigning: validity === 'in-force' || validity === 'expired-since',
  };
}

export async function describeSigner(
  certificate: Certificate,
): Promise<NonNullable<VerifiedSignature['signer']>> {
  return {
    certificate,
    certificateSha256: await certificateSha256(certificate),
    isDemo: isDemoCertificate(certificate),
  };
}

function verifyContents(opened: OpenedSignature, { file }: DocumentContext): Promise<CmsVerdict> {
  const { form, contents, field } = opened;
  const content = opened.range?.content ?? new Uint8Array();
  if (form === 'pkcs1') return verifyPkcs1(file, field, contents, content);
  return verifyCms(contents, content, form === 'pkcs7-sha1' ? 'sha1-inside' : 'detached');
}

/** Without an honest byte range nobody knows what was signed, so that nothing is told about it. */
function whatHolds(problems: readonly SignatureProblem[], { range }: OpenedSignature) {
  return problems.filter((problem) => range !== null || problem !== 'CONTENT_CHANGED');
}

/** Its own ones, then those over the document that came after it. */
async function collectTimestamps(
  { range }: OpenedSignature,
  { timestampTokens, signatureValue, certificates }: CmsVerdict,
  { judging, timestamps }: DocumentContext,
): Promise<VerifiedTimestamp[]> {
  const later = range ? coveringTimestamps(timestamps, range.end) : [];
  const existedAt = earliestOf(later);
  const knowing = { ...judging, certificates: [...certificates, ...judging.certificates] };
  const own: VerifiedTimestamp[] = [];
  for (const token of timestampTokens) {
    own.push(await judgeTimestamp('signature', token, signatureValue, existedAt, knowing));
  }
  return [...own, ...later];
}

function remarksOn(
  facts: {
    cms: CmsVerdict;
    signer: SignerJudgement | null;
    signedAt: Date | null;
    timestamps: readonly VerifiedTimestamp[];
  },
  { judging }: DocumentContext,
): SignatureRemark[] {
  const { cms, signer, signedAt, timestamps } = facts;
  const remarks: SignatureRemark[] = [];
  if (!signedAt) remarks.push('NO_SIGNING_TIME');
  if (timestamps.length === 0) remarks.push('NO_TIMESTAMP');
  if (timestamps.some(({ problems }) => problems.length > 0)) remarks.push('TIMESTAMP_UNUSABLE');
  if (cms.certificate && judging.now > cms.certificate.notAfter) {
    remarks.push('CERTIFICATE_EXPIRED_SINCE');
  }
  if (signer?.revocation.state === 'revoked-since') remarks.push('CERTIFICATE_REVOKED_SINCE');
  if (cms.algorithm && isWeak(cms.algorithm)) remarks.push('WEAK_ALGORITHM');
  const isOpen = signer?.chain.isTrusted === true && signer.revocation.state === 'unknown';
  if (isOpen && judging.policy.revocation !== 'required') remarks.push('REVOCATION_NOT_CHECKED');
  return remarks;
}
