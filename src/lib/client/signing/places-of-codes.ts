import { findPageCodes } from '#lib/client/imaging/find-page-codes.ts';
import { frameSize } from '#lib/domain/text-layer.ts';
import type { UprightRectangle } from '#lib/pdf/prepare-signature.ts';
import { pointsPerPixel } from '#lib/pdf/searchable-pdf.ts';
import type { PagePicture } from './draw-page-to-sign.ts';

/**
 * What no signature may cover: the codes on the page (TT 01/2023 wants the QR code at the top left,
 * where the signature of who scanned stands too). Upright page, origin bottom left.
 *
 * Errors: as `findPageCodes`.
 */
export async function placesOfCodes({ image, frame }: PagePicture): Promise<UprightRectangle[]> {
  const { heightPx } = frameSize(frame);
  const scale = pointsPerPixel(frame);
  const codes = await findPageCodes(image, frame);
  return codes.map(({ box: { x, y, width, height } }) => ({
    x: x * scale,
    y: (heightPx - y - height) * scale,
    width: width * scale,
    height: height * scale,
  }));
}
