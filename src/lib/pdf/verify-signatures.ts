import { AppError } from '#lib/domain/app-error.ts';
import type { SignatureSummary } from '#lib/protocol/documents.ts';
import {
  certificateSha256,
  displayName,
  isDemoCertificate,
  isForSigningDocuments,
  isInForce,
  organizationOf,
  parseCertificate,
  type Certificate,
} from '#lib/pki/certificate.ts';
import { buildChain } from '#lib/pki/certificates/build-chain.ts';
import { readDateString } from './objects/text-string.ts';
import { openPdf, type PdfFile } from './reading/pdf-file.ts';
import { listSignatureFields, type SignatureField } from './reading/signature-fields.ts';
import { findLaterChanges } from './verifying/later-changes.ts';
import type {
  SignatureProblem,
  SignatureRemark,
  SignatureReport,
} from './verifying/signature-report.ts';
import { readSignedRange } from './verifying/signed-range.ts';
import { verifyCms, type CmsForm, type CmsVerdict } from './verifying/verify-cms.ts';

export type {
  SignatureProblem,
  SignatureRemark,
  SignatureReport,
} from './verifying/signature-report.ts';

export type VerificationOptions = {
  /** DER. */
  trustAnchors: readonly Uint8Array[];
  /** The instant of the verdict. */
  at: Date;
};

/**
 * One report per signature, in the order of the form; empty for a document without any.
 *
 * Errors: `PDF_ENCRYPTED`, `PDF_BROKEN` and those of `openPdf`.
 */
export async function verifySignatures(
  pdf: Uint8Array,
  options: VerificationOptions,
): Promise<SignatureReport[]> {
  const file = openPdf(pdf);
  if (file.isEncrypted) throw new AppError('PDF_ENCRYPTED');
  const trustAnchors = options.trustAnchors.map((anchor) => parseCertificate(anchor));
  const reports: SignatureReport[] = [];
  for (const field of listSignatureFields(file)) {
    if (field.signature) reports.push(await verifyField(file, field, trustAnchors, options.at));
  }
  return reports;
}

/** What TT 15/2025/TT-BKHCN Art. 6 has a checking program show. */
export function signatureSummary(report: SignatureReport): SignatureSummary {
  const certificate = report.signer?.certificate;
  return {
    isValid: report.isValid,
    issuer: certificate ? displayName(certificate.issuer) : '',
    subject: certificate ? displayName(certificate.subject) : '',
    managingUnit: certificate
      ? organizationOf(certificate.subject) || organizationOf(certificate.issuer)
      : '',
    signedAt: report.signedAt?.toISOString() ?? null,
    isIntact: report.isIntact && report.coverage.laterChanges !== 'suspicious',
    isTrusted: report.chain?.isTrusted ?? false,
    wasValidAtSigning: report.wasValidAtSigning,
    notBefore: certificate?.notBefore.toISOString() ?? '',
    notAfter: certificate?.notAfter.toISOString() ?? '',
    certificateSha256: report.signer?.certificateSha256 ?? '',
    isDemo: report.signer?.isDemo ?? false,
  };
}

const forms: Record<string, CmsForm> = {
  'ETSI.CAdES.detached': 'detached',
  'adbe.pkcs7.detached': 'detached',
  'adbe.pkcs7.sha1': 'sha1-inside',
  'ETSI.RFC3161': 'timestamp',
};

