import { anchorsFor } from '#lib/client/pki/trust-settings.ts';
import { SignerCheck, type SignerServices } from '#lib/client/signing/signer-check.svelte.ts';
import type { CopyForm, SigningProfile } from '#lib/domain/signing-profile.ts';
import type { CertifyingTerms } from './stored-signing-source.ts';

/**
 * What the clerk settles before the token is asked: the form of the copy, and whether the agency's
 * certificate may sign.
 */
export class CertifyingDesk {
  copyForm: CopyForm = $state('true-copy');
  readonly check: SignerCheck;

  readonly #profile: SigningProfile;
  readonly #agency: string;

  constructor(profile: SigningProfile, agency: string, services?: SignerServices) {
    this.check = new SignerCheck(services);
    this.#profile = profile;
    this.#agency = agency;
    this.copyForm = profile.copyForm ?? 'true-copy';
  }

  /** Terms of the run that was agreed on. */
  get terms(): CertifyingTerms {
    const { trust, revocation } = this.check.agreement;
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
