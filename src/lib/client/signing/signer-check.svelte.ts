import type { KeptProblem } from '#lib/client/batches/model.ts';
import { anchorsFor, loadTrustSettings } from '#lib/client/pki/trust-settings.ts';
import { pageValidationServices } from '#lib/client/pki/validation-services.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { checkSignerStatus, type SignerStatus } from '#lib/pki/check-signer.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';
import type { ChosenCertificate } from './signing-source.ts';

/** The services outside of this page; simulated in tests. */
export type SignerServices = {
  trust(): Promise<TrustSettings>;
  signerStatus(chosen: ChosenCertificate, trust: TrustSettings): Promise<SignerStatus>;
};

/** On what a signature was given: nothing revoked, or nobody could say and the signer decided. */
export type SignerAgreement = { trust: TrustSettings; revocation: 'good' | 'accepted-unknown' };

/**
 * Whether a certificate may sign, before anybody types a PIN. Revoked: no. Where neither CRL nor OCSP
 * can be reached the law has the signer warned, who then decides (TT 15/2025/TT-BKHCN PL II).
 */
export class SignerCheck {
  /** Somebody looks, for showing it or before signing. */
  isChecking = $state(false);
  /** It is being settled whether it may sign. */
  isAgreeing = $state(false);
  /** What was found last, and for which certificate (SHA-256). */
  found: { certificateSha256: string; status: SignerStatus } | null = $state.raw(null);
  /** Why it may not sign: expired, revoked, the server does not answer. */
  refusal: KeptProblem | null = $state.raw(null);
  /** The person is asked: certificate that nobody could tell about. */
  question: string | null = $state(null);
  #agreement: SignerAgreement | null = null;

  readonly #services: SignerServices;

  constructor(services: SignerServices = pageServices) {
    this.#services = services;
  }

  /** What `agreeOn` and the person's decision led to. */
  get agreement(): SignerAgreement {
    if (this.#agreement === null) throw new Error('Nothing was agreed on');
    return this.#agreement;
  }

  /** For showing it beside the certificate; decides nothing, and no failure is told. */
  async look(chosen: ChosenCertificate): Promise<void> {
    if (this.found?.certificateSha256 !== chosen.info.certificateSha256) this.found = null;
    try {
      await this.#lookAt(chosen);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  /** True: it may sign now. False: see `refusal`, or ask `question` and then `signAllTheSame`. */
  async agreeOn(chosen: ChosenCertificate): Promise<boolean> {
    this.refusal = null;
    this.question = null;
    this.#agreement = null;
    this.isAgreeing = true;
    try {
      const { trust, status } = await this.#lookAt(chosen);
      if (status.status === 'revoked') {
        const { subject: signerName, reason } = status;
        throw new AppError('CERTIFICATE_REVOKED', { signerName, reason });
      }
      const isKnown = status.status === 'good';
      this.#agreement = { trust, revocation: isKnown ? 'good' : 'accepted-unknown' };
      if (!isKnown) this.question = status.subject;
      return isKnown;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.refusal = { code: error.code, details: error.details };
      return false;
    } finally {
      this.isAgreeing = false;
    }
  }

  /** The person decided; it is noted with every signature. */
  signAllTheSame(): void {
    this.question = null;
  }

  /** The person would rather wait. */
  postpone(): void {
    this.question = null;
    this.#agreement = null;
  }

  async #lookAt(
    chosen: ChosenCertificate,
  ): Promise<{ trust: TrustSettings; status: SignerStatus }> {
    this.isChecking = true;
    try {
      const trust = await this.#services.trust();
      const status = await this.#services.signerStatus(chosen, trust);
      this.found = { certificateSha256: chosen.info.certificateSha256, status };
      return { trust, status };
    } finally {
      this.isChecking = false;
    }
  }
}

const pageServices: SignerServices = {
  trust: () => loadTrustSettings(),
  signerStatus: ({ info }, trust) =>
    checkSignerStatus(info.chain.map(decodeBase64), {
      services: pageValidationServices(trust),
      trustAnchors: anchorsFor(trust, 'signing'),
      at: new Date(),
    }),
};
