import { despeckled } from './despeckle.ts';
import { evenLight, toneOf } from './even-light.ts';
import type { GreyImage } from './grey-image.ts';
import type { InkMap } from './ink-map.ts';
import { surveyPage } from './page-survey.ts';

/**
 * A scan as the engine likes it, in its own pixels: light even, pale ink dark and grain white where
 * the page is so, dark edges and punch holes white, dust gone. For recognition only. A clean scan
 * comes out nearly as it was.
 */
export function cleanPage(image: GreyImage, dpi: number): GreyImage {
  const { small, edges, inner: ink } = surveyPage(image, dpi);
  const tone = toneOf(image, small, ink, edges);
  const even = evenLight(image, small, tone);
  if (edges) whiten(even, edges);
  return despeckled(even, ink, dpi);
}

/** Whitens what a map of the small page marks, in place. */
function whiten(image: GreyImage, { width, height, data, factor }: InkMap): void {
  for (let y = 0; y < height; y += 1) {
    // What `shrink` dropped at the right and lower edge belongs to the last cell.
    const lastRow = y === height - 1 ? image.height : (y + 1) * factor;
    for (let x = 0; x < width; x += 1) {
      if (data[y * width + x] === 0) continue;
      const from = x;
      while (x < width && data[y * width + x] === 1) x += 1;
      const end = x === width ? image.width : x * factor;
      for (let row = y * factor; row < lastRow; row += 1) {
        image.data.fill(255, row * image.width + from * factor, row * image.width + end);
      }
    }
  }
}
