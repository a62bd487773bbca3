import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import { readDateString } from '../objects/text-string.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { SignatureField } from '../reading/signature-fields.ts';
import { readSignedRange, type SignedRange } from './signed-range.ts';
import { verifyCms, type CmsForm, type CmsVerdict } from './verify-cms.ts';
import { verifyPkcs1 } from './verify-pkcs1.ts';

/** What can be said about a signature without knowing whom to trust, and when it is. */
export type ExaminedSignature = {
  field: SignatureField;
  kind: 'signature' | 'document-timestamp';
  /** null: its byte range is not honest. */
  range: SignedRange | null;
  cms: CmsVerdict;
  /** In the form that PAdES baseline asks for, or in an older one. */
  isBaseline: boolean;
  /** Claimed by the signer; of a document timestamp its own time. */
  signedAt: Date | null;
  problems: readonly SignatureProblem[];
};

const forms: Record<string, CmsForm | 'pkcs1'> = {
  'ETSI.CAdES.detached': 'detached',
  'adbe.pkcs7.detached': 'detached',
  'adbe.pkcs7.sha1': 'sha1-inside',
  'adbe.x509.rsa_sha1': 'pkcs1',
  'ETSI.RFC3161': 'timestamp',
};

/** Format, coverage and cryptography of one signature (EN 319 102-1 §5.2.2 to §5.2.7). */
export async function examineSignature(
  file: PdfFile,
  field: SignatureField,
): Promise<ExaminedSignature> {
  const subFilter = file.name(field.signature?.get('SubFilter')) ?? '';
  const form = forms[subFilter];
  const range = readSignedRange(file, field);
  const contents = file.string(field.signature?.get('Contents'))?.bytes ?? new Uint8Array();
  const content = range?.content ?? new Uint8Array();
  const cms =
    form === 'pkcs1'
      ? await verifyPkcs1(file, field, contents, content)
      : await verifyCms(contents, content, form ?? 'detached');
  const problems: SignatureProblem[] = [];
  if (!form) problems.push('SUBFILTER_UNKNOWN');
  if (!range) problems.push('BYTE_RANGE_WRONG');
  return {
    field,
    kind: form === 'timestamp' ? 'document-timestamp' : 'signature',
    range,
    cms,
    isBaseline: subFilter === 'ETSI.CAdES.detached' && cms.isBaseline,
    signedAt: form === 'timestamp' ? cms.time : (claimedTime(file, field) ?? cms.time),
    problems: [...problems, ...cms.problems],
  };
}

/** /M of the signature dictionary. */
function claimedTime(file: PdfFile, field: SignatureField): Date | null {
  const claimed = file.string(field.signature?.get('M'));
  return claimed && readDateString(claimed);
}
