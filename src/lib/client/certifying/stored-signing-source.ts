import type {
  ChosenCertificate,
  SigningSource,
  SigningTask,
} from '#lib/client/signing/signing-source.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningImageKind, SigningProfile } from '#lib/domain/signing-profile.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import type { CertifiableDocument, NewVersionQuery } from '#lib/protocol/versions.ts';
import type { SignatureOutbox } from './signature-outbox.svelte.ts';
import type { VersionApi } from './version-api.ts';

/** What holds for every document of one run. */
export type CertifyingTerms = {
  /** Of the unit, in the copy form that was chosen. */
  profile: SigningProfile;
  /** Name of the agency, as the paper says it. */
  agency: string;
  images: Partial<Record<SigningImageKind, Uint8Array>>;
  /** DER; null: no timestamp is wanted or none can be had. */
  timestampAnchors: Uint8Array[] | null;
  revocation: NewVersionQuery['revocation'];
};

type Options = {
  api: Pick<VersionApi, 'read'>;
  outbox: Pick<SignatureOutbox, 'deliver'>;
  documentOf: (documentId: string) => CertifiableDocument | undefined;
  terms: () => CertifyingTerms;
  now: () => Date;
};

/** Documents of the repository: read as they are now, signed for the agency, sent back as a version. */
export class StoredSigningSource implements SigningSource {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async task(documentId: string, { info, signerName }: ChosenCertificate): Promise<SigningTask> {
    const { api, documentOf, outbox } = this.#options;
    const document = documentOf(documentId);
    if (!document) throw new AppError('NOT_FOUND');
    const { profile, agency, images, timestampAnchors, revocation } = this.#options.terms();
    const { numberNotation, sizeBytes, sha256: baseSha256 } = document;
    const title = titleOf(document);
    const signedAt = this.#options.now();
    return {
      title,
      numberNotation,
      input: {
        source: { kind: 'as-is', file: await api.read(document) },
        certificateChain: info.chain.map(decodeBase64),
        signedAt,
        signerName,
        appearance: {
          profile,
          images,
          facts: {
            signerName,
            agency,
            position: '',
            signedAt,
            scannedAt: null,
            numberNotation,
            isDemo: info.isDemo,
          },
        },
      },
      timestampAnchors,
      keep: (sealed, _prepared, receipt) =>
        outbox.deliver({
          documentId,
          title,
          receipt,
          appended: sealed.pdf.slice(sizeBytes),
          query: {
            baseSha256,
            profile: profile.kind,
            ...(profile.copyForm !== null && { copyForm: profile.copyForm }),
            level: sealed.level,
            revocation,
          },
        }),
    };
  }
}

/** `Giấy phép số 05/GP-SVHTTDL` */
export function titleOf({ title, numberNotation, code }: CertifiableDocument): string {
  const parts = [title, numberNotation === '' ? '' : `số ${numberNotation}`];
  return parts.filter((part) => part !== '').join(' ') || code;
}
