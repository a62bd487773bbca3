import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metadataKeys, SURE_CONFIDENCE } from '#lib/domain/metadata.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { laidOut, truthOf, variedPapers } from '#support/varied-papers.ts';
import { extractDocument } from './extract-fields.ts';

describe('papers of any office, without a catalogue', () => {
  test.for(variedPapers.map((paper) => [paper.number, paper] as const))(
    '%s is read as it is printed',
    ([, paper]) => {
      const { fields } = extractDocument({ layers: laidOut(paper) });
      const values = Object.fromEntries(metadataKeys.map((key) => [key, fields[key]?.value ?? '']));

      expect(values).toEqual(truthOf(paper));
    },
  );

  test('what a legible paper does not have is surely absent, what it may have is not', () => {
    const [, decision] = variedPapers;
    if (!decision) throw new Error('There is a decision');
    const layers = laidOut(decision);

    expect(extractDocument({ layers }).absent.dossierCode).toBeGreaterThan(SURE_CONFIDENCE);
    const labelled = laidOut({ ...decision, body: [...decision.body, 'Mã hồ sơ: H99 12 bị mờ'] });
    expect(extractDocument({ layers: labelled }).absent.dossierCode).toBeLessThan(SURE_CONFIDENCE);
    const faded = layers.map((layer) => ({ ...layer, meanConfidence: 60 }));
    expect(extractDocument({ layers: faded }).absent.dossierCode).toBeLessThan(SURE_CONFIDENCE);
  });

  test('a number beside a date left open for the pen is never sure', () => {
    const [, decision] = variedPapers;
    if (!decision) throw new Error('There is a decision');
    const placeDate = 'Quảng Hải, ngày … tháng … năm 2021';
    const { fields } = extractDocument({ layers: laidOut({ ...decision, placeDate }) });

    expect(fields.issuedOn).toBeUndefined();
    expect(fields.numberNotation?.confidence).toBeLessThan(SURE_CONFIDENCE);
  });
});

const box = fc.record({
  x: fc.integer({ min: -50, max: 2000 }),
  y: fc.integer({ min: -50, max: 3000 }),
  width: fc.integer({ min: 0, max: 1800 }),
  height: fc.integer({ min: 0, max: 200 }),
});
const printed = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('Số:', '12/QĐ-UBND', 'QUYẾT', 'ĐỊNH', 'ngày', 'KT.', 'GIÁM', 'ĐỐC', 'V/v', '('),
);
const word = fc.record({ text: printed, confidence: fc.integer({ min: 0, max: 100 }), box });
const layer: fc.Arbitrary<TextLayer> = fc
  .array(fc.record({ words: fc.array(word, { minLength: 1, maxLength: 8 }), box }), {
    maxLength: 12,
  })
  .map((lines) => ({
    widthPx: 1654,
    heightPx: 2339,
    meanConfidence: 80,
    lines: lines.map((line) => ({ ...line, baseline: { x0: 0, y0: 0, x1: 1, y1: 0 } })),
  }));

test('any text layer gives fields with confidences between 0 and 1, and never an error', () => {
  fc.assert(
    fc.property(fc.array(layer, { maxLength: 3 }), (layers) => {
      const { fields, absent } = extractDocument({ layers });
      for (const field of Object.values(fields)) {
        expect(field.value).not.toBe('');
        expect(field.confidence).toBeGreaterThanOrEqual(0);
        expect(field.confidence).toBeLessThanOrEqual(1);
      }
      for (const key of metadataKeys) {
        if (fields[key]) expect(absent[key]).toBeUndefined();
      }
    }),
    { numRuns: 150 },
  );
});