/** Clocks of signer and verifier may differ by this. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

async function verifyField(
  file: PdfFile,
  field: SignatureField,
  trustAnchors: readonly Certificate[],
  at: Date,
): Promise<SignatureReport> {
  const subFilter = file.name(field.signature?.get('SubFilter')) ?? '';
  const form = forms[subFilter];
  const range = readSignedRange(file, field);
  const contents = file.string(field.signature?.get('Contents'))?.bytes ?? new Uint8Array();
  const problems: SignatureProblem[] = [];
  if (!form) problems.push('SUBFILTER_UNKNOWN');
  if (!range) problems.push('BYTE_RANGE_WRONG');

  const cms = await verifyCms(contents, range?.content ?? new Uint8Array(), form ?? 'detached');
  problems.push(...cms.problems);
  const laterChanges = range ? findLaterChanges(file, range.end) : 'suspicious';
  const isIntact = problems.length === 0;
  if (range && laterChanges === 'suspicious') problems.push('CHANGED_AFTER_SIGNING');

  const signedAt = signingTime(file, field, cms, form);
  const isFuture = signedAt !== null && signedAt.getTime() > at.getTime() + CLOCK_TOLERANCE_MS;
  if (isFuture) problems.push('SIGNED_IN_THE_FUTURE');
  const judgedAt = signedAt && !isFuture ? signedAt : at;
  const trust = await judgeSigner(cms, trustAnchors, judgedAt, form === 'timestamp');
  problems.push(...trust.problems);

  const { certificate } = cms;
  return {
    fieldName: field.name,
    kind: form === 'timestamp' ? 'document-timestamp' : 'signature',
    level: levelOf(subFilter, cms, form),
    isValid: problems.length === 0,
    reasons: [...new Set(problems)],
    remarks: remarksOn(cms, signedAt, at, form),
    isIntact,
    coverage: {
      coversWholeDocument: range?.coversWholeDocument ?? false,
      signedLength: range?.end ?? 0,
      laterChanges,
    },
    signer: certificate && {
      certificate,
      certificateSha256: await certificateSha256(certificate),
      isDemo: isDemoCertificate(certificate),
    },
    chain: trust.chain,
    signedAt,
    wasValidAtSigning: certificate !== null && isInForce(certificate, judgedAt),
  };
}

async function judgeSigner(
  { certificate, certificates }: CmsVerdict,
  trustAnchors: readonly Certificate[],
  at: Date,
  isTimestamp: boolean,
): Promise<{ chain: SignatureReport['chain']; problems: SignatureProblem[] }> {
  if (!certificate) return { chain: null, problems: [] };
  const problems: SignatureProblem[] = [];
  const chain = await buildChain(certificate, certificates, trustAnchors, at);
  if (!chain.isTrusted) problems.push('CERTIFICATE_UNTRUSTED');
  if (!isInForce(certificate, at)) problems.push('CERTIFICATE_NOT_VALID_AT_SIGNING');
  if (!isTimestamp && !isForSigningDocuments(certificate)) {
    problems.push('CERTIFICATE_NOT_FOR_SIGNING');
  }
  return { chain, problems };
}

/** /M of the signature dictionary, or what older CMS says; a timestamp tells its own. */
function signingTime(
  file: PdfFile,
  field: SignatureField,
  cms: CmsVerdict,
  form: CmsForm | undefined,
): Date | null {
  const claimed = file.string(field.signature?.get('M'));
  if (form === 'timestamp') return cms.time;
  return (claimed && readDateString(claimed)) ?? cms.time;
}

function levelOf(
  subFilter: string,
  cms: CmsVerdict,
  form: CmsForm | undefined,
): SignatureReport['level'] {
  if (!form || form === 'timestamp') return 'unknown';
  return subFilter === 'ETSI.CAdES.detached' && cms.isBaseline ? 'B-B' : 'PKCS7';
}

function remarksOn(
  cms: CmsVerdict,
  signedAt: Date | null,
  at: Date,
  form: CmsForm | undefined,
): SignatureRemark[] {
  const remarks: SignatureRemark[] = [];
  if (!signedAt) remarks.push('NO_SIGNING_TIME');
  if (form !== 'timestamp' && !cms.hasTimestamp) remarks.push('NO_TIMESTAMP');
  if (cms.certificate && at > cms.certificate.notAfter) remarks.push('CERTIFICATE_EXPIRED_SINCE');
  if (cms.isWeak) remarks.push('WEAK_ALGORITHM');
  return remarks;
}
