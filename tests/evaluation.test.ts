import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { metadataKeys } from '#lib/domain/metadata.ts';
import { longDate, shortDate } from './evaluation/documents/wording.ts';
import { planDocuments, type DocumentPlan } from './evaluation/documents/document-plan.ts';
import { documentKinds } from './evaluation/documents/document-kinds.ts';
import { compose } from './evaluation/documents/compose.ts';
import { damageNames } from './evaluation/damage/damage-plans.ts';
import { eras } from './evaluation/documents/eras.ts';
import {
  distanceToStretch,
  levenshtein,
  measureCharacters,
} from './evaluation/measure/measure-characters.ts';
import { spelledAlike, withOneTonePlace } from './evaluation/measure/spelling.ts';
import { legalBases } from './evaluation/documents/legal-bases.ts';
import { trueFields } from './evaluation/documents/true-fields.ts';
import { parts } from './evaluation/wording/part-wording.ts';
import { wordingOf } from './evaluation/wording/wording-of.ts';

const plans = parts.flatMap(planDocuments);

/** All words of a document, from its composition: no font is needed for that. */
function textOf(plan: DocumentPlan): string {
  return JSON.stringify(compose(plan))
    .replace(/\*\*|\{\{|\}\}/gu, '')
    .replace(/\s+/gu, ' ');
}

function digest(values: unknown): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

describe('the evaluation set', () => {
  it('is the same every time', () => {
    expect(digest(parts.flatMap(planDocuments).map(textOf))).toBe(digest(plans.map(textOf)));
    expect(digest(parts.flatMap(planDocuments))).toBe(digest(plans));
  });

  it('has every kind of paper, era and damage in both parts, each damage also alone', () => {
    for (const part of parts) {
      const own = plans.filter((plan) => plan.part === part);
      expect(new Set(own.map(({ kind }) => kind))).toEqual(new Set(documentKinds));
      expect(new Set(own.map(({ era }) => era))).toEqual(new Set(eras));
      expect(new Set(own.flatMap(({ scan }) => scan.damages))).toEqual(new Set(damageNames));
      expect(own.filter(({ scan }) => scan.damages.length === 0).length).toBeGreaterThan(
        own.length / 10,
      );
    }
  });

  it('tells every field on the paper as the metadata have it', () => {
    for (const plan of plans) {
      const text = spelledAlike(textOf(plan));
      const { fields } = trueFields(plan, textOf(plan));
      const missing = metadataKeys.filter(
        (key) => fields[key] !== '' && !isTold(plan, key, fields[key], text),
      );
      expect(missing, `${plan.id} ${plan.kind}`).toEqual([]);
    }
  });

  it('names no law, number or dossier younger than the paper', () => {
    for (const plan of plans) {
      const { id, issuedOn, numberNotation, dossierCode } = plan;
      const year = issuedOn.slice(0, 4);
      const bases = legalBases(plan);
      expect(bases.length, id).toBeGreaterThan(0);
      for (const [named] of bases.join(' ').matchAll(/(?<!\d)(?:19|20)\d\d(?!\d)/gu)) {
        expect(Number(named), id).toBeLessThan(Number(year));
      }
      const [, inNumber = year] = /\/(\d{4})(?:\/|$)/u.exec(numberNotation) ?? [];
      expect(inNumber, `${id} ${numberNotation}`).toBe(year);
      const [, handedIn] = /-(\d{6})-/u.exec(dossierCode) ?? [];
      if (handedIn) expect(`20${handedIn}` <= issuedOn.replaceAll('-', ''), id).toBe(true);
    }
  });

  it('is NFC throughout', () => {
    for (const plan of plans) expect(textOf(plan)).toBe(textOf(plan).normalize('NFC'));
  });

  it('keeps its parts apart: no agency, name, matter or sentence stands in both', () => {
    const [first, second] = parts.map((part) => {
      const {
        agencies,
        subjects,
        givens,
        families,
        enterprises,
        households,
        cooperatives,
        phrases,
      } = wordingOf(part);
      return [
        agencies.map(({ name }) => name),
        subjects.flatMap(({ licence, request, details, bases }) => [
          licence,
          request,
          ...details,
          ...bases,
        ]),
        [givens, families, enterprises, households, cooperatives].flat(),
        Object.values(phrases)
          .flatMap((value) => (Array.isArray(value) ? value : []))
          .filter((text) => text.length > 24),
      ].flat();
    });
    expect((first ?? []).filter((text) => second?.includes(text))).toEqual([]);
  });
});

