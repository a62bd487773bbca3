import { parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { DerError, readDerPrefix } from '#lib/pki/der/der-reader.ts';
import { verifySignature, type SignatureAlgorithm } from '#lib/pki/signature-algorithm.ts';
import type { SignatureField } from '../reading/signature-fields.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { nothingKnown, type CmsVerdict } from './verify-cms.ts';

const algorithm: SignatureAlgorithm = { scheme: 'rsa-pkcs1', digest: 'SHA-1' };

/**
 * The oldest form, `adbe.x509.rsa_sha1` (ISO 32000-1 §12.8.3.2): /Contents is an OCTET STRING with
 * the RSA block over the content, /Cert holds the certificates, the signer's first.
 */
export async function verifyPkcs1(
  file: PdfFile,
  field: SignatureField,
  contents: Uint8Array,
  content: Uint8Array,
): Promise<CmsVerdict> {
  try {
    const certificates = readCertificates(file, field);
    const [certificate] = certificates;
    if (!certificate) return { ...nothingKnown, problems: ['SIGNER_CERTIFICATE_MISSING'] };
    const signature = readDerPrefix(contents, 'ber').octetString();
    const { key, spki } = certificate;
    const isRight = await verifySignature({ algorithm, key, spki, data: content, signature });
    return {
      ...nothingKnown,
      problems: isRight ? [] : ['CONTENT_CHANGED'],
      certificate,
      certificates,
      algorithm: { algorithm, key },
      signatureValue: signature,
    };
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return { ...nothingKnown, problems: ['SIGNATURE_UNREADABLE'] };
  }
}

/** One string, or an array of them. */
function readCertificates(file: PdfFile, field: SignatureField): Certificate[] {
  const value = field.signature?.get('Cert');
  return (file.array(value) ?? [value ?? null]).flatMap((item) => {
    const der = file.string(item)?.bytes;
    return der ? [parseCertificate(der)] : [];
  });
}
