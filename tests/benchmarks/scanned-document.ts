import { createCanvas } from '@napi-rs/canvas';
import { concatBytes } from '#lib/pki/bytes.ts';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';

const widthPx = 1654;
const heightPx = 2339;

/**
 * A4 at 200 dpi, as good as `targetBytes` allow and filled up to them with a comment; different every
 * time. The least that a page can do with is about 200 kB.
 */
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
  let best: Uint8Array = await canvas.encode('jpeg', 10);
  for (const quality of [15, 20, 30, 45, 60, 75, 85, 92, 97]) {
    const better = await canvas.encode('jpeg', quality);
    if (better.byteLength > targetBytes) break;
    best = better;
  }
  return filledUp(best, targetBytes);
}

const MARKER_BYTES = 4;
const MOST_COMMENT_BYTES = 65_533;

/** With comment segments (ITU-T T.81 B.2.4.5) after the start of the image. */
function filledUp(jpeg: Uint8Array, targetBytes: number): Uint8Array {
  const comments: Uint8Array[] = [];
  for (let missing = targetBytes - jpeg.length; missing > MARKER_BYTES;) {
    const length = Math.min(missing - MARKER_BYTES, MOST_COMMENT_BYTES);
    const comment = new Uint8Array(MARKER_BYTES + length);
    crypto.getRandomValues(comment.subarray(MARKER_BYTES));
    comment.set([0xff, 0xfe, (length + 2) >> 8, (length + 2) & 0xff]);
    comments.push(comment);
    missing -= comment.length;
  }
  return concatBytes(jpeg.subarray(0, 2), ...comments, jpeg.subarray(2));
}

/** What a page takes beside its picture, and the document beside its pages. */
const LAYER_BYTES = 400;
const FRAME_BYTES = 7000;

/**
 * A scanned document as the page assembles it: JPEG pages, a text layer of 45 lines each;
 * `pageCount` × `pageBytes` in all.
 */
export async function scanOf(pageCount: number, pageBytes: number): Promise<Uint8Array> {
  const jpegBytes = Math.round(pageBytes - LAYER_BYTES - FRAME_BYTES / pageCount);
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