/** Whether a value, or what it was derived from, can be read somewhere in the document. */
function isTold(
  plan: DocumentPlan,
  key: (typeof metadataKeys)[number],
  value: string,
  text: string,
): boolean {
  switch (key) {
    case 'paperTypeCode':
      return true;
    case 'title':
      return (
        plan.kind === 'letter' || plan.layout.isHeadingSpaced || text.includes(spelledAlike(value))
      );
    case 'issuedOn': {
      const [year = '', month = '', day = ''] = value.split('-');
      const byHand = `ngày ${Number(day)} tháng ${Number(month)} năm ${year}`;
      const short = ['-', '/'].map((sign) => [Number(day), Number(month), year].join(sign));
      const dates = [longDate(value), shortDate(value), byHand, ...short];
      return dates.some((date) => text.includes(date));
    }
    case 'expiresOn':
      return (
        [longDate(value), shortDate(value)].some((date) => text.includes(date)) ||
        text.includes(`${String(plan.expiry.years).padStart(2, '0')} năm`) ||
        /vĩnh viễn|thời hạn|lâu dài/u.test(text)
      );
    case 'numberNotation':
      return text.replaceAll(' ', '').includes(spelledAlike(value));
    case 'issuingAgency': {
      const letterhead = spelledAlike(plan.agency.letterhead.join(' '));
      return (
        [letterhead, spelledAlike(value)].some((name) => text.includes(name)) ||
        spelledAlike(value) === letterhead
      );
    }
    case 'signerPosition':
      return text.includes(spelledAlike(value)) || plan.signer.authority === 'Q.';
    default:
      return text.includes(spelledAlike(value));
  }
}

describe('the measures', () => {
  const page = (lines: string[][]) => ({
    fileName: 'page.jpg',
    widthPx: 100,
    heightPx: 100,
    dpi: 200,
    rotation: 0 as const,
    skewDegrees: 0,
    damages: [],
    isBlank: false,
    lines: lines.map((words, block) => ({
      block,
      words: words.map((text) => ({ text, box: [0, 0, 1, 1] as [number, number, number, number] })),
    })),
  });
  const layer = (...lines: string[]) => ({
    widthPx: 100,
    heightPx: 100,
    meanConfidence: 90,
    lines: lines.map((line) => ({
      box: { x: 0, y: 0, width: 1, height: 1 },
      baseline: { x0: 0, y0: 0, x1: 1, y1: 0 },
      words: line
        .split(' ')
        .map((text) => ({ text, confidence: 90, box: { x: 0, y: 0, width: 1, height: 1 } })),
    })),
  });

  it('forgives the order of columns word by word, not when strict', () => {
    const truth = page([
      ['ỦY', 'BAN'],
      ['CỘNG', 'HÒA'],
    ]);
    const read = measureCharacters(truth, layer('CỘNG HÒA ỦY BAN'));
    expect(read).toMatchObject({ characters: 12, words: 0, blocks: 0, wordsRead: 4 });
    expect(read.strict).toBeGreaterThan(0);
  });

  it('counts what is lost, changed and made up', () => {
    const truth = page([['Quyết', 'định', 'này']]);
    expect(measureCharacters(truth, layer('Quyêt định')).words).toBe(4);
    expect(measureCharacters(truth, layer('Quyết định này thừa')).words).toBe(4);
  });

  it('takes leaders for no text and both places of the tone for right', () => {
    const truth = page([['hòa', '.........', 'Uỷ']]);
    expect(measureCharacters(truth, layer('hoà ---- Ủy'))).toMatchObject({ words: 0, strict: 0 });
    expect(withOneTonePlace('hoà quý thuỷ khoẻ hoàn')).toBe('hòa quý thủy khỏe hoàn');
  });

  it('charges no handwriting, though it runs into print', () => {
    const truth = page([['Số:', '366', '/GCN-UBND']]);
    const [number] = truth.lines;
    const byHand = number?.words.map((word, i) =>
      i === 1 ? { ...word, isHandwritten: true as const } : word,
    );
    const filledIn = { ...truth, lines: [{ block: 0, words: byHand ?? [] }] };
    expect(measureCharacters(filledIn, layer('Số: 266/GCN-UBND')).words).toBe(0);
    expect(measureCharacters(filledIn, layer('Số: 266/GGN-UBND')).words).toBe(1);
    expect(measureCharacters(truth, layer('Số: 266/GCN-UBND')).words).toBeGreaterThan(2);
  });

  it('finds the stretch that is most like a block', () => {
    expect(distanceToStretch('abc', 'xxabdcxx')).toBe(1);
    expect(levenshtein('abc', 'xxabcxx')).toBe(4);
  });
});
