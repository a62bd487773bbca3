import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeText, qrCode } from '#fixtures/codes/code-modules.ts';
import { drawModules, modulesAsOperators } from '#fixtures/codes/draw-modules.ts';
import { rawPdf, rawStream } from '#fixtures/attacks/raw-pdf.ts';
import { findPageCodes } from '#lib/client/imaging/find-page-codes.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import type { PageFrame, Rotation } from '#lib/domain/text-layer.ts';
import { scanSignatureRectangle, type UprightRectangle } from '#lib/pdf/prepare-signature.ts';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import { ownBytes } from '#lib/pki/bytes.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import { WorkerDocumentSigner } from './document-signer.ts';
import { drawPageToSign } from './draw-page-to-sign.ts';
import { placesOfCodes } from './places-of-codes.ts';
import type { PreparationInput } from './signature-preparation.ts';

/** A4 at 100 dpi; the code stands in the way of every signature at the top of a page. */
const widthPx = 827;
const heightPx = 1170;
const scale = 72 / 100;
const topLeft = { x: 70, y: 30, size: 84 };
const topRight = { x: 640, y: 50, size: 84 };
const now = new Date('2026-11-22T03:00:00Z');

const signer = new WorkerDocumentSigner();
let certificateChain: Uint8Array[];
beforeAll(async () => {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const sources = { now, random };
  const authority = await createDemoAuthority(sources);
  const subject = { commonName: 'Trần Minh Hà', keyType: 'ec' } as const;
  certificateChain = [...(await issueDemoCertificate(authority, subject, sources)).chain];
});
afterAll(() => signer[Symbol.dispose]());

/** As the feeder gives it: the upright page turned back by `rotation`. */
async function scan(code: typeof topLeft | null, rotation: Rotation = 0): Promise<Blob> {
  const isLying = rotation === 90 || rotation === 270;
  const canvas = new OffscreenCanvas(isLying ? heightPx : widthPx, isLying ? widthPx : heightPx);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas');
  context.fillStyle = '#f7f5ef';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((-rotation * Math.PI) / 180);
  context.translate(-widthPx / 2, -heightPx / 2);
  context.fillStyle = '#222';
  context.font = '16px serif';
  for (let line = 0; line < 30; line++) {
    context.fillText('Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017', 90, 200 + line * 28);
  }
  if (code) drawModules(context, qrCode, code);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
}

function frameOf(rotation: Rotation): PageFrame {
  const isLying = rotation === 90 || rotation === 270;
  const [sourceWidthPx, sourceHeightPx] = isLying ? [heightPx, widthPx] : [widthPx, heightPx];
  return { sourceWidthPx, sourceHeightPx, rotation, skewDegrees: 0, dpi: 100 };
}

const lines = { lines: ['Người quét: Trần Minh Hà', '22/11/2026 10:00:00 +07:00'] };
const facts = {
  signerName: 'Trần Minh Hà',
  agency: 'Sở Văn hóa, Thể thao và Du lịch',
  position: '',
  signedAt: now,
  scannedAt: now,
  numberNotation: '05/GP-SVHTTDL',
  isDemo: true,
};
const scanProfile = { profile: defaultSigningProfiles.scan, facts, images: {} };
const copyProfile = { profile: defaultSigningProfiles.copy, facts, images: {} };

function prepare(
  source: PreparationInput['source'],
  appearance: PreparationInput['appearance'],
): Promise<Awaited<ReturnType<WorkerDocumentSigner['prepare']>>> {
  const signedBy = { certificateChain, signedAt: now, signerName: facts.signerName };
  return signer.prepare({ source, appearance, ...signedBy });
}

async function scannedSource(
  code: typeof topLeft | null,
  rotation: Rotation = 0,
): Promise<PreparationInput['source']> {
  const page = { image: await scan(code, rotation), frame: frameOf(rotation) };
  return { kind: 'scanned', title: 'Giấy phép', createdAt: now, pages: [page] };
}

/** What a reader of codes sees on the signed page, as a viewer draws it. */
async function readSigned(pdf: Blob): Promise<(string | null)[]> {
  const page = await drawPageToSign({ source: { kind: 'as-is', file: pdf }, appearance: lines });
  if (!page) throw new Error('no page');
  return (await findPageCodes(page.image, page.frame)).map(({ text }) => text);
}

