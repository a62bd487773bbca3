import type { SigningProfile } from '#lib/domain/signing-profile.ts';
import { sheet } from '#lib/domain/signing-profile-placement.ts';
import type { Messages } from '#lib/i18n/index.ts';
import type { ProfilePlace } from '#lib/pdf/appearance/place-profile.ts';

/** Points by which a box may stand elsewhere without anybody having to hear of it. */
const UNNOTICED_PT = 1.5;

/** What the paper does not say by itself. */
export function previewNotes(
  profile: SigningProfile,
  place: ProfilePlace,
  isSampleImage: boolean,
  words: Messages['signingProfiles']['preview'],
): string[] {
  return [
    ...(place.needsConfirmation ? [words.needsConfirmation] : []),
    ...(!place.needsConfirmation && wasMoved(profile, place) ? [words.moved] : []),
    ...(isSampleImage ? [words.sampleImage] : []),
  ];
}

/** A corner that was taken sends the box elsewhere. */
function wasMoved({ placement }: SigningProfile, { rectangle }: ProfilePlace): boolean {
  if (placement.kind !== 'corner') return false;
  const { x, y, width, height } = rectangle;
  const insetX = placement.corner === 'top-left' ? x : sheet.width - x - width;
  const insetY = sheet.height - y - height;
  return (
    Math.abs(insetX - placement.insetX) > UNNOTICED_PT ||
    Math.abs(insetY - placement.insetY) > UNNOTICED_PT
  );
}
