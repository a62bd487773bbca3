import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Metadata } from '#lib/domain/metadata.ts';
import { EmbeddedFont } from '#lib/pdf/fonts/embedded-font.ts';
import { dict, name } from '#lib/pdf/objects/pdf-object.ts';
import { textString } from '#lib/pdf/objects/text-string.ts';
import { fitText } from '#lib/pdf/signing/fit-text.ts';
import { deflatedStream } from '#lib/pdf/writing/deflate.ts';
import { DocumentBuilder } from '#lib/pdf/writing/document-builder.ts';
import { formatNumber } from '#lib/pdf/writing/write-object.ts';
import { latin1 } from '#lib/pki/bytes.ts';

const A4 = { width: 595.28, height: 841.89 };

/** The Tinos file that papers are set in. */
export async function paperFont(): Promise<Uint8Array> {
  const { resolve } = createRequire(import.meta.url);
  return readFile(resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'));
}

type Block = {
  lines: string[];
  x: number;
  /** Distance of the block's top from the top of the page. */
  top: number;
  width: number;
  height: number;
  fontSize: number;
  align: 'left' | 'centre';
};

/** One page in the layout of NĐ 30/2020 PL I, marked as a demonstration. */
export async function drawPaper(metadata: Metadata, fontFile: Uint8Array): Promise<Uint8Array> {
  const font = new EmbeddedFont(fontFile, 'Tinos');
  const content = blocksOf(metadata)
    .map((block) => showBlock(block, font))
    .join('\n');
  const builder = new DocumentBuilder();
  const pages = builder.allocate();
  const page = builder.add(
    dict({
      Type: name('Page'),
      Parent: pages,
      MediaBox: [0, 0, A4.width, A4.height],
      Resources: dict({ Font: dict({ F0: await font.embed(builder) }) }),
      Contents: builder.add(await deflatedStream({}, latin1(content))),
    }),
  );
  builder.set(pages, dict({ Type: name('Pages'), Kids: [page], Count: 1 }));
  const root = builder.add(
    dict({ Type: name('Catalog'), Pages: pages, Lang: textString('vi-VN') }),
  );
  const title = textString(`${metadata.title} ${metadata.numberNotation}`);
  return builder.finish({ Root: root, Info: builder.add(dict({ Title: title })) });
}

function blocksOf(metadata: Metadata): Block[] {
  const [year, month, day] = metadata.issuedOn.split('-');
  const left = { x: 60, width: 210, align: 'centre' } as const;
  const right = { x: 280, width: 270, align: 'centre' } as const;
  const body = { x: 85, width: 455 } as const;
  return [
    {
      ...left,
      top: 60,
      height: 60,
      fontSize: 12,
      lines: [metadata.issuingAgency.toUpperCase(), `Số: ${metadata.numberNotation}`],
    },
    {
      ...right,
      top: 60,
      height: 60,
      fontSize: 12,
      lines: [
        'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
        'Độc lập - Tự do - Hạnh phúc',
        `Minh Hải An, ngày ${day} tháng ${month} năm ${year}`,
      ],
    },
    {
      ...body,
      top: 160,
      height: 80,
      fontSize: 14,
      align: 'centre',
      lines: [metadata.title.toUpperCase(), metadata.abstract],
    },
    {
      ...body,
      top: 270,
      height: 200,
      fontSize: 13,
      align: 'left',
      lines: [
        `Tên tổ chức, cá nhân: ${metadata.ownerName}`,
        `Mã định danh: ${metadata.ownerIdentifier}`,
        `Mã hồ sơ: ${metadata.dossierCode}`,
        'Thời hạn: không thời hạn.',
      ],
    },
    {
      ...body,
      top: 760,
      height: 30,
      fontSize: 10,
      align: 'centre',
      lines: ['DỮ LIỆU DEMO – không có giá trị pháp lý'],
    },
  ];
}

function showBlock(block: Block, font: EmbeddedFont): string {
  const fitted = fitText(block.lines, block, font, block.fontSize);
  return fitted.lines
    .map((line, index) => {
      const slack = block.width - font.width(line) * fitted.fontSize;
      const x = block.x + (block.align === 'centre' ? slack / 2 : 0);
      const y = A4.height - block.top - fitted.lineHeight * (index + 1);
      const place = `${formatNumber(x)} ${formatNumber(y)}`;
      return `BT /F0 ${formatNumber(fitted.fontSize)} Tf ${place} Td <${font.hex(line)}> Tj ET`;
    })
    .join('\n');
}
