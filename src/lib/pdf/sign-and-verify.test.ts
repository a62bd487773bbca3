import { readFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoAuthority,
  type DemoCertificate,
  type DemoSources,
} from '#lib/pki/demo-authority.ts';
import { parseSignedAttributes } from '#lib/pki/signed-attributes.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { PdfDict, PdfReference, PdfStream } from './objects/pdf-object.ts';
import { textString } from './objects/text-string.ts';
import {
  prepareSignature,
  scanSignatureRectangle,
  sealSignature,
  type SignatureOptions,
} from './prepare-signature.ts';
import { listPages } from './reading/pages.ts';
import { openPdf } from './reading/pdf-file.ts';
import { listSignatureFields } from './reading/signature-fields.ts';
import { buildSearchablePdf } from './searchable-pdf.ts';
import { signatureSummary, verifySignatures } from './verify-signatures.ts';
import { IncrementalUpdate } from './writing/incremental-update.ts';

const tinos = new Uint8Array(
  readFileSync('node_modules/@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
);
const signedAt = new Date('2026-11-22T02:30:00Z');
const at = new Date('2026-11-22T03:00:00Z');
const sources: DemoSources = {
  now: signedAt,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
const lines = [
  'Trần Minh Hà – Chuyên viên',
  '2026-11-22T09:30:00+07:00',
  'DEMO – không có giá trị pháp lý',
];

let authority: DemoAuthority;
let person: DemoCertificate;
let agency: DemoCertificate;
let scan: Uint8Array;

beforeAll(async () => {
  authority = await createDemoAuthority(sources);
  person = await issueDemoCertificate(
    authority,
    { commonName: 'Trần Minh Hà', organizationalUnit: 'Phòng Một cửa', keyType: 'ec' },
    sources,
  );
  agency = await issueDemoCertificate(
    authority,
    { commonName: 'Sở Văn hóa, Thể thao và Du lịch', keyType: 'rsa' },
    sources,
  );
  scan = await buildScan(1654, 2339);
});

async function buildScan(widthPx: number, heightPx: number): Promise<Uint8Array> {
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = '#eee';
  context.fillRect(0, 0, widthPx, heightPx);
  const bytes = new Uint8Array(canvas.toBuffer('image/jpeg', 60));
  const frame = {
    sourceWidthPx: widthPx,
    sourceHeightPx: heightPx,
    rotation: 0,
    skewDegrees: 0,
    dpi: 200,
  } as const;
  return buildSearchablePdf({
    title: 'Quyết định 15/QĐ-SVHTTDL',
    createdAt: signedAt,
    pages: [{ image: { kind: 'jpeg', bytes, widthPx, heightPx, components: 3 }, frame }],
  });
}

function options(
  signer: DemoCertificate,
  changes: Partial<SignatureOptions> = {},
): SignatureOptions {
  return {
    certificateChain: signer.chain,
    signedAt,
    profile: 'scan',
    appearance: { lines, fonts: { regular: tinos } },
    ...changes,
  };
}

async function sign(
  pdf: Uint8Array,
  signer = person,
  changes: Partial<SignatureOptions> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const prepared = await prepareSignature(pdf, options(signer, changes));
  return sealSignature(prepared, await signSha256(signer.privateKey, prepared.toBeSigned));
}

function verify(pdf: Uint8Array, anchors = [authority.certificate]) {
  return verifySignatures(pdf, { trustAnchors: anchors, at });
}

function pem(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

describe.each(['ec', 'rsa'] as const)('a scan signed with an %s key', (keyType) => {
  const signer = () => (keyType === 'ec' ? person : agency);

  test('is valid for us, poppler, OpenSSL and qpdf', async () => {
    using folder = temporaryFolder();
    const prepared = await prepareSignature(scan, options(signer()));
    const signed = await sealSignature(
      prepared,
      await signSha256(signer().privateKey, prepared.toBeSigned),
    );
    const file = folder.write('signed.pdf', signed);

    expect(await verify(signed)).toMatchObject([
      {
        isValid: true,
        reasons: [],
        level: 'B-B',
        isIntact: true,
        coverage: { coversWholeDocument: true },
        changes: { verdict: 'none' },
        signer: { isDemo: true },
        signedAt,
        wasValidAtSigning: true,
      },
    ]);
    expect(qpdfComplaints(file)).toBe('');
    const pdfsig = runTool('pdfsig', '-nocert', file);
    expect(pdfsig).toContain('Signature is Valid');
    expect(pdfsig).toContain('Total document signed');
    expect(pdfsig).toContain('ETSI.CAdES.detached');

    const [, gapStart, gapEnd, tail] = prepared.byteRange;
    const hex = Buffer.from(signed.subarray(gapStart + 1, gapEnd - 1)).toString('latin1');
    const cms = folder.write('cms.der', Buffer.from(hex, 'hex'));
    const content = folder.write(
      'content',
      Buffer.concat([signed.subarray(0, gapStart), signed.subarray(gapEnd, gapEnd + tail)]),
    );
    const root = folder.write('root.pem', pem(authority.certificate));
    runTool(
      'openssl',
      'cms',
      '-verify',
      '-binary',
      '-cades',
      '-inform',
      'DER',
      '-in',
      cms,
      '-content',
      content,
      '-CAfile',
      root,
      '-purpose',
      'any',
      '-attime',
      `${at.getTime() / 1000}`,
      '-out',
      `${folder.path}/out`,
    );
  });

  test('hands the key nothing but the attributes of this document', async () => {
    const prepared = await prepareSignature(scan, options(signer()));

    const attributes = parseSignedAttributes(prepared.toBeSigned);

    expect(attributes.messageDigest).toEqual(prepared.contentSha256);
  });

  test('keeps the document as it was, byte for byte', async () => {
    const signed = await sign(scan, signer());

    expect(Buffer.compare(signed.subarray(0, scan.length), scan)).toBe(0);
  });

  test('refuses a signature of another key', async () => {
    const prepared = await prepareSignature(scan, options(signer()));
    const stranger = await issueDemoCertificate(authority, { commonName: 'x', keyType }, sources);
    const raw = await signSha256(stranger.privateKey, prepared.toBeSigned);

    await expect(sealSignature(prepared, raw)).rejects.toMatchObject({
      code: 'SIGNATURE_NOT_VERIFIED',
    });
    await expect(sealSignature(prepared, new Uint8Array(3))).rejects.toMatchObject({
      code: 'SIGNATURE_NOT_VERIFIED',
    });
  });
});

test('a raw ECDSA signature as tokens give it is taken too', async () => {
  const prepared = await prepareSignature(scan, options(person));
  const raw = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    person.privateKey,
    prepared.toBeSigned,
  );

  const signed = await sealSignature(prepared, new Uint8Array(raw));

  expect((await verify(signed))[0]?.isValid).toBe(true);
});

test('the appearance stands top left on page 1 and can be read and copied', async () => {
  using folder = temporaryFolder();
  const file = folder.write('signed.pdf', await sign(scan));

  const text = runTool('pdftotext', '-bbox', file, '-');

  const words = [
    ...text.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</gu),
  ];
  expect(words.map((word) => word[5]).join(' ')).toBe(lines.join(' '));
  for (const word of words) {
    expect(Number(word[1])).toBeGreaterThanOrEqual(39);
    expect(Number(word[3])).toBeLessThanOrEqual(242);
    expect(Number(word[2])).toBeGreaterThanOrEqual(10);
    expect(Number(word[4])).toBeLessThanOrEqual(44);
  }
  expect(runTool('pdffonts', file)).toMatch(/\+Tinos\s+CID TrueType\s+Identity-H\s+yes yes yes/u);
});

test('long names never leave the box', async () => {
  using folder = temporaryFolder();
  const long = 'Nguyễn Phước Bảo Quỳnh Tường Vi Khánh Huyền '.repeat(6).trim();
  const file = folder.write(
    'signed.pdf',
    await sign(scan, person, {
      appearance: {
        lines: [long, 'không_có_chỗ_nào_để_ngắt_dòng_'.repeat(20)],
        fonts: { regular: tinos },
      },
    }),
  );

  const text = runTool('pdftotext', '-bbox', file, '-');

  const right = [...text.matchAll(/xMax="([\d.]+)" yMax="([\d.]+)"/gu)];
  expect(right.length).toBeGreaterThan(3);
  for (const [, x, y] of right) {
    expect(Number(x)).toBeLessThanOrEqual(242);
    expect(Number(y)).toBeLessThanOrEqual(44);
  }
});

test('a second signature stands beside the first and leaves it valid', async () => {
  using folder = temporaryFolder();
  const once = await sign(scan, person);
  const twice = await sign(once, agency, {
    appearance: { lines: ['Sở Văn hóa'], fonts: { regular: tinos } },
  });
  const file = folder.write('twice.pdf', twice);

  const reports = await verify(twice);

  expect(reports.map((report) => report.isValid)).toEqual([true, true]);
  expect(reports.map((report) => report.changes.verdict)).toEqual(['allowed', 'none']);
  expect(reports.map((report) => report.fieldName)).toEqual(['Signature1', 'Signature2']);
  expect(runTool('pdfsig', '-nocert', file).match(/Signature is Valid/gu)).toHaveLength(2);
  expect(qpdfComplaints(file)).toBe('');
  const text = runTool('pdftotext', '-bbox', file, '-');
  expect(
    Number(/xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="[\d.]+">Sở</u.exec(text)?.[1]),
  ).toBeGreaterThan(240);
  expect((await inspectPdf(twice)).signatureCount).toBe(2);
});

test('an invisible signature is possible', async () => {
  const signed = await sign(scan, person, { appearance: null });

  expect((await verify(signed))[0]?.isValid).toBe(true);
});

test.each([
  ['object streams', ['--object-streams=generate']],
  ['a linearized file', ['--linearize', '--object-streams=disable']],
  ['a linearized file with object streams', ['--linearize', '--object-streams=generate']],
  ['a page turned by 90 degrees', ['--rotate=90']],
  ['a page turned by 180 degrees', ['--rotate=180']],
  ['a page turned by 270 degrees', ['--rotate=270', '--object-streams=generate']],
])('%s of another program are signed in their own style', async (_, change) => {
  using folder = temporaryFolder();
  const changed = `${folder.path}/changed.pdf`;
  runTool('qpdf', ...change, folder.write('scan.pdf', scan), changed);
  const foreign = new Uint8Array(readFileSync(changed));

  const signed = await sign(await sign(foreign), agency);
  const file = folder.write('signed.pdf', signed);

  expect((await verify(signed)).map((report) => report.reasons)).toEqual([[], []]);
  expect(qpdfComplaints(file)).toBe('');
  expect(runTool('pdfsig', '-nocert', file).match(/Signature is Valid/gu)).toHaveLength(2);
  const text = runTool('pdftotext', '-bbox', file, '-');
  const first = /xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">Trần</u.exec(text);
  expect(Number(first?.[1])).toBeLessThan(70);
  expect(Number(first?.[2])).toBeLessThan(45);
});

test('a form with fields of its own keeps them', async () => {
  using folder = temporaryFolder();
  const form = folder.write('form.pdf', handWrittenForm());
  runTool('qpdf', '--object-streams=generate', form, `${folder.path}/packed.pdf`);
  for (const path of [form, `${folder.path}/packed.pdf`]) {
    const signed = await sign(new Uint8Array(readFileSync(path)));
    const file = folder.write('signed.pdf', signed);

    expect((await verify(signed))[0]?.reasons).toEqual([]);
    expect(qpdfComplaints(file)).toBe('');
    expect(runTool('pdfsig', '-nocert', file)).toContain('Signature is Valid');
    const json = runTool('qpdf', '--json', '--json-key=acroform', file);
    expect(json).toContain('"fullname": "hoten"');
    expect(json).toContain('"fullname": "Signature1"');
  }
});

/** Page attributes inherited, the form a direct dictionary, /Annots shared through a reference. */
function handWrittenForm(): Uint8Array {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 6 0 R/DA(/Helv 0 Tf 0 g)>>>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[10 20 605 862]/CropBox[10 20 605 862]/Resources<<>>>>',
    '<</Type/Page/Parent 2 0 R/Annots 5 0 R>>',
    '<</Type/Annot/Subtype/Widget/FT/Tx/T(hoten)/V(An)/Rect[60 700 200 720]/F 4/P 3 0 R>>',
    '[4 0 R]',
    '[4 0 R]',
  ];
  let text = '%PDF-1.6\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset.toString().padStart(10, '0');
  });
  const table = offsets.map((offset) => `${offset} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Root 1 0 R/Size ${size}>>\nstartxref\n${text.length}\n%%EOF`;
  return latin1(text);
}

