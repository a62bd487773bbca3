import { srgbProfile } from '../archival/icc-profile.ts';
import { dict, name, PdfStream, type PdfObject, type PdfReference } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { ObjectTarget } from '../fonts/embedded-font.ts';
import { deflate, deflatedStream } from '../writing/deflate.ts';
import type { RgbaImage } from './read-png.ts';

/** How a file lets colours and transparency be used. */
export type ColourRules = {
  /** A PDF/A whose output intent is not RGB asks for a profile of its own (ISO 19005-2 §6.2.4.3). */
  rgb: 'device' | 'profile';
  /**
   * PDF/A-1 forbids soft masks (ISO 19005-1 §6.4), PDF/A-2 without an output intent asks the page
   * for a blending space (ISO 19005-2 §6.2.10): both take a mask of whole pixels.
   */
  mask: 'soft' | 'whole-pixels';
};

export function colourRulesOf(file: PdfFile): ColourRules {
  const part = archivalPart(file);
  if (part === null) return { rgb: 'device', mask: 'soft' };
  const components = outputIntentComponents(file);
  return {
    rgb: components === 3 ? 'device' : 'profile',
    mask: part === 1 || components === null ? 'whole-pixels' : 'soft',
  };
}

/** An image XObject with its mask. */
export async function addImage(
  target: ObjectTarget,
  image: RgbaImage,
  rules: ColourRules,
): Promise<PdfReference> {
  const { widthPx, heightPx } = image;
  const common = {
    Type: name('XObject'),
    Subtype: name('Image'),
    Width: widthPx,
    Height: heightPx,
  };
  const packed = await packedImage(image, rules);
  const filter = { Filter: name('FlateDecode') };
  const mask: Record<string, PdfObject> =
    rules.mask === 'soft'
      ? { ColorSpace: name('DeviceGray'), BitsPerComponent: 8 }
      : { ImageMask: true, BitsPerComponent: 1 };
  const maskReference = target.add(
    new PdfStream(dict({ ...common, ...mask, ...filter }), packed.mask),
  );
  return target.add(
    new PdfStream(
      dict({
        ...common,
        ColorSpace: await colourSpace(target, rules),
        BitsPerComponent: 8,
        ...filter,
        [rules.mask === 'soft' ? 'SMask' : 'Mask']: maskReference,
      }),
      packed.rgb,
    ),
  );
}

type PackedImage = { rgb: Uint8Array; mask: Uint8Array };
const packedImages = new WeakMap<RgbaImage, Partial<Record<ColourRules['mask'], PackedImage>>>();

/** The same picture is packed once for all documents of a batch. */
async function packedImage(image: RgbaImage, { mask }: ColourRules): Promise<PackedImage> {
  const known = packedImages.get(image) ?? {};
  packedImages.set(image, known);
  known[mask] ??= {
    rgb: await deflate(image.rgb),
    mask: await deflate(mask === 'soft' ? image.alpha : stencil(image)),
  };
  return known[mask];
}

/** One bit per pixel, 1 = masked out (ISO 32000-1 §8.9.6.3), rows begin at octets. */
function stencil({ widthPx, heightPx, alpha }: RgbaImage): Uint8Array {
  const rowBytes = Math.ceil(widthPx / 8);
  const bits = new Uint8Array(rowBytes * heightPx);
  for (const [pixel, opacity] of alpha.entries()) {
    if (opacity >= 128) continue;
    const x = pixel % widthPx;
    const at = Math.floor(pixel / widthPx) * rowBytes + (x >> 3);
    bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
  }
  return bits;
}

async function colourSpace(target: ObjectTarget, { rgb }: ColourRules): Promise<PdfObject> {
  if (rgb === 'device') return name('DeviceRGB');
  return [name('ICCBased'), target.add(await deflatedStream({ N: 3 }, srgbProfile()))];
}

/** What the metadata claims (`pdfaid:part`); null for a file that is no PDF/A. */
function archivalPart(file: PdfFile): number | null {
  const stream = file.stream(file.catalog.get('Metadata'));
  if (!stream) return null;
  const text = new TextDecoder().decode(file.decode(stream).data);
  const part = /pdfaid:part\s*(?:=\s*["']|>)\s*(\d)/u.exec(text)?.[1];
  return part ? Number(part) : null;
}

function outputIntentComponents(file: PdfFile): number | null {
  const [intent] = file.array(file.catalog.get('OutputIntents')) ?? [];
  const profile = file.dict(file.dict(intent)?.get('DestOutputProfile'));
  return file.number(profile?.get('N'));
}
