import { anchorsFor, loadTrustSettings } from '#lib/client/pki/trust-settings.ts';
import { pageValidationServices } from '#lib/client/pki/validation-services.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import type { ChosenCertificate } from '#lib/client/signing/signing-source.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { CopyForm, SigningProfile } from '#lib/domain/signing-profile.ts';
import { checkSignerStatus, type SignerStatus } from '#lib/pki/check-signer.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';
import type { CertifyingTerms } from './stored-signing-source.ts';

/** The services outside of this page; simulated in tests. */
export type DeskServices = {
  trust(): Promise<TrustSettings>;
  signerStatus(chosen: ChosenCertificate, trust: TrustSettings): Promise<SignerStatus>;
};

/**
 * What the clerk settles before the token is asked: the form of the copy, and whether the agency's
 * certificate was revoked. Where nobody can say, the law has the clerk warned, who then decides.
 */
export class CertifyingDesk {
  copyForm: CopyForm = $state('true-copy');
  isChecking = $state(false);
  /** Why nothing can be signed: the certificate was revoked, the server does not answer. */
  problem: KeptProblem | null = $state.raw(null);
  /** The clerk is asked: revocation could not be looked up. Certificate that it is about. */
  question: string | null = $state(null);
  #terms: CertifyingTerms | null = null;

  readonly #profile: SigningProfile;
  readonly #agency: string;
  readonly #services: DeskServices;

  constructor(profile: SigningProfile, agency: string, services: DeskServices = pageServices) {
    this.#profile = profile;
    this.#agency = agency;
    this.#services = services;
    this.copyForm = profile.copyForm ?? 'true-copy';
  }

  /** Terms of the run that `agreeOn` led to. */
  get terms(): CertifyingTerms {
    if (this.#terms === null) throw new AppError('SIGNING_PROFILE_MISSING');
    return this.#terms;
  }

  /** True: it may be signed now. False: see `problem`, or ask `question` and then `signAllTheSame`. */
  async agreeOn(chosen: ChosenCertificate): Promise<boolean> {
    this.problem = null;
    this.question = null;
    this.isChecking = true;
    try {
      const trust = await this.#services.trust();
      const status = await this.#services.signerStatus(chosen, trust);
      if (status.status === 'revoked') {
        const { subject: signerName, reason } = status;
        throw new AppError('CERTIFICATE_REVOKED', { signerName, reason });
      }
      const isKnown = status.status === 'good';
      this.#terms = this.#termsBy(trust, isKnown ? 'good' : 'accepted-unknown');
      if (!isKnown) this.question = status.subject;
      return isKnown;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.problem = { code: error.code, details: error.details };
      return false;
    } finally {
      this.isChecking = false;
    }
  }

  /** The clerk decided (TT 15/2025/TT-BKHCN); it is noted with every signature. */
  signAllTheSame(): void {
    this.question = null;
  }

  #termsBy(trust: TrustSettings, revocation: CertifyingTerms['revocation']): CertifyingTerms {
    const isStamped = this.#profile.level !== 'B-B' && trust.hasTimestampAuthority;
    return {
      profile: { ...this.#profile, copyForm: this.copyForm },
      agency: this.#agency,
      images: {},
      timestampAnchors: isStamped ? anchorsFor(trust, 'timestamping') : null,
      revocation,
    };
  }
}

const pageServices: DeskServices = {
  trust: () => loadTrustSettings(),
  signerStatus: ({ info }, trust) =>
    checkSignerStatus(info.chain.map(decodeBase64), {
      services: pageValidationServices(trust),
      trustAnchors: anchorsFor(trust, 'signing'),
      at: new Date(),
    }),
};
