import type {
  SigningImageKind,
  SigningProfile,
  SigningProfileKind,
} from '#lib/domain/signing-profile.ts';
import type {
  EffectiveProfile,
  SigningImage,
  SigningProfileList,
} from '#lib/protocol/signing-profiles.ts';

export type ImageAddress = { kind: SigningImageKind; ownerId: string };

/** Where the signing profiles and images of a unit are kept. Everything throws `AppError`. */
export interface SigningProfileGateway {
  list(): Promise<SigningProfileList>;
  /** Makes it the unit's own. */
  save(profile: SigningProfile): Promise<EffectiveProfile>;
  /** Back to what is inherited. */
  reset(kind: SigningProfileKind): Promise<EffectiveProfile>;
  image(address: ImageAddress): Promise<Uint8Array<ArrayBuffer>>;
  saveImage(address: ImageAddress, png: Uint8Array<ArrayBuffer>): Promise<SigningImage>;
}
