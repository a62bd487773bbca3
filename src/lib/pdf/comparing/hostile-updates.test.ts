import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createVictim, signedAt, victimField, type Victim } from '#fixtures/attacks/attacks.ts';
import {
  decisionNumbers as numbers,
  decisionObjects,
  decisionPdf,
} from '#fixtures/attacks/decision.ts';
import { appended, binaryText, type RawObjects } from '#fixtures/attacks/raw-pdf.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { latin1 } from '#lib/pki/bytes.ts';
import { openPdf } from '../reading/pdf-file.ts';
import { listSignatureFields } from '../reading/signature-fields.ts';
import { findShadowContent } from '../shadow/find-shadow-content.ts';
import { verifySignatures } from '../verify-signatures.ts';
import { readSignedRange } from '../verifying/signed-range.ts';
import { compareRevisions } from './compare-revisions.ts';
import { readPermissions } from './permissions.ts';

let victim: Victim;
let signed: Uint8Array;
/** Signed, filled in, and signed again. */
let grown: Uint8Array;

beforeAll(async () => {
  victim = await createVictim();
  signed = await victim.sign(decisionPdf(), { fieldName: victimField });
  const filled = appended(signed, {
    [numbers.checkField]: (decisionObjects()[numbers.checkField] ?? '').replaceAll('/Off', '/Yes'),
  });
  grown = await victim.sign(filled);
});

/** Whether the victim's signature stands and permits everything that follows it. */
function stands(pdf: Uint8Array): boolean {
  const file = openPdf(pdf);
  const field = listSignatureFields(file).find(({ name }) => name === victimField);
  const range = field?.signature ? readSignedRange(file, field) : null;
  const permissions = range && readPermissions(file, range.end, victimField);
  if (!permissions) return false;
  return compareRevisions(file, range.end, permissions).verdict !== 'forbidden';
}

function orRefused<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) return otherwise;
    throw error;
  }
}

const words = ['0', '9', '-1', '/X', '(x)', '<<', '>>', '[', ']', '3 0 R', '99 0 R', 'null', 'q'];
const edit = fc.record({
  position: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  length: fc.integer({ min: 0, max: 12 }),
  word: fc.constantFrom(...words),
});
type Edit = { position: number; length: number; word: string };

function edited(text: string, { position, length, word }: Edit): string {
  const at = Math.floor(position * text.length);
  return `${text.slice(0, at)}${word}${text.slice(at + length)}`;
}

test('whatever is appended is compared or refused, never a crash', () => {
  const originals = Object.entries(decisionObjects());
  const changes = fc.array(fc.tuple(fc.constantFrom(...originals), edit), {
    minLength: 1,
    maxLength: 4,
  });
  let refused = 0;
  fc.assert(
    fc.property(changes, (list) => {
      const objects = Object.fromEntries(
        list.map(([[number, text], change]) => [number, edited(text, change)]),
      );
      if (!orRefused(() => stands(appended(signed, objects)), false)) refused++;
      orRefused(() => findShadowContent(appended(signed, objects)), []);
    }),
    { numRuns: 600, seed: 7 },
  );
  expect(refused).toBeGreaterThan(300);
});

test.each([
  ['content', numbers.firstContent, /(?<=stream\n)[\s\S]*(?=\nendstream)/u],
  ['content of another page', numbers.secondContent, /(?<=stream\n)[\s\S]*(?=\nendstream)/u],
  ['map from glyphs to text', numbers.toUnicode, /(?<=stream\n)[\s\S]*(?=\nendstream)/u],
])('no changed %s is ever permitted', (_, number, part) => {
  const original = decisionObjects()[number] ?? '';
  const content = part.exec(original)?.[0] ?? '';
  fc.assert(
    fc.property(edit, (change) => {
      const other = edited(content, change);
      fc.pre(other.trimEnd() !== content.trimEnd());
      const objects: RawObjects = {
        [number]: `<</Length ${other.length}>>\nstream\n${other}\nendstream`,
      };
      expect(orRefused(() => stands(appended(signed, objects)), false)).toBe(false);
    }),
    { numRuns: 150, seed: 7 },
  );
});

test('a document that grew is never valid with a changed octet', { timeout: 120_000 }, async () => {
  expect(await areValid(grown)).toBe(true);
  const text = binaryText(grown);
  const gaps = [...text.matchAll(/\/Contents <[0-9a-f]+>/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const places = fc.integer({ min: 0, max: grown.length - 2 });
  await fc.assert(
    fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      fc.pre(!gaps.some(({ start, end }) => at >= start && at < end));
      const changed = grown.slice();
      changed[at] = (changed[at] ?? 0) ^ mask;
      expect(await areValid(changed)).toBe(false);
    }),
    { numRuns: 300, seed: 7 },
  );
});

async function areValid(pdf: Uint8Array): Promise<boolean> {
  try {
    const reports = await verifySignatures(pdf, {
      trustAnchors: [victim.trustAnchor],
      at: signedAt,
    });
    return reports.length === 2 && reports.every(({ isValid }) => isValid);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

test('too many revisions are refused in bounded time', () => {
  let pdf = signed;
  const file = openPdf(pdf);
  let text = binaryText(pdf);
  let previous = file.sections[0]?.offset ?? 0;
  for (let revision = 0; revision < 2000; revision++) {
    const offset = text.length;
    text += `xref\n0 0\ntrailer\n<</Root 1 0 R/Size 40/Prev ${previous}>>\nstartxref\n${offset}\n%%EOF\n`;
    previous = offset;
  }
  pdf = latin1(text);

  expect(stands(pdf)).toBe(false);
});

test('a graph that branches at every object is compared in bounded time', () => {
  const start = 100;
  const deep = (value: string): RawObjects =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => {
        const next = start + index + 1;
        return [start + index, index === 59 ? value : `[${next} 0 R ${next} 0 R]`];
      }),
    );
  const catalog = `<</Type/Catalog/Pages 2 0 R/AcroForm 10 0 R/PieceInfo ${start} 0 R/Outlines ${start} 0 R>>`;
  const base = appended(decisionPdf(), { ...deep('1'), [numbers.catalog]: catalog });

  const change = (value: string) =>
    compareRevisions(openPdf(appended(base, deep(value))), base.length).verdict;

  expect(change('1')).toBe('allowed');
  expect(change('2')).toBe('forbidden');
});
