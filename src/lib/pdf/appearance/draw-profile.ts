import { AppError } from '#lib/domain/app-error.ts';
import { profileLines } from '#lib/domain/signing-profile-lines.ts';
import { EmbeddedFont } from '../fonts/embedded-font.ts';
import { dict, type PdfObject, type PdfReference } from '../objects/pdf-object.ts';
import type { PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { ProfileAppearance } from '../signing/appearance-options.ts';
import type { UprightRectangle } from '../signing/page-placement.ts';
import { addAppearanceForm } from '../signing/signature-appearance.ts';
import { textBlock, textBlockHeight } from '../signing/text-block.ts';
import type { IncrementalUpdate } from '../writing/incremental-update.ts';
import { formatNumber } from '../writing/write-object.ts';
import { addImage, colourRulesOf } from './image-object.ts';
import { placeProfile, type ProfilePlace } from './place-profile.ts';
import type { RgbaImage } from './read-png.ts';
import { readSignatureImage } from './signature-image.ts';

/** Between an image and the text beside it, points of A4. */
const GAP_PT = 4;

/**
 * Where this signature would stand, without drawing it: for a look before signing.
 *
 * Errors: `SIGNING_IMAGE_MISSING` (the image that the profile shows), those of `readSignatureImage`
 * and `placeProfile`.
 */
export function placeAppearance(file: PdfFile, appearance: ProfileAppearance): ProfilePlace {
  const { profile, facts, occupied } = appearance;
  const image = imageOf(appearance);
  const lines = linesOf(appearance, image);
  const font = lines.length > 0 ? new EmbeddedFont(appearance.fonts.regular, 'Tinos') : null;
  const aspect = image ? image.widthPx / image.heightPx : undefined;
  return placeProfile(file, profile, {
    signerName: facts.signerName,
    ...(occupied && { occupied }),
    ...(aspect !== undefined && lines.length === 0 && { imageAspect: aspect }),
    ...(font && {
      textHeight: (width: number, scale: number) => {
        const height = (profile.placement.kind === 'corner' ? profile.placement.height : 0) * scale;
        const beside = aspect === undefined ? 0 : Math.min(height * aspect, width / 2) + GAP_PT;
        return textBlockHeight(lines, width - beside, font, fontSizeOf(appearance) * scale);
      },
    }),
  });
}

/** The form XObject that shows a profile within `place`. */
export async function drawProfile(
  file: PdfFile,
  update: IncrementalUpdate,
  page: PdfPage,
  appearance: ProfileAppearance,
  place: { rectangle: UprightRectangle; scale: number },
): Promise<PdfReference> {
  const { width, height } = place.rectangle;
  const image = imageOf(appearance);
  const lines = linesOf(appearance, image);
  const resources: Record<string, PdfObject> = {};
  const operators: string[] = [];
  let textLeft = 0;
  if (image) {
    const aspect = image.widthPx / image.heightPx;
    const room = lines.length > 0 ? width / 2 : width;
    const shownWidth = Math.min(room, height * aspect);
    const shownHeight = shownWidth / aspect;
    const left = lines.length > 0 ? 0 : (width - shownWidth) / 2;
    const matrix = [shownWidth, 0, 0, shownHeight, left, (height - shownHeight) / 2];
    operators.push('q', `${matrix.map(formatNumber).join(' ')} cm`, '/Im0 Do', 'Q');
    resources['XObject'] = dict({ Im0: await addImage(update, image, colourRulesOf(file)) });
    textLeft = shownWidth + GAP_PT * place.scale;
  }
  if (lines.length > 0) {
    const font = new EmbeddedFont(appearance.fonts.regular, 'Tinos');
    const box = { x: textLeft, y: 0, width: width - textLeft, height };
    operators.push(textBlock(lines, box, font, fontSizeOf(appearance) * place.scale));
    resources['Font'] = dict({ F0: await font.embed(update) });
  }
  const content = operators.join('\n');
  return addAppearanceForm(update, { width, height, rotate: page.rotate, content, resources });
}

function fontSizeOf({ profile }: ProfileAppearance): number {
  return profile.text?.fontSize ?? 10;
}

/** Where a profile shows its image alone, nothing else stands on the paper (NĐ 30/2020 PL I II.7d, II.8a). */
function linesOf({ profile, facts }: ProfileAppearance, image: RgbaImage | null): string[] {
  return image && !profile.text ? [] : profileLines(profile, facts);
}

function imageOf({ profile, images }: ProfileAppearance): RgbaImage | null {
  if (!profile.image) return null;
  const bytes = images[profile.image];
  if (!bytes) throw new AppError('SIGNING_IMAGE_MISSING', { image: profile.image });
  return readSignatureImage(bytes);
}
