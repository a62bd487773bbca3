import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import type {
  ProfilePlacement,
  SigningProfile,
  SigningProfileKind,
} from '#lib/domain/signing-profile.ts';
import type { SheetRectangle } from '#lib/domain/signing-profile-placement.ts';

type PlacementKind = ProfilePlacement['kind'];

/** What makes sense for each kind: text stands in a corner, images where the paper asks for them. */
export const placementChoices = {
  scan: ['corner', 'fixed'],
  copy: ['corner', 'fixed'],
  approve: ['between-title-and-name', 'fixed'],
  issue: ['over-signature', 'fixed'],
  appendix: ['corner', 'fixed'],
} as const satisfies Record<SigningProfileKind, readonly PlacementKind[]>;

/** The placement when another way is chosen: as the default has it, or where it is shown now. */
export function placementOfKind(
  profile: Pick<SigningProfile, 'kind' | 'placement'>,
  kind: string,
  shown: SheetRectangle,
): ProfilePlacement {
  const { placement } = defaultSigningProfiles[profile.kind];
  if (profile.placement.kind === kind) return profile.placement;
  if (placement.kind === kind) return placement;
  const { x, y, width, height } = shown;
  return { kind: 'fixed', x, y, width, height };
}
