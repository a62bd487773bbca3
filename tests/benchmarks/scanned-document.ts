import { createCanvas } from '@napi-rs/canvas';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';

const widthPx = 1654;
const heightPx = 2339;

/** A4 at 200 dpi with noise as a scanner gives it, close to `targetBytes`, different every time. */
export async function noisyJpeg(targetBytes: number): Promise<Uint8Array> {
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f7f5ef';
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = '#222';
  context.font = '34px serif';
  for (let line = 0; line < 45; line++) {
    context.fillText(`Dòng ${line} ${crypto.randomUUID()} ${Math.random()}`, 160, 180 + line * 46);
  }
  let best: Uint8Array = new Uint8Array();
  for (const quality of [30, 45, 60, 75, 85, 92, 97]) {
    best = await canvas.encode('jpeg', quality);
    if (best.byteLength >= targetBytes) break;
  }
  return best;
}

/** A scanned document as the page assembles it: JPEG pages, a text layer of 45 lines each. */
export async function scanOf(pageCount: number, jpegBytes: number): Promise<Uint8Array> {
  const pages = [];
  for (let index = 0; index < pageCount; index++) {
    const bytes = await noisyJpeg(jpegBytes);
    pages.push({
      image: { kind: 'jpeg' as const, bytes, widthPx, heightPx, components: 3 as const },
      frame: {
        sourceWidthPx: widthPx,
        sourceHeightPx: heightPx,
        rotation: 0 as const,
        skewDegrees: 0.4,
        dpi: 200,
      },
      textLayer: textLayer(),
    });
  }
  return buildSearchablePdf({ title: 'Giấy phép kinh doanh', createdAt: new Date(), pages });
}

export function textLayer(): TextLayer {
  const lines = Array.from({ length: 45 }, (_, line) => {
    const y = 150 + line * 46;
    const words = 'Cộng hòa xã hội chủ nghĩa Việt Nam độc lập tự do hạnh phúc'.split(' ');
    return {
      box: { x: 160, y, width: 1300, height: 34 },
      baseline: { x0: 160, y0: y + 28, x1: 1460, y1: y + 28 },
      words: words.map((text, index) => ({
        text,
        confidence: 93,
        box: { x: 160 + index * 92, y, width: 84, height: 34 },
      })),
    };
  });
  return { widthPx, heightPx, lines, meanConfidence: 93 };
}
