import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decisionNumbers as numbers, decisionPdf } from '#fixtures/attacks/decision.ts';
import { appended, binaryText, rawPdf, rawStream } from '#fixtures/attacks/raw-pdf.ts';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { PdfReference } from '../objects/pdf-object.ts';
import { findGaps } from './gaps.ts';
import { contentOf } from './page-content.ts';
import { listPages } from './pages.ts';
import { openPdf, type PdfFile } from './pdf-file.ts';
import { listRevisions, openRevision, openSignedRevision } from './revisions.ts';

const plain = decisionPdf();

/** What the first page shows, as its operators. */
function firstContent(file: PdfFile): string {
  const [page] = listPages(file);
  return page ? binaryText(contentOf(file, page)).trim() : '';
}

function madeByQpdf(...change: readonly string[]): Uint8Array {
  using folder = temporaryFolder();
  const path = `${folder.path}/changed.pdf`;
  runTool('qpdf', ...change, folder.write('plain.pdf', plain), path);
  return new Uint8Array(readFileSync(path));
}

describe.each([
  ['object streams', ['--object-streams=generate']],
  ['a linearized file', ['--linearize', '--object-streams=disable']],
  ['a linearized file with object streams', ['--linearize', '--object-streams=generate']],
  ['a file for reading', ['--qdf', '--object-streams=disable']],
])('%s', (_, change) => {
  test('is read by its cross-references, without a gap', () => {
    const file = openPdf(madeByQpdf(...change));

    expect(firstContent(file)).toBe(firstContent(openPdf(plain)));
    expect(listRevisions(file)).toHaveLength(1);
    expect(findGaps(file, 0)).toEqual([]);
  });

  test('keeps its first revision when something is appended', () => {
    const before = openPdf(madeByQpdf(...change));
    const [page] = listPages(before);
    const content = page?.dict.get('Contents');
    if (!(content instanceof PdfReference)) throw new Error('The page has other contents');
    const root = before.trailer.get('Root');
    const link = root instanceof PdfReference ? `/Root ${root.number} 0 R` : '';

    const file = openPdf(
      appended(before.bytes, { [content.number]: rawStream('other') }, { trailer: link }),
    );

    expect(firstContent(file)).toBe('other');
    expect(listRevisions(file)).toHaveLength(2);
    const signed = openSignedRevision(file, before.bytes.length);
    expect(signed && firstContent(signed)).toBe(firstContent(before));
  });
});

test('an earlier revision reads a stream with the length that it had', () => {
  const before = decisionPdf({
    [numbers.firstContent]: '<</Length 16 0 R>>\nstream\nshort long\nendstream',
    16: '10',
  });
  const longer = appended(before, { 16: '5' });
  const file = openPdf(longer);

  const [first] = listRevisions(file);

  expect(first && firstContent(openRevision(file, first))).toBe('short long');
  expect(() => firstContent(file)).toThrow('PDF_BROKEN');
});

test('an earlier revision does not see objects that begin after it', () => {
  const text = binaryText(plain);
  // The listing of the first revision points behind its own end.
  const offset = text.indexOf(`${numbers.firstContent} 0 obj`);
  const behind = text.replace(
    String(offset).padStart(10, '0'),
    String(text.length).padStart(10, '0'),
  );
  const file = openPdf(
    appended(latin1(`${behind}${numbers.firstContent} 0 obj\n${rawStream('late')}\nendobj`), {
      [numbers.information]: '<<>>',
    }),
  );

  const signed = openSignedRevision(file, behind.length);

  expect(firstContent(file)).toBe('late');
  expect(() => signed && firstContent(signed)).toThrow('PDF_BROKEN');
});

test('the hidden part of a hybrid file completes its table', () => {
  const head = '%PDF-1.7\n';
  const objects = [
    '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n',
    '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>\nendobj\n',
    '3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R>>\nendobj\n',
    `4 0 obj\n${rawStream('hidden')}\nendobj\n`,
  ];
  const offsets = objects.map((_, index) => head.length + objects.slice(0, index).join('').length);
  const hidden = offsets[3] ?? 0;
  const body = `${head}${objects.join('')}`;
  const row = String.fromCharCode(1, hidden >> 8, hidden & 255, 0);
  const stream = `5 0 obj\n${rawStream(row, '/Type/XRef/W[1 2 1]/Size 6/Index[4 1]')}\nendobj\n`;
  const lines = offsets
    .slice(0, 3)
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  const table = `xref\n0 5\n0000000000 65535 f \n${lines}0000000000 00000 f \n`;
  const trailer = `trailer\n<</Root 1 0 R/Size 6/XRefStm ${body.length}>>\n`;
  const end = `startxref\n${body.length + stream.length}\n%%EOF\n`;

  const file = openPdf(latin1(`${body}${stream}${table}${trailer}${end}`));

  expect(firstContent(file)).toBe('hidden');
  expect(findGaps(file, 0)).toEqual([]);
});

test('white space before the cross-references is accepted', () => {
  const text = binaryText(plain);
  const start = text.lastIndexOf('xref\n0 1');
  const moved = `${text.slice(0, start)} \n\n${text.slice(start)}`;

  expect(firstContent(openPdf(latin1(moved)))).toContain('QUYET DINH');
});

test('an object with two places in one section is refused', () => {
  const text = binaryText(plain);
  const line = /^5 1\n\d{10} 00000 n \n/mu.exec(text)?.[0] ?? '';
  const twice = text.replace(line, `${line}${line.replace(/\d{10}/u, '0000000009')}`);

  expect(() => openPdf(latin1(twice))).toThrow('PDF_BROKEN');
});

test('what no cross-reference lists is a gap', () => {
  const text = binaryText(plain).replace('6 0 obj', '77 0 obj\n(waiting)\nendobj\n6 0 obj');
  const shift = '77 0 obj\n(waiting)\nendobj\n'.length;
  const from = binaryText(plain).indexOf('6 0 obj');
  const repaired = text
    .replace(/(\d{10}) 00000 n/gu, (_, digits: string) => {
      const offset = Number(digits);
      return `${String(offset >= from ? offset + shift : offset).padStart(10, '0')} 00000 n`;
    })
    .replace(/startxref\n(\d+)/u, (_, digits: string) => `startxref\n${Number(digits) + shift}`);
  const file = openPdf(latin1(repaired));

  // With the line end before it.
  expect(findGaps(file, 0)).toEqual([{ start: from - 1, end: from + shift }]);
});

test('comments are no gap', () => {
  const file = openPdf(rawPdf({ 1: '<</Type/Catalog>>\nendobj\n% a remark\n9 0 obj\nnull' }));

  expect(findGaps(file, 0)).toHaveLength(1);
  expect(findGaps(openPdf(latin1(`${binaryText(plain)}% a remark\n`)), 0)).toEqual([]);
});
