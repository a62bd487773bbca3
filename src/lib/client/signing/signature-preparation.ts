import { assembleDocument, type DocumentSource } from '#lib/client/assembling/assemble-document.ts';
import { toHex } from '#lib/pki/bytes.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import {
  prepareSignature,
  sealSignature,
  type PreparedSignature,
} from '#lib/pdf/prepare-signature.ts';

export type PreparationInput = {
  source: DocumentSource;
  /** DER, leaf first. */
  certificateChain: Uint8Array[];
  signedAt: Date;
  signerName: string;
  /** Lines of the visible signature. */
  lines: string[];
};

/**
 * A document that waits for the key. The PDF is a Blob: the browser keeps large ones on disk, so a
 * batch of 200 does not fill the memory.
 */
export type PreparedDocument = {
  signature: Omit<PreparedSignature, 'pdf'>;
  pdf: Blob;
  pageCount: number;
  /** Lower-case hex. */
  contentSha256: string;
  attributesSha256: string;
};

export type SealedDocument = { pdf: Blob; sha256: string };

/** Builds the PDF and lays down its empty signature. `font`: a TrueType file that covers Vietnamese. */
export async function prepareDocument(
  input: PreparationInput,
  font: Uint8Array,
): Promise<PreparedDocument> {
  const { pdf: unsigned, pageCount } = await assembleDocument(input.source);
  const { pdf, ...signature } = await prepareSignature(unsigned, {
    certificateChain: input.certificateChain,
    signedAt: input.signedAt,
    profile: 'scan',
    name: input.signerName,
    appearance: { lines: input.lines, fonts: { regular: font } },
  });
  return {
    signature,
    pdf: new Blob([pdf], { type: 'application/pdf' }),
    pageCount,
    contentSha256: toHex(signature.contentSha256),
    attributesSha256: await sha256Hex(signature.toBeSigned),
  };
}

/** Puts what the key answered into its place, after it was verified: `SIGNATURE_NOT_VERIFIED`. */
export async function sealDocument(
  prepared: PreparedDocument,
  rawSignature: Uint8Array,
): Promise<SealedDocument> {
  const pdf = new Uint8Array(await prepared.pdf.arrayBuffer());
  const sealed = await sealSignature({ ...prepared.signature, pdf }, rawSignature);
  return {
    pdf: new Blob([sealed], { type: 'application/pdf' }),
    sha256: await sha256Hex(sealed),
  };
}
