import { AppError } from '#lib/domain/app-error.ts';
import type { Certificate } from '#lib/pki/certificate.ts';
import { readSignedData, type SignedData } from '#lib/pki/cms/signed-data.ts';
import { verifySigner, type SignedContent } from '#lib/pki/cms/verify-signer.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import { oids } from '#lib/pki/der/oids.ts';
import {
  readTimestampToken,
  verifyTimestampToken,
  type TimestampToken,
} from '#lib/pki/timestamp/verify-timestamp.ts';
import { compareRevisions } from '../comparing/compare-revisions.ts';
import { approvalPermissions, readPermissions } from '../comparing/permissions.ts';
import type { PdfDict } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listSignatureFields, type SignatureField } from '../reading/signature-fields.ts';
import { digestAroundPlace } from '../sealing/signature-place.ts';
import { readSignedRange } from '../verifying/signed-range.ts';

/** A signature or document timestamp whose content and cryptography hold; trust is not looked at. */
export type IntactSignature = {
  fieldName: string;
  /** Octets of the document that it is over. */
  end: number;
  cms: SignedData;
  certificate: Certificate;
} & (
  | { kind: 'signature'; /** Of the signature value, in the CMS. */ tokens: TimestampToken[] }
  | { kind: 'document-timestamp'; token: TimestampToken }
);

/**
 * All signatures of a file, after each one was checked: what is broken is not extended, or the
 * archive timestamp would vouch for it. The bytes of the file must be the caller's own: they are
 * moved about while they are hashed.
 *
 * Errors: `SIGNATURE_BROKEN` with the field and the reasons; `PDF_CANNOT_BE_SIGNED` for forms of
 * signature that are older than CMS attributes.
 */
export async function readIntactSignatures(file: PdfFile): Promise<IntactSignature[]> {
  const signatures: IntactSignature[] = [];
  for (const field of listSignatureFields(file)) {
    if (field.signature) signatures.push(await readIntact(file, field, field.signature));
  }
  return signatures;
}

/** Whether everything after the first `end` octets is what this signature permits. */
export function isUnharmed(file: PdfFile, fieldName: string, end: number): boolean {
  const permissions = readPermissions(file, end, fieldName) ?? approvalPermissions;
  return compareRevisions(file, end, permissions).verdict !== 'forbidden';
}

async function readIntact(
  file: PdfFile,
  field: SignatureField,
  signature: NonNullable<SignatureField['signature']>,
): Promise<IntactSignature> {
  const broken = (...reasons: string[]) =>
    new AppError('SIGNATURE_BROKEN', { fieldName: field.name, reasons });
  const range = readSignedRange(file, field);
  const contents = file.string(signature.get('Contents'))?.bytes;
  if (!range || !contents) throw broken('BYTE_RANGE_WRONG');
  const signed = { end: range.end, content: contentOf(file, signature) };
  if (!isUnharmed(file, field.name, range.end)) throw broken('CHANGED_AFTER_SIGNING');
  try {
    switch (file.name(signature.get('SubFilter'))) {
      case 'ETSI.RFC3161':
        return await readDocumentTimestamp(field, signed, contents, broken);
      case 'ETSI.CAdES.detached':
        return await readSignature(field, signed, contents, broken, []);
      case 'adbe.pkcs7.detached':
        // Older signatures need not name their certificate in the attributes.
        return await readSignature(field, signed, contents, broken, [
          'SIGNER_CERTIFICATE_MISMATCH',
        ]);
      default:
        throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'signature of an older form' });
    }
  } catch (error) {
    if (error instanceof DerError) throw broken('SIGNATURE_UNREADABLE');
    throw error;
  }
}

type Signed = { end: number; content: SignedContent };

/** Of a byte range that was found honest; hashed without a copy of the file. */
function contentOf(file: PdfFile, signature: PdfDict): SignedContent {
  const [start = 0, gapStart = 0, gapEnd = 0, tail = 0] =
    file.numbers(signature.get('ByteRange')) ?? [];
  const byteRange = [start, gapStart, gapEnd, tail] as const;
  return (name) => digestAroundPlace({ pdf: file.bytes, byteRange }, name);
}

async function readSignature(
  field: SignatureField,
  { content, end }: Signed,
  contents: Uint8Array,
  broken: (...reasons: string[]) => AppError,
  tolerated: readonly string[],
): Promise<IntactSignature> {
  const cms = readSignedData(contents);
  const { certificate, unsignedAttributes } = cms.signer;
  const problems = await verifySigner(cms, content);
  const reasons = problems.filter((problem) => !tolerated.includes(problem));
  if (reasons.length > 0 || !certificate || cms.content) {
    throw broken(...(reasons.length > 0 ? reasons : ['ATTRIBUTES_WRONG']));
  }
  const tokens = (unsignedAttributes.get(oids.signatureTimestamp) ?? []).map((node) =>
    readTimestampToken(node.bytes),
  );
  return { kind: 'signature', fieldName: field.name, end, cms, certificate, tokens };
}

async function readDocumentTimestamp(
  field: SignatureField,
  { content, end }: Signed,
  contents: Uint8Array,
  broken: (...reasons: string[]) => AppError,
): Promise<IntactSignature> {
  const token = readTimestampToken(contents);
  // Trust and time are judged later: here only whether it is about this document and well signed.
  const context = { trustAnchors: [], certificates: [], at: token.genTime };
  const { problems, certificate } = await verifyTimestampToken(token, content, context);
  const reasons = problems.filter((problem) => problem !== 'TIMESTAMP_UNTRUSTED');
  if (reasons.length > 0 || !certificate) throw broken(...reasons);
  const { cms } = token;
  return { kind: 'document-timestamp', fieldName: field.name, end, cms, certificate, token };
}
