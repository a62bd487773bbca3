import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Rotation } from '#lib/domain/text-layer.ts';
import { layOutPaper, type PaperWords } from '#lib/pdf/appearance/sample-paper.ts';
import { dict, name } from '#lib/pdf/objects/pdf-object.ts';
import { deflatedStream } from '#lib/pdf/writing/deflate.ts';
import { DocumentBuilder } from '#lib/pdf/writing/document-builder.ts';
import { latin1 } from '#lib/pki/bytes.ts';

/** Tinos as the product embeds it. */
export const tinos = {
  regular: tinosFile('400Regular/Tinos_400Regular.ttf'),
  bold: tinosFile('700Bold/Tinos_700Bold.ttf'),
};

function tinosFile(path: string): Uint8Array {
  const file = fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${path}`));
  return new Uint8Array(readFileSync(file));
}

export const paperWords: PaperWords = {
  agency: ['UBND TỈNH MINH HẢI AN', 'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH'],
  numberNotation: '15/QĐ-SVHTTDL',
  title: ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'],
  signerName: 'Nguyễn Hoàng Phúc',
};

export type PaperSheet = {
  /** As shown, points. */
  width: number;
  height: number;
  rotate?: Rotation;
  /** Margin of the media box around the crop box, and its origin away from zero. */
  cropped?: { margin: number; originX: number; originY: number };
  words?: Partial<PaperWords>;
};

/** The sample decision on a sheet of another size, turned in the file, with a crop box of its own. */
export async function officePaper(sheet: PaperSheet): Promise<Uint8Array> {
  const { width, height, rotate = 0, cropped } = sheet;
  const isTurned = rotate === 90 || rotate === 270;
  const [inFileWidth, inFileHeight] = isTurned ? [height, width] : [width, height];
  const left = cropped?.originX ?? 0;
  const bottom = cropped?.originY ?? 0;
  const crop = [left, bottom, left + inFileWidth, bottom + inFileHeight] as const;
  const margin = cropped?.margin ?? 0;
  const media = [crop[0] - margin, crop[1] - margin, crop[2] + margin, crop[3] + margin];

  const paper = layOutPaper({ ...paperWords, ...sheet.words }, tinos);
  const scale = `${width / 595} 0 0 ${height / 842} 0 0 cm`;
  const builder = new DocumentBuilder();
  const tree = builder.allocate();
  const resources = await paper.embedFonts(builder);
  const pages = [];
  for (const operators of paper.pages) {
    const content = `q ${uprightToFile(rotate, crop).join(' ')} cm ${scale}\n${operators}\nQ`;
    const page = dict({
      Type: name('Page'),
      Parent: tree,
      MediaBox: [...media],
      CropBox: [...crop],
      Rotate: rotate,
      Resources: resources,
      Contents: builder.add(await deflatedStream({}, latin1(content))),
    });
    pages.push(builder.add(page));
  }
  builder.set(tree, dict({ Type: name('Pages'), Kids: pages, Count: pages.length }));
  return builder.finish({
    Root: builder.add(dict({ Type: name('Catalog'), Pages: tree })),
  });
}

function uprightToFile(
  rotate: Rotation,
  [left, bottom, right, top]: readonly [number, number, number, number],
): number[] {
  switch (rotate) {
    case 0:
      return [1, 0, 0, 1, left, bottom];
    case 90:
      return [0, 1, -1, 0, right, bottom];
    case 180:
      return [-1, 0, 0, -1, right, top];
    case 270:
      return [0, -1, 1, 0, left, top];
  }
}
