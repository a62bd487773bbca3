import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { mirrorImage } from '#lib/client/imaging/mirror-image.ts';
import { weighedByFile } from '#lib/imaging/file-turn.ts';
import { type ImportedPage, type PageImaging, THUMBNAIL_PX } from './imported-file.ts';
import type { DecodedPage } from './reading-messages.ts';

/**
 * Analyses a page image and makes its thumbnail. The turn that the file asks for counts with what the
 * page itself tells; a mirrored image is written anew.
 */
export async function lookAtPage(
  decoded: DecodedPage,
  imaging: PageImaging,
): Promise<ImportedPage> {
  const { mimeType, turn } = decoded;
  const image = turn.isMirrored ? await mirrorImage(decoded.image) : decoded.image;
  const [seen, bytes] = await Promise.all([
    imaging.analyse(image, decoded.dpi ?? undefined),
    image.arrayBuffer(),
  ]);
  const analysis = weighedByFile(seen, turn.rotation);
  const { frame } = analysis;
  const [thumbnail, sha256, codes] = await Promise.all([
    imaging.thumbnail(image, frame, THUMBNAIL_PX),
    sha256Hex(bytes),
    // Looked for again later where the reader of codes could not be loaded.
    analysis.isBlank ? [] : imaging.codes(image, frame).catch(() => null),
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
    ...(codes && { codes }),
  };
}
