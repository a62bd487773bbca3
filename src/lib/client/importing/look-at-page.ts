import { sha256Hex } from '#lib/client/batches/sha256.ts';
import type { Rotation } from '#lib/domain/text-layer.ts';
import { type PageAnalysis, SURE_ORIENTATION } from '#lib/imaging/analyse-page.ts';
import { type ImportedPage, type PageImaging, THUMBNAIL_PX } from './imported-file.ts';
import type { DecodedPage } from './reading-messages.ts';

/**
 * Analyses a page image and makes its thumbnail. `rotation` is how the file says the page is shown;
 * it counts where the page itself does not tell.
 */
export async function lookAtPage(
  decoded: DecodedPage,
  imaging: PageImaging,
  rotation: Rotation = 0,
): Promise<ImportedPage> {
  const { image, mimeType } = decoded;
  const [analysis, bytes] = await Promise.all([
    imaging.analyse(image, decoded.dpi ?? undefined),
    image.arrayBuffer(),
  ]);
  const frame = frameOf(analysis, rotation);
  const [thumbnail, sha256] = await Promise.all([
    imaging.thumbnail(image, frame, THUMBNAIL_PX),
    sha256Hex(bytes),
  ]);
  return {
    image,
    thumbnail,
    sha256,
    mimeType,
    frame,
    orientationConfidence: analysis.orientationConfidence,
    orientations: analysis.orientations,
    warnings: analysis.warnings,
    isBlank: analysis.isBlank,
  };
}

function frameOf(analysis: PageAnalysis, rotation: Rotation): PageAnalysis['frame'] {
  const isSure = !analysis.isBlank && analysis.orientationConfidence >= SURE_ORIENTATION;
  if (isSure || rotation === 0) return analysis.frame;
  const skewDegrees =
    analysis.orientations.find((way) => way.rotation === rotation)?.skewDegrees ?? 0;
  return { ...analysis.frame, rotation, skewDegrees };
}
