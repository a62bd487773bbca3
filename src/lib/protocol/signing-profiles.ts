import * as v from 'valibot';
import {
  copyForms,
  signatureLevels,
  signingImageKinds,
  signingProfileKinds,
  type SigningProfile,
} from '#lib/domain/signing-profile.ts';
import { profileFactNames } from '#lib/domain/signing-profile-lines.ts';

/** Points; A4 is 595 × 842. */
const Inset = v.pipe(v.number(), v.minValue(0), v.maxValue(842));
const Size = v.pipe(v.number(), v.minValue(8), v.maxValue(595));

const PlacementSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('corner'),
    corner: v.picklist(['top-left', 'top-right']),
    insetX: Inset,
    insetY: Inset,
    width: Size,
    height: Size,
  }),
  v.strictObject({ kind: v.literal('between-title-and-name'), width: Size, height: Size }),
  v.strictObject({
    kind: v.literal('over-signature'),
    diameterMm: v.pipe(v.number(), v.minValue(10), v.maxValue(60)),
    share: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
  v.strictObject({ kind: v.literal('fixed'), x: Inset, y: Inset, width: Size, height: Size }),
]);

/** What nobody fills would stand on the paper with its braces. */
function namesKnownFacts(line: string): boolean {
  const known = new RegExp(`\\{(?:${profileFactNames.join('|')})\\}`, 'gu');
  return !/[{}]/u.test(line.replace(known, ''));
}

const TextSchema = v.strictObject({
  lines: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.trim(),
        v.normalize('NFC'),
        v.minLength(1),
        v.maxLength(200),
        v.check(namesKnownFacts),
      ),
    ),
    v.minLength(1),
    v.maxLength(6),
  ),
  fontSize: v.pipe(v.number(), v.minValue(6), v.maxValue(24)),
});

/** One profile as it is kept and sent. A copy says its form; something is shown. */
export const SigningProfileSchema = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
    kind: v.picklist(signingProfileKinds),
    name: v.pipe(v.string(), v.trim(), v.normalize('NFC'), v.minLength(1), v.maxLength(120)),
    signer: v.picklist(['person', 'agency']),
    page: v.picklist(['first', 'last']),
    placement: PlacementSchema,
    text: v.nullable(TextSchema),
    image: v.nullable(v.picklist(signingImageKinds)),
    copyForm: v.nullable(v.picklist(copyForms)),
    level: v.picklist(signatureLevels),
  }),
  v.check((profile) => profile.text !== null || profile.image !== null),
  v.check((profile) => (profile.kind === 'copy') === (profile.copyForm !== null)),
) satisfies v.GenericSchema<unknown, SigningProfile>;

/** Who a profile comes from: nobody (default), a unit above, or the unit itself. */
export const profileOrigins = ['default', 'inherited', 'own'] as const;
export type ProfileOrigin = (typeof profileOrigins)[number];

const EffectiveProfileSchema = v.object({
  profile: SigningProfileSchema,
  origin: v.picklist(profileOrigins),
  /** The unit that it comes from; null for a default. */
  orgUnitName: v.nullable(v.string()),
  /** ISO instant of the last change; null for a default. */
  changedAt: v.nullable(v.string()),
  changedBy: v.nullable(v.string()),
});
/** A profile as it holds for a unit. */
export type EffectiveProfile = v.InferOutput<typeof EffectiveProfileSchema>;

const SigningImageSchema = v.object({
  kind: v.picklist(signingImageKinds),
  /** A person for a signature, an org unit for a seal. */
  ownerId: v.string(),
  ownerName: v.string(),
  /** null while none was uploaded; the digest is part of the address so that browsers may keep it. */
  sha256: v.nullable(v.string()),
  changedAt: v.nullable(v.string()),
});
export type SigningImage = v.InferOutput<typeof SigningImageSchema>;

/**
 * `GET /api/signing-profiles`: the five profiles as they hold for the unit of the person who asks,
 * and the images that they may use (who manages profiles: all of the unit).
 */
export const SigningProfileListSchema = v.object({
  orgUnit: v.object({ id: v.string(), name: v.string() }),
  profiles: v.array(EffectiveProfileSchema),
  images: v.array(SigningImageSchema),
});
export type SigningProfileList = v.InferOutput<typeof SigningProfileListSchema>;

/**
 * `PUT /api/signing-profiles/{kind}`: makes it the unit's own. The kind in the path is the one in
 * the body. `DELETE` of the same address goes back to what is inherited. Both answer this.
 */
export const SigningProfileAnswerSchema = EffectiveProfileSchema;
export const SaveSigningProfileSchema = v.strictObject({ profile: SigningProfileSchema });
export type SaveSigningProfile = v.InferOutput<typeof SaveSigningProfileSchema>;

/**
 * `PUT /api/signing-profiles/images/{kind}/{ownerId}`: the body is the PNG (`image/png`); answers
 * the image. Errors: `IMAGE_NOT_TRANSPARENT`, `FILE_NOT_AN_IMAGE`, `FILE_TYPE_UNSUPPORTED`,
 * `FILE_TRUNCATED`, `IMAGE_TOO_LARGE`, `FILE_TOO_LARGE`. `GET` of the same address gives the PNG.
 */
export const SigningImageAnswerSchema = SigningImageSchema;
export const MAX_SIGNING_IMAGE_BYTES = 2 * 1024 * 1024;
