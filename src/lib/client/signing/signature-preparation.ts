import { assembleDocument, type DocumentSource } from '#lib/client/assembling/assemble-document.ts';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import { toHex } from '#lib/pki/bytes.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import { signingAlgorithmDetails } from '#lib/pki/signature-algorithm.ts';
import type { TimestampOptions } from '#lib/pki/timestamp/request-timestamp.ts';
import {
  prepareSignature,
  sealSignature,
  type LinesAppearance,
  type PreparedSignature,
  type ProfileAppearance,
} from '#lib/pdf/prepare-signature.ts';
import {
  findShadowContent,
  type ShadowFinding,
  type ShadowKind,
} from '#lib/pdf/shadow/find-shadow-content.ts';
import type { PagePicture } from './draw-page-to-sign.ts';
import { placesOfCodes } from './places-of-codes.ts';

export type PreparationInput = {
  source: DocumentSource;
  /** DER, leaf first. */
  certificateChain: Uint8Array[];
  signedAt: Date;
  signerName: string;
  /** What the paper shows: lines where the scan signature stands, or what a profile says. */
  appearance: Omit<LinesAppearance, 'fonts'> | Omit<ProfileAppearance, 'fonts'>;
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
  /** Where the key signs with another digest than SHA-256: what its attributes name. */
  contentDigest?: string;
  attributesSha256: string;
  /** What the signer should know of a file that came from outside. */
  warnings: ShadowKind[];
};

export type SealedDocument = {
  pdf: Blob;
  sha256: string;
  level: 'B-B' | 'B-T';
  /** Why it has no timestamp although it was to get one; the level can be raised later. */
  timestampProblem: ErrorCode | null;
};

/** How a seal gets its timestamp; null: none is wanted. */
export type SealTimestamping = Pick<TimestampOptions, 'timestamp' | 'trustAnchors'>;

/**
 * Builds the PDF and lays down its empty signature, away from the codes of the page that shows it.
 * `font`: a TrueType file that covers Vietnamese. Throws `PDF_SUSPICIOUS_CONTENT` for a file from
 * outside that nobody should sign.
 */
export async function prepareDocument(
  input: PreparationInput,
  page: PagePicture | null,
  font: Uint8Array,
): Promise<PreparedDocument> {
  const { pdf: unsigned, pageCount } = await assembleDocument(input.source);
  const warnings = input.source.kind === 'as-is' ? shadowWarnings(unsigned) : [];
  const { occupied = [] } = input.appearance;
  const codes = page ? await placesOfCodes(page) : [];
  const { pdf, ...signature } = await prepareSignature(unsigned, {
    certificateChain: input.certificateChain,
    signedAt: input.signedAt,
    profile: 'scan',
    name: input.signerName,
    appearance: {
      ...input.appearance,
      fonts: { regular: font },
      occupied: [...occupied, ...codes],
    },
  });
  return {
    signature,
    pdf: new Blob([pdf], { type: 'application/pdf' }),
    pageCount,
    contentSha256: toHex(signature.contentSha256),
    ...(signingAlgorithmDetails[signature.algorithm].digest !== 'SHA-256' && {
      contentDigest: toHex(signature.contentDigest),
    }),
    attributesSha256: await sha256Hex(signature.toBeSigned),
    warnings,
  };
}

/** Hidden or replaceable content: what blocks is thrown, the rest is told. */
function shadowWarnings(pdf: Uint8Array): ShadowKind[] {
  const findings = findShadowContent(pdf);
  const kindsOf = (severity: ShadowFinding['severity']) => [
    ...new Set(findings.filter((one) => one.severity === severity).map(({ kind }) => kind)),
  ];
  const blocking = kindsOf('blocks');
  if (blocking.length > 0) throw new AppError('PDF_SUSPICIOUS_CONTENT', { findings: blocking });
  return kindsOf('warns');
}

/**
 * Puts what the key answered into its place, after it was verified: `SIGNATURE_NOT_VERIFIED`. A TSA
 * that does not answer, or not rightly, costs the timestamp and not the signature.
 */
export async function sealDocument(
  prepared: PreparedDocument,
  rawSignature: Uint8Array,
  timestamping: SealTimestamping | null,
): Promise<SealedDocument> {
  const pdf = new Uint8Array(await prepared.pdf.arrayBuffer());
  const signature = { ...prepared.signature, pdf };
  const stamped = timestamping && (await sealStamped(signature, rawSignature, timestamping));
  const isStamped = stamped instanceof Uint8Array;
  const sealed = isStamped ? stamped : await sealSignature(signature, rawSignature);
  return {
    pdf: new Blob([sealed], { type: 'application/pdf' }),
    sha256: await sha256Hex(sealed),
    level: isStamped ? 'B-T' : 'B-B',
    timestampProblem: isStamped ? null : stamped,
  };
}

const timestampFailures: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'TSA_UNREACHABLE',
  'TIMESTAMP_INVALID',
  // The token is larger than its place.
  'PDF_CANNOT_BE_SIGNED',
]);

async function sealStamped(
  signature: PreparedSignature,
  rawSignature: Uint8Array,
  timestamping: SealTimestamping,
): Promise<Uint8Array<ArrayBuffer> | ErrorCode> {
  try {
    return await sealSignature(signature, rawSignature, {
      ...timestamping,
      at: new Date(),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    });
  } catch (error) {
    if (error instanceof AppError && timestampFailures.has(error.code)) return error.code;
    throw error;
  }
}