describe('a document that somebody touched', () => {
  test('is not valid when one signed byte differs', async () => {
    const signed = await sign(scan);
    for (const position of [200, scan.length - 40, signed.length - 10]) {
      const changed = signed.slice();
      changed[position] = (changed[position] ?? 0) ^ 1;
      const outcome = await verify(changed).then(
        (reports) => reports.map((report) => report.isValid),
        (error: unknown) => error,
      );
      expect(outcome).not.toEqual([true]);
    }
    const changed = signed.slice();
    changed[400] = (changed[400] ?? 0) ^ 1;
    expect((await verify(changed))[0]).toMatchObject({
      isValid: false,
      isIntact: false,
      reasons: ['CONTENT_CHANGED'],
    });
  });

  test('is not valid when a page was replaced by something appended', async () => {
    using folder = temporaryFolder();
    const file = openPdf(await sign(scan));
    const [page] = listPages(file);
    const update = new IncrementalUpdate(file);
    update.set(page?.reference ?? update.allocate(), page?.dict.with({ Contents: null }) ?? null);
    const shadow = (await update.finish()).bytes;
    expect(qpdfComplaints(folder.write('shadow.pdf', shadow))).toBe('');

    const [report] = await verify(shadow);

    expect(report).toMatchObject({
      isValid: false,
      reasons: ['CHANGED_AFTER_SIGNING'],
      coverage: { coversWholeDocument: false },
      changes: { verdict: 'forbidden' },
    });
    expect(report && signatureSummary(report)).toMatchObject({ isValid: false, isIntact: false });
  });

  test('is not valid when something the signed pages only pointed at was appended', async () => {
    const base = openPdf(scan);
    const [page] = listPages(base);
    const before = new IncrementalUpdate(base);
    const missing = new PdfReference(base.size + 50);
    before.set(page?.reference ?? missing, page?.dict.with({ Contents: missing }) ?? null);
    const signed = openPdf(await sign((await before.finish()).bytes));
    expect((await verify(signed.bytes))[0]?.isValid).toBe(true);

    const after = new IncrementalUpdate(signed);
    after.set(missing, new PdfStream(new PdfDict(), latin1('0 0 500 500 re f')));
    const [report] = await verify((await after.finish()).bytes);

    expect(report?.reasons).toEqual(['CHANGED_AFTER_SIGNING']);
  });

  test('is not valid when the look of an earlier signature was changed', async () => {
    const signed = openPdf(await sign(scan));
    const [field] = listSignatureFields(signed);
    const update = new IncrementalUpdate(signed);
    const picture = signed.dict(field?.dict.get('AP'))?.get('N');
    if (!(picture instanceof PdfReference)) throw new Error('The signature has no appearance');
    update.set(picture, new PdfStream(new PdfDict(), latin1('')));

    const [report] = await verify((await update.finish()).bytes);

    expect(report?.reasons).toEqual(['CHANGED_AFTER_SIGNING']);
  });

  test('stays valid when only its description was updated', async () => {
    const signed = openPdf(await sign(scan));
    const update = new IncrementalUpdate(signed);
    const info = signed.trailer.get('Info');
    if (!(info instanceof PdfReference)) throw new Error('The document has no information');
    update.set(info, new PdfDict([['Title', textString('Tên khác')]]));

    const [report] = await verify((await update.finish()).bytes);

    expect(report).toMatchObject({
      isValid: true,
      coverage: { coversWholeDocument: false },
      changes: { verdict: 'allowed' },
    });
  });

  test.each([
    [
      'a gap larger than the signature',
      (range: number[]) => [0, (range[1] ?? 0) - 8, range[2] ?? 0, range[3] ?? 0],
    ],
    [
      'a start after the beginning',
      (range: number[]) => [5, (range[1] ?? 0) - 5, range[2] ?? 0, range[3] ?? 0],
    ],
    [
      'an end before the end',
      (range: number[]) => [0, range[1] ?? 0, range[2] ?? 0, (range[3] ?? 0) - 9],
    ],
    ['no gap at all', (range: number[]) => [0, range[1] ?? 0, range[1] ?? 0, 9]],
    ['negative numbers', (range: number[]) => [0, range[1] ?? 0, range[2] ?? 0, -1]],
  ])('is not valid with %s in the byte range', async (_, change) => {
    const prepared = await prepareSignature(scan, options(person));
    const signed = await sealSignature(
      prepared,
      await signSha256(person.privateKey, prepared.toBeSigned),
    );
    const at = Buffer.from(signed).lastIndexOf('/ByteRange ') + '/ByteRange '.length;
    const forged = signed.slice();
    forged.set(latin1(`[${change([...prepared.byteRange]).join(' ')}]`.padEnd(36)), at);

    const [report] = await verify(forged);

    expect(report?.isValid).toBe(false);
    expect(report?.reasons).toContain('BYTE_RANGE_WRONG');
  });

  test('is not valid without the signature itself', async () => {
    const signed = await sign(scan);
    const text = Buffer.from(signed).toString('latin1');
    const contents = text.lastIndexOf('/Contents <');
    for (const [from, to] of [
      ['/Contents <', '/Contentz <'],
      ['/ByteRange ', '/ByteRangf '],
    ] as const) {
      const forged = signed.slice();
      forged.set(latin1(to), text.lastIndexOf(from));
      expect((await verify(forged))[0]?.isValid).toBe(false);
    }
    const zeroed = signed.slice();
    zeroed.fill(0x30, contents + 11, contents + 4000);
    expect((await verify(zeroed))[0]).toMatchObject({
      isValid: false,
      reasons: expect.arrayContaining(['SIGNATURE_UNREADABLE']),
    });
  });
});