function onPage({ x, y, size }: typeof topLeft): UprightRectangle {
  const [width, bottom] = [size * scale, (heightPx - y - size) * scale];
  return { x: x * scale, y: bottom, width, height: width };
}

function areApart(a: UprightRectangle, b: UprightRectangle): boolean {
  const isBeside = a.x >= b.x + b.width || b.x >= a.x + a.width;
  return isBeside || a.y >= b.y + b.height || b.y >= a.y + a.height;
}

function expectApart(place: UprightRectangle | undefined, code: typeof topLeft): void {
  if (!place) throw new Error('The signature is not shown');
  expect(areApart(place, onPage(code))).toBe(true);
}

describe('a signature leaves the QR code of the page alone', () => {
  test('on a scan with the code where the official signs', async () => {
    // Without the code that is the place.
    const usual = scanSignatureRectangle({ widthPt: widthPx * scale, heightPt: heightPx * scale });
    expect(areApart(usual, onPage(topLeft))).toBe(false);

    const prepared = await prepare(await scannedSource(topLeft), lines);

    expectApart(prepared.signature.shownPlace?.rectangle, topLeft);
    expect(await readSigned(prepared.pdf)).toEqual([codeText]);
  });

  test.each<Rotation>([0, 90, 180, 270])(
    'by the profile of scans, from a feeder that turned the sheet by %i°',
    async (rotation) => {
      const prepared = await prepare(await scannedSource(topLeft, rotation), scanProfile);

      expectApart(prepared.signature.shownPlace?.rectangle, topLeft);
      expect(await readSigned(prepared.pdf)).toEqual([codeText]);
    },
  );

  test('by the clerk, on the scan in a stored PDF', async () => {
    const bytes = new Uint8Array(await (await scan(topRight)).arrayBuffer());
    const image = { kind: 'jpeg', bytes, widthPx, heightPx, components: 3 } as const;
    const pages = [{ image, frame: frameOf(0) }];
    const pdf = await buildSearchablePdf({ title: 'Giấy phép', createdAt: now, pages });

    const prepared = await prepare({ kind: 'as-is', file: new Blob([pdf]) }, copyProfile);

    expectApart(prepared.signature.shownPlace?.rectangle, topRight);
    expect(await readSigned(prepared.pdf)).toEqual([codeText]);
  });

  test('that another program drew square by square', async () => {
    const place = onPage(topLeft);
    const squares = modulesAsOperators(qrCode, { x: place.x, y: place.y, size: place.width });

    const file = new Blob([drawnPdf(squares)]);
    const prepared = await prepare({ kind: 'as-is', file }, scanProfile);

    expectApart(prepared.signature.shownPlace?.rectangle, topLeft);
    expect(await readSigned(prepared.pdf)).toEqual([codeText]);
  });
});

test('a page without codes keeps the signature where it belongs', async () => {
  const prepared = await prepare(await scannedSource(null), lines);
  const size = { widthPt: widthPx * scale, heightPt: heightPx * scale };
  expect(prepared.signature.shownPlace?.rectangle).toEqual(scanSignatureRectangle(size));
});

test('an image that cannot be decoded is said to be none', async () => {
  const image = new Blob(['\xff\xd8\xff\xe0 broken'], { type: 'image/jpeg' });
  await expect(placesOfCodes({ image, frame: frameOf(0) })).rejects.toMatchObject({
    code: 'FILE_NOT_AN_IMAGE',
  });
});

test('the reader of codes comes from our own server', async () => {
  const page = { image: await scan(topLeft), frame: frameOf(0) };
  expect(await placesOfCodes(page)).toHaveLength(1);

  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
  const files = loaded.filter(({ protocol }) => protocol !== 'blob:');
  expect(files.some(({ pathname }) => pathname.includes('zxing_reader'))).toBe(true);
  expect(new Set(files.map(({ origin }) => origin))).toEqual(new Set([location.origin]));
});

function drawnPdf(content: string): Uint8Array<ArrayBuffer> {
  const box = `[0 0 ${widthPx * scale} ${heightPx * scale}]`;
  return ownBytes(
    rawPdf({
      1: '<</Type/Catalog/Pages 2 0 R>>',
      2: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      3: `<</Type/Page/Parent 2 0 R/MediaBox${box}/Contents 4 0 R/Resources<<>>>>`,
      4: rawStream(content),
    }),
  );
}
