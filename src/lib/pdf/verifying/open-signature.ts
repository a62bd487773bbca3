import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import { readDateString } from '../objects/text-string.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { SignatureField } from '../reading/signature-fields.ts';
import { readSignedRange, type SignedRange } from './signed-range.ts';

/** How /SubFilter says that a signature refers to the document. */
export type SignatureForm =
  | 'cades'
  | 'pkcs7'
  /** The CMS signs the SHA-1 digest of the document. */
  | 'pkcs7-sha1'
  /** No CMS: the RSA block alone. */
  | 'pkcs1'
  | 'timestamp';

/** A signature of the form with what it covers; nothing of it is believed yet. */
export type OpenedSignature = {
  field: SignatureField;
  /** null: unknown. */
  form: SignatureForm | null;
  /** null: its byte range is not honest. */
  range: SignedRange | null;
  contents: Uint8Array;
  /** /M: the signer's own word. */
  claimedAt: Date | null;
  problems: readonly SignatureProblem[];
};

const forms: Record<string, SignatureForm> = {
  'ETSI.CAdES.detached': 'cades',
  'adbe.pkcs7.detached': 'pkcs7',
  'adbe.pkcs7.sha1': 'pkcs7-sha1',
  'adbe.x509.rsa_sha1': 'pkcs1',
  'ETSI.RFC3161': 'timestamp',
};

/** Format checking (EN 319 102-1 §5.2.2). */
export function openSignature(file: PdfFile, field: SignatureField): OpenedSignature {
  const form = forms[file.name(field.signature?.get('SubFilter')) ?? ''] ?? null;
  const range = readSignedRange(file, field);
  const claimed = file.string(field.signature?.get('M'));
  return {
    field,
    form,
    range,
    contents: file.string(field.signature?.get('Contents'))?.bytes ?? new Uint8Array(),
    claimedAt: claimed && readDateString(claimed),
    problems: [
      ...(form ? [] : (['SUBFILTER_UNKNOWN'] as const)),
      ...(range ? [] : (['BYTE_RANGE_WRONG'] as const)),
    ],
  };
}
