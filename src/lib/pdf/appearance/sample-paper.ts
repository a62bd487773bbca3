import { latin1, type Bytes } from '#lib/pki/bytes.ts';
import { EmbeddedFont } from '../fonts/embedded-font.ts';
import { dict, name } from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { A4 } from '../signing/page-placement.ts';
import { wrapLines } from '../signing/fit-text.ts';
import { deflatedStream } from '../writing/deflate.ts';
import { DocumentBuilder } from '../writing/document-builder.ts';
import { formatNumber } from '../writing/write-object.ts';

export type PaperFonts = { regular: Uint8Array; bold: Uint8Array };

/** What the sample says where profiles look: the agency above, title and name below. */
export type PaperWords = {
  /** One line each, capitals. */
  agency: readonly string[];
  numberNotation: string;
  /** One line each, capitals. */
  title: readonly string[];
  signerName: string;
};

/** A decision of two pages in the layout of NĐ 30/2020 PL I, to try signing profiles on. */
export async function buildSamplePaper(words: PaperWords, fonts: PaperFonts): Promise<Bytes> {
  const paper = layOutPaper(words, fonts);
  const builder = new DocumentBuilder();
  const tree = builder.allocate();
  const resources = await paper.embedFonts(builder);
  const pages = [];
  for (const operators of paper.pages) {
    const contents = builder.add(await deflatedStream({}, latin1(operators)));
    pages.push(
      builder.add(
        dict({
          Type: name('Page'),
          Parent: tree,
          MediaBox: [0, 0, A4.width, A4.height],
          Resources: resources,
          Contents: contents,
        }),
      ),
    );
  }
  builder.set(tree, dict({ Type: name('Pages'), Kids: pages, Count: pages.length }));
  const catalog = { Type: name('Catalog'), Pages: tree, Lang: textString('vi-VN') };
  return builder.finish({ Root: builder.add(dict(catalog)) });
}

/** The operators of both pages on A4, origin bottom left, and the fonts that they use. */
export function layOutPaper(words: PaperWords, fonts: PaperFonts) {
  const regular = new EmbeddedFont(fonts.regular, 'Tinos');
  const bold = new EmbeddedFont(fonts.bold, 'Tinos-Bold');
  const write = (lines: readonly PaperLine[]) =>
    lines
      .map(({ text, x, top, size, isBold, isCentred }) => {
        const font = isBold ? bold : regular;
        const left = isCentred ? x - (font.width(text) * size) / 2 : x;
        const place = `${formatNumber(left)} ${formatNumber(A4.height - top)}`;
        return `BT 0 g /${isBold ? 'F1' : 'F0'} ${size} Tf ${place} Td <${font.hex(text)}> Tj ET`;
      })
      .join('\n');
  const pages = [
    write([...heading(words), ...paragraphs(opening, 228, regular)]),
    write([...paragraphs(closing, 80, regular), ...signatureBlock(words)]),
  ];
  return {
    pages,
    embedFonts: async (builder: DocumentBuilder) =>
      dict({
        Font: dict({ F0: await regular.embed(builder), F1: await bold.embed(builder) }),
      }),
  };
}

/** `top`: of the baseline from the upper edge, points. */
type PaperLine = {
  text: string;
  x: number;
  top: number;
  size: number;
  isBold?: boolean;
  isCentred?: boolean;
};

const LEFT_COLUMN = 175;
const RIGHT_COLUMN = 425;

function heading({ agency, numberNotation }: PaperWords): PaperLine[] {
  const left = { x: LEFT_COLUMN, isCentred: true };
  const right = { x: RIGHT_COLUMN, isCentred: true, isBold: true };
  const middle = { x: 310, isCentred: true, isBold: true };
  const agencyLines = agency.map((text, index) => ({
    ...left,
    text,
    top: 76 + index * 16,
    size: 12,
    isBold: index === agency.length - 1,
  }));
  return [
    ...agencyLines,
    { ...left, text: `Số: ${numberNotation}`, top: 88 + agency.length * 16, size: 13 },
    { ...right, text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', top: 76, size: 12 },
    { ...right, text: 'Độc lập - Tự do - Hạnh phúc', top: 92, size: 13 },
    { ...middle, text: 'QUYẾT ĐỊNH', top: 176, size: 14 },
    {
      ...middle,
      text: 'Về việc cấp giấy phép kinh doanh dịch vụ lữ hành nội địa',
      top: 195,
      size: 13,
    },
  ];
}

/** The last line of the title stands 92 pt above the name, as four blank lines leave it. */
function signatureBlock({ title, signerName }: PaperWords): PaperLine[] {
  const start = 330;
  const right = { x: RIGHT_COLUMN, isCentred: true, isBold: true, size: 13 };
  const left = { x: 85, size: 11 };
  return [
    { text: 'Nơi nhận:', x: 85, top: start, size: 12, isBold: true },
    { ...left, text: '- Như Điều 3;', top: start + 15 },
    { ...left, text: '- Lưu: VT, QLDL.', top: start + 28 },
    ...title.map((text, index) => ({ ...right, text, top: start + index * 16 })),
    { ...right, text: signerName, top: start + (title.length - 1) * 16 + 92 },
  ];
}

function paragraphs(texts: readonly string[], top: number, font: EmbeddedFont): PaperLine[] {
  const size = 13;
  const lines = texts.flatMap((text) => wrapLines([text], 440 / size, font));
  return lines.map((text, index) => ({ text, x: 85, top: top + index * 19, size }));
}

const opening = [
  'Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017;',
  'Căn cứ Nghị định số 168/2017/NĐ-CP ngày 31 tháng 12 năm 2017 của Chính phủ quy định chi tiết một số điều của Luật Du lịch;',
  'Xét hồ sơ đề nghị cấp giấy phép kinh doanh dịch vụ lữ hành nội địa;',
  'Theo đề nghị của Trưởng phòng Quản lý Du lịch.',
  'Điều 1. Cấp giấy phép kinh doanh dịch vụ lữ hành nội địa cho doanh nghiệp đủ điều kiện theo hồ sơ kèm theo Quyết định này.',
];

const closing = [
  'Điều 2. Doanh nghiệp có trách nhiệm thực hiện đúng các quy định của pháp luật về du lịch và chế độ báo cáo định kỳ.',
  'Điều 3. Chánh Văn phòng, Trưởng phòng Quản lý Du lịch, doanh nghiệp và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.',
];
