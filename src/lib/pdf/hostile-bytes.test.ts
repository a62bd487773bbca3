import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import { readDer, DerError } from '#lib/pki/der/der-reader.ts';
import { inspectPdf } from './inspect-pdf.ts';
import { prepareSignature, sealSignature } from './prepare-signature.ts';
import { buildSearchablePdf } from './searchable-pdf.ts';
import { verifySignatures } from './verify-signatures.ts';

const at = new Date('2026-11-22T03:00:00Z');
let classic: Uint8Array;
let packed: Uint8Array;
let anchor: Uint8Array;

beforeAll(async () => {
  const sources = { now: at, random: (n: number) => crypto.getRandomValues(new Uint8Array(n)) };
  const authority = await createDemoAuthority(sources);
  const person = await issueDemoCertificate(
    authority,
    { commonName: 'An', keyType: 'ec' },
    sources,
  );
  anchor = authority.certificate;
  const sign = async (pdf: Uint8Array) => {
    const prepared = await prepareSignature(pdf, {
      certificateChain: person.chain,
      signedAt: at,
      profile: 'scan',
      appearance: null,
    });
    return sealSignature(prepared, await signSha256(person.privateKey, prepared.toBeSigned));
  };
  const box = { x: 1, y: 1, width: 20, height: 9 };
  const plain = await buildSearchablePdf({
    title: 'a',
    createdAt: at,
    pages: [
      {
        image: { kind: 'grey', bytes: new Uint8Array(40 * 40).fill(9), widthPx: 40, heightPx: 40 },
        frame: { sourceWidthPx: 40, sourceHeightPx: 40, rotation: 0, skewDegrees: 0, dpi: 72 },
        textLayer: {
          widthPx: 40,
          heightPx: 40,
          meanConfidence: 90,
          lines: [
            {
              words: [{ text: 'chữ', confidence: 90, box }],
              box,
              baseline: { x0: 1, y0: 9, x1: 21, y1: 9 },
            },
          ],
        },
      },
    ],
  });
  classic = await sign(plain);
  using folder = temporaryFolder();
  const path = `${folder.path}/packed.pdf`;
  runTool('qpdf', '--object-streams=generate', folder.write('plain.pdf', plain), path);
  packed = await sign(new Uint8Array(readFileSync(path)));
});

/** Reads everything; a file that cannot be read is an AppError, never a crash. */
async function readAll(pdf: Uint8Array): Promise<boolean> {
  try {
    await inspectPdf(pdf);
    const reports = await verifySignatures(pdf, { trustAnchors: [anchor], at });
    return reports.length > 0 && reports.every((report) => report.isValid);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return false;
  }
}

const change = fc.record({
  position: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('set', 'remove', 'insert', 'copy'),
  byte: fc.integer({ min: 0, max: 255 }),
  length: fc.integer({ min: 1, max: 60 }),
});

type Change = { position: number; kind: string; byte: number; length: number };

function mutate(original: Uint8Array, changes: readonly Change[]): Uint8Array {
  let bytes = Buffer.from(original);
  for (const { position, kind, byte, length } of changes) {
    const at = Math.floor(position * bytes.length);
    const before = bytes.subarray(0, at);
    const after = bytes.subarray(at);
    if (kind === 'set') bytes[at] = byte;
    if (kind === 'remove') bytes = Buffer.concat([before, after.subarray(length)]);
    if (kind === 'insert') bytes = Buffer.concat([before, Uint8Array.of(byte), after]);
    if (kind === 'copy') bytes = Buffer.concat([before, after.subarray(0, length), after]);
  }
  return new Uint8Array(bytes);
}
const changeList = fc.array(change, { minLength: 1, maxLength: 4 });

test.each(['classic', 'packed'] as const)(
  'a damaged %s file is read or refused, never valid by chance',
  async (kind) => {
    const original = kind === 'classic' ? classic : packed;
    expect(await readAll(original)).toBe(true);
    // Outside the signed ranges only the padding of the signature may differ.
    await fc.assert(
      fc.asyncProperty(changeList, async (changes) => {
        const damaged = mutate(original, changes);
        const isSame = Buffer.compare(signedPart(damaged), signedPart(original)) === 0;
        if ((await readAll(damaged)) && !isSame) throw new Error('Valid although it was changed');
      }),
      { numRuns: 400, seed: 7 },
    );
  },
);

/** Without the hexadecimal string of the signature, and without what follows the file's end. */
function signedPart(pdf: Uint8Array): Buffer {
  const text = Buffer.from(pdf).toString('latin1');
  return Buffer.from(text.replace(/\/Contents <[0-9a-f\s]*>/iu, '').trimEnd(), 'latin1');
}

test('every single place of the structure can be damaged', async () => {
  const text = Buffer.from(classic).toString('latin1');
  const structure = [...text.matchAll(/xref|trailer|obj|\/\w+|\d+|<<|>>|\[|\]/gu)];
  for (const { index } of structure.filter((_, position) => position % 7 === 0)) {
    const damaged = classic.slice();
    damaged[index] = 0x39;
    await readAll(damaged);
  }
  expect(structure.length).toBeGreaterThan(200);
});

test.each([
  ['references in a circle', '1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj'],
  ['a page tree in a circle', '1 0 obj <</Pages 2 0 R>> endobj 2 0 obj <</Kids[2 0 R]>> endobj'],
  ['endless nesting', `1 0 obj ${'['.repeat(50_000)} endobj`],
  ['a length that is its own stream', '1 0 obj <</Length 1 0 R>> stream\nx\nendstream endobj'],
  ['numbers without end', `1 0 obj ${'9'.repeat(5000)} endobj`],
])('%s is refused', async (_, objects) => {
  let text = '%PDF-1.7\n';
  const offsets: string[] = [];
  for (const object of objects.match(/\d+ 0 obj[\s\S]*?endobj/gu) ?? []) {
    offsets.push(`${String(text.length).padStart(10, '0')} 00000 n \n`);
    text += `${object}\n`;
  }
  text += `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Root 1 0 R/Size 9>>\nstartxref\n${text.length}\n%%EOF`;

  await expect(inspectPdf(latin1(text))).rejects.toMatchObject({ code: 'PDF_BROKEN' });
});

test('cross-references in a circle are refused', async () => {
  const text =
    '%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF';

  await expect(inspectPdf(latin1(text))).rejects.toMatchObject({ code: 'PDF_BROKEN' });
});

test('any bytes are DER or a DerError', () => {
  const walk = (node: ReturnType<typeof readDer>): void => {
    if (node.isConstructed) node.children.forEach(walk);
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom('der', 'ber'), (bytes, rules) => {
      try {
        walk(readDer(bytes, rules));
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    }),
    { numRuns: 2000, seed: 7 },
  );
  expect(() => readDer(new Uint8Array(200).fill(0x30), 'ber')).toThrow(DerError);
});
