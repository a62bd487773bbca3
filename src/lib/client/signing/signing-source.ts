import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import type { BridgeReceipt } from '#lib/protocol/versions.ts';
import type {
  PreparationInput,
  PreparedDocument,
  SealedDocument,
} from './signature-preparation.ts';

/** A chosen certificate, and the name it stands for. */
export type ChosenCertificate = { info: CertificateInfo; signerName: string };

/** One document on its way through a run. */
export type SigningTask = {
  /** As the bridge shows it in its list. */
  title: string;
  numberNotation: string;
  input: PreparationInput;
  /** DER certificates that a timestamp may chain to; null: signed without one. */
  timestampAnchors: Uint8Array[] | null;
  /**
   * Makes the sealed document durable, or throws `AppError`; only then it counts as signed. `receipt`
   * is what the bridge said of it.
   */
  keep(
    sealed: SealedDocument,
    prepared: Pick<PreparedDocument, 'pageCount'>,
    receipt: BridgeReceipt,
  ): Promise<void>;
};

/** Where the documents of a run come from, and where they go. */
export interface SigningSource {
  /** Reads what is needed to sign this document. Throws `AppError`; that concerns it alone. */
  task(documentId: string, certificate: ChosenCertificate): Promise<SigningTask>;
}