describe('who signed and when', () => {
  test('a stranger to our trust anchors is named but not trusted', async () => {
    const stranger = await createDemoAuthority(sources);

    const [report] = await verify(await sign(scan), [stranger.certificate]);

    expect(report).toMatchObject({
      isValid: false,
      isIntact: true,
      reasons: ['CERTIFICATE_UNTRUSTED'],
    });
  });

  test('the summary has the fields that the circular asks for', async () => {
    const [report] = await verify(await sign(scan));

    expect(report && signatureSummary(report)).toMatchObject({
      isValid: true,
      issuer: 'CA thử nghiệm (DEMO – không có giá trị pháp lý)',
      subject: 'Trần Minh Hà',
      managingUnit: 'Phòng Một cửa, TRẠM SỐ HÓA – DEMO',
      signedAt: '2026-11-22T02:30:00.000Z',
      isIntact: true,
      isTrusted: true,
      wasValidAtSigning: true,
      isDemo: true,
    });
  });

  test('a certificate out of its time or purpose does not sign', async () => {
    await expect(
      prepareSignature(scan, options(person, { signedAt: new Date('2030-01-01') })),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
    await expect(
      prepareSignature(scan, options(person, { signedAt: new Date('2020-01-01') })),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_YET_VALID' });
    await expect(
      prepareSignature(scan, options(person, { certificateChain: [authority.certificate] })),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_FOR_SIGNING' });
    await expect(
      prepareSignature(scan, options(person, { certificateChain: [] })),
    ).rejects.toMatchObject({ code: 'NO_CERTIFICATE' });
  });

  test('a signature from the future is not valid', async () => {
    const signed = await sign(scan, person, { signedAt: new Date('2027-02-01T00:00:00Z') });

    expect((await verify(signed))[0]?.reasons).toEqual(['SIGNED_IN_THE_FUTURE']);
  });
});

describe('documents that are refused', () => {
  test('an encrypted one', async () => {
    using folder = temporaryFolder();
    const path = `${folder.path}/locked.pdf`;
    runTool('qpdf', '--encrypt', 'a', 'b', '256', '--', folder.write('scan.pdf', scan), path);
    const locked = new Uint8Array(readFileSync(path));

    await expect(prepareSignature(locked, options(person))).rejects.toMatchObject({
      code: 'PDF_ENCRYPTED',
    });
    await expect(verify(locked)).rejects.toMatchObject({ code: 'PDF_ENCRYPTED' });
    expect((await inspectPdf(locked)).isEncrypted).toBe(true);
  });

  test.each([
    ['FILE_EMPTY', () => new Uint8Array()],
    ['NOT_A_PDF', () => latin1('không phải PDF')],
    ['FILE_TRUNCATED', () => scan.slice(0, scan.length - 500)],
    ['PDF_BROKEN', () => latin1('%PDF-1.7\nstartxref\n3\n%%EOF')],
  ] as const)('%s', async (code, bytes) => {
    await expect(prepareSignature(bytes(), options(person))).rejects.toMatchObject({ code });
    await expect(inspectPdf(bytes())).rejects.toMatchObject({ code });
  });
});

test('the place of the scan signature follows the page', () => {
  expect(scanSignatureRectangle({ widthPt: 595, heightPt: 842 })).toEqual({
    x: 40,
    y: 800,
    width: 200,
    height: 30,
  });
  const landscape = scanSignatureRectangle({ widthPt: 842, heightPt: 595 });
  expect(landscape.y + landscape.height).toBeLessThan(595);
});
