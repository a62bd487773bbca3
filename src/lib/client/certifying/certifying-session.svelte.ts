import { SvelteMap } from 'svelte/reactivity';
import type { BatchSigner } from '#lib/client/signing/batch-signer.ts';
import type { DocumentSigner } from '#lib/client/signing/document-signer.ts';
import type { Manifests } from '#lib/client/signing/manifests.ts';
import { SigningRun } from '#lib/client/signing/signing-run.svelte.ts';
import type { SignerServices } from '#lib/client/signing/signer-check.svelte.ts';
import type { WholeDocumentSigner } from '#lib/client/signing/vgca-documents.ts';
import type { ChosenCertificate } from '#lib/client/signing/signing-source.ts';
import type { SigningProfile } from '#lib/domain/signing-profile.ts';
import type { CertifiableDocument } from '#lib/protocol/versions.ts';
import { CertifyingDesk } from './certifying-desk.svelte.ts';
import { ExtensionRun } from './extension-run.svelte.ts';
import { SignatureOutbox } from './signature-outbox.svelte.ts';
import { StoredSigningSource } from './stored-signing-source.ts';
import type { UnsentSignatures } from './unsent-signatures.ts';
import type { VersionApi } from './version-api.ts';

export type CertifyingOptions = {
  personId: string;
  profile: SigningProfile;
  agency: string;
  api: VersionApi;
  unsent: UnsentSignatures;
  signer: DocumentSigner;
  bridge: BatchSigner;
  manifests: Manifests;
  now: () => Date;
  newId: () => string;
  wholeDocuments?: WholeDocumentSigner | undefined;
  services?: SignerServices;
};

/** The clerk's page: which documents are chosen, and what is being done with them. */
export class CertifyingSession {
  /** Chosen documents, also those on other pages of the list. */
  readonly selected = new SvelteMap<string, CertifiableDocument>();
  readonly profile: SigningProfile;
  readonly agency: string;
  readonly desk: CertifyingDesk;
  readonly outbox: SignatureOutbox;
  readonly run: SigningRun;
  readonly extension: ExtensionRun;

  constructor({
    personId,
    profile,
    agency,
    api,
    unsent,
    services,
    now,
    ...rest
  }: CertifyingOptions) {
    this.profile = profile;
    this.agency = agency;
    this.desk = new CertifyingDesk(profile, agency, services);
    this.outbox = new SignatureOutbox(unsent, api, personId);
    this.extension = new ExtensionRun(api);
    const source = new StoredSigningSource({
      api,
      outbox: this.outbox,
      documentOf: (documentId) => this.selected.get(documentId),
      terms: () => this.desk.terms,
      now,
    });
    this.run = new SigningRun({ source, ...rest });
  }

  get isBusy(): boolean {
    return this.run.isRunning || this.extension.isRunning || this.desk.check.isAgreeing;
  }

  toggle(document: CertifiableDocument): void {
    if (this.isBusy) return;
    if (!this.selected.delete(document.id)) this.selected.set(document.id, document);
  }

  /** All of them, or none when all are chosen already. */
  toggleAll(documents: readonly CertifiableDocument[]): void {
    if (this.isBusy) return;
    const areChosen = documents.every(({ id }) => this.selected.has(id));
    for (const document of documents) {
      if (areChosen) this.selected.delete(document.id);
      else this.selected.set(document.id, document);
    }
  }

  /** A newer list came: what is chosen is signed as it is now, never as it was. */
  refresh(documents: readonly CertifiableDocument[]): void {
    for (const document of documents) {
      const chosen = this.selected.get(document.id);
      if (chosen && chosen.sha256 !== document.sha256) this.selected.set(document.id, document);
    }
  }

  /** False when the clerk must decide or repair something first; see `desk.check`. */
  async sign(certificate: ChosenCertificate): Promise<boolean> {
    if (!(await this.desk.check.agreeOn(certificate))) return false;
    await this.signNow(certificate);
    return true;
  }

  /** What was signed is no longer chosen; what failed or was left out stays for the next press. */
  async signNow(certificate: ChosenCertificate): Promise<void> {
    await this.run.start([...this.selected.keys()], certificate);
    for (const { documentId, state } of this.run.items) {
      if (state === 'signed') this.selected.delete(documentId);
    }
  }

  async extend(): Promise<void> {
    await this.extension.start([...this.selected.keys()], 'B-LTA');
    for (const { documentId, state } of this.extension.items) {
      if (state === 'extended') this.selected.delete(documentId);
    }
  }

  stop(): void {
    this.run.stop();
    this.extension.stop();
  }
}
