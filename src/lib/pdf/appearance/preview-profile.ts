import { AppError } from '#lib/domain/app-error.ts';
import type { Bytes } from '#lib/pki/bytes.ts';
import { dict, name } from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { listPages } from '../reading/pages.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { addToForm, addToPage, SIGNATURES_EXIST, WIDGET_FLAGS } from '../signing/field-tree.ts';
import type { ProfileAppearance } from '../signing/appearance-options.ts';
import { pageScale, toUserSpace } from '../signing/page-placement.ts';
import { IncrementalUpdate } from '../writing/incremental-update.ts';
import { drawProfile, placeAppearance } from './draw-profile.ts';
import type { ProfilePlace } from './place-profile.ts';

export type ProfilePreview = { pdf: Bytes; places: ProfilePlace[] };

/**
 * The paper as it would look after these signatures, one after the other, drawn by what draws them
 * when they are made. Nothing is signed: the file has no signature value.
 *
 * Errors: as `placeAppearance`.
 */
export async function previewProfiles(
  pdf: Uint8Array<ArrayBuffer>,
  appearances: readonly ProfileAppearance[],
): Promise<ProfilePreview> {
  const places: ProfilePlace[] = [];
  let current = pdf;
  for (const [index, appearance] of appearances.entries()) {
    const file = openPdf(current);
    const place = placeAppearance(file, appearance);
    const page = listPages(file)[place.pageIndex];
    if (!page?.reference) throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'no such page' });
    const update = new IncrementalUpdate(file);
    const picture = await drawProfile(file, update, page, appearance, {
      rectangle: place.rectangle,
      scale: pageScale(page),
    });
    const { left, bottom, right, top } = toUserSpace(page, place.rectangle);
    const field = update.add(
      dict({
        Type: name('Annot'),
        Subtype: name('Widget'),
        FT: name('Sig'),
        T: textString(`Preview${index + 1}`),
        // Without contents: only so that the seal finds the signature that it belongs to.
        V: dict({ Type: name('Sig') }),
        F: WIDGET_FLAGS,
        P: page.reference,
        Rect: [left, bottom, right, top],
        AP: dict({ N: picture }),
      }),
    );
    addToPage(file, update, page, page.reference, [field]);
    addToForm(file, update, [field], SIGNATURES_EXIST);
    current = (await update.finish()).bytes;
    places.push(place);
  }
  return { pdf: current, places };
}
