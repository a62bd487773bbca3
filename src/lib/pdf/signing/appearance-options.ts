import type { ProfileFacts } from '#lib/domain/signing-profile-lines.ts';
import type { SigningProfile, SigningImageKind } from '#lib/domain/signing-profile.ts';
import type { UprightRectangle } from './page-placement.ts';

/** A TrueType file that covers Vietnamese, metric-compatible with Times. */
export type AppearanceFonts = { regular: Uint8Array };

/** Lines of text on page 1. */
export type LinesAppearance = {
  /** Shown one below the other, made smaller and broken until they fit. */
  lines: readonly string[];
  /** On page 1 as it is shown; left out: the place of the scan signature, or a free one beside it. */
  rectangle?: UprightRectangle;
  /** On page 1: codes of a scan that only the caller can see. */
  occupied?: readonly UprightRectangle[];
  fonts: AppearanceFonts;
};

/** Text and image where a signing profile says, moved away from what the page shows already. */
export type ProfileAppearance = {
  profile: SigningProfile;
  facts: ProfileFacts;
  /** PNG files with a transparent ground; the one that the profile shows must be there. */
  images: Partial<Record<SigningImageKind, Uint8Array>>;
  fonts: AppearanceFonts;
  /** On the page of the profile: codes and pictures of a scan that only the caller can see. */
  occupied?: readonly UprightRectangle[];
  /** Put there by a person, instead of the place that would be found. */
  rectangle?: UprightRectangle;
};

export type SignatureAppearance = LinesAppearance | ProfileAppearance;
