import { contentKey } from '#lib/client/assembling/content-key.ts';
import {
  documentSource,
  titleOf,
  type DocumentReader,
} from '#lib/client/assembling/document-source.ts';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { anchorsFor } from '#lib/client/pki/trust-settings.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { fieldValue } from '#lib/domain/metadata.ts';
import type { SigningImageKind, SigningProfile } from '#lib/domain/signing-profile.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import { scanFacts } from './scan-facts.ts';
import type { SignerAgreement } from './signer-check.svelte.ts';
import type { ChosenCertificate, SigningSource, SigningTask } from './signing-source.ts';

type SigningBatch = Pick<BatchSession, 'documentById' | 'pagesOf' | 'textLayers' | 'saveSignedPdf'>;

/** How scans of the official's unit are signed. */
export type ScanTerms = {
  profile: SigningProfile;
  /** As the paper says it. */
  agency: string;
  /** PNG of a kind that the profile shows. Throws `SIGNING_IMAGE_MISSING`, `SERVER_UNREACHABLE`. */
  image: (kind: SigningImageKind) => Promise<Uint8Array>;
};

type Options = {
  batch: SigningBatch;
  reader: DocumentReader;
  terms: ScanTerms;
  /** What the official agreed to before this run. */
  agreement: () => SignerAgreement;
  now: () => Date;
};

/** Documents of an open batch: built from their pages, signed by who scanned them, then queued. */
export class BatchSigningSource implements SigningSource {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async task(documentId: string, chosen: ChosenCertificate): Promise<SigningTask> {
    const { batch, reader, terms, now } = this.#options;
    const { trust, revocation } = this.#options.agreement();
    const document = this.#document(documentId);
    const pages = batch.pagesOf(documentId);
    const layers = await batch.textLayers(documentId);
    const key = contentKey(document, pages);
    const { info, signerName } = chosen;
    const signedAt = now();
    const { profile } = terms;
    const isStamped = profile.level !== 'B-B' && trust.hasTimestampAuthority;
    return {
      title: titleOf(document),
      numberNotation: fieldValue(document.metadata.numberNotation),
      input: {
        source: await documentSource(document, pages, layers, reader),
        certificateChain: info.chain.map(decodeBase64),
        signedAt,
        signerName,
        appearance: {
          profile,
          images: profile.image ? { [profile.image]: await terms.image(profile.image) } : {},
          facts: scanFacts(document, pages, { chosen, agency: terms.agency, signedAt }),
        },
      },
      timestampAnchors: isStamped ? anchorsFor(trust, 'timestamping') : null,
      keep: async (sealed, { pageCount }, receipt) => {
        const current = this.#document(documentId);
        if (contentKey(current, batch.pagesOf(documentId)) !== key) {
          throw new AppError('DOCUMENT_STATE_CONFLICT', { fileName: current.fileName });
        }
        const signed = {
          sha256: sealed.sha256,
          sizeBytes: sealed.pdf.size,
          pageCount,
          signedAt: now().toISOString(),
          certificateSha256: info.certificateSha256,
          contentKey: key,
          record: { revocation, receipt },
        };
        await batch.saveSignedPdf(queued(current, signed), sealed.pdf);
      },
    };
  }

  #document(documentId: string): BatchDocument {
    const document = this.#options.batch.documentById(documentId);
    if (!document || document.isRemoved) throw new AppError('NOT_FOUND');
    return document;
  }
}

/** The record of a document that the upload queue takes up. */
export function queued(
  document: BatchDocument,
  signed: NonNullable<BatchDocument['signed']>,
): BatchDocument {
  return {
    ...document,
    state: 'signed',
    signed,
    upload: { phase: 'queued', sentBytes: 0, totalBytes: signed.sizeBytes, attempts: 0 },
  };
}
