import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { metadataKeys, SURE_CONFIDENCE, type Metadata } from '#lib/domain/metadata.ts';
import { CorrectionsSchema, LearnedTemplatesSchema } from '#lib/protocol/corrections.ts';
import { printedPage, type PrintedLine } from '#support/text-layers.ts';
import type { ExtractedFields } from '../extract-fields.ts';
import { applyLearned, usualProcedure } from './apply-learned.ts';
import { correctionOf, type AcceptedDocument } from './correction-of.ts';
import { learn } from './learn.ts';

const procedureId = '0b0e7d52-4f0c-4a40-9a55-5a1f2f1d1f11';
const agency = 'Ủy ban nhân dân xã Hòa Lộc';
const lines: PrintedLine[] = [
  ['Số: 12/GXN-UBND', 0.28, 0.15],
  ['Người được xác nhận : Lâm Thị Hai', 0.4, 0.4],
  ['CHỦ TỊCH', 0.73, 0.6],
  ['Bùi Thị Lan Hương', 0.73, 0.7],
];

function metadata(change: Partial<Metadata>): Metadata {
  const blank = Object.fromEntries(metadataKeys.map((key) => [key, '']));
  return { ...blank, paperTypeCode: 'GXN', issuingAgency: agency, ...change } as Metadata;
}

/** `count` accepted documents of 2024, with what was proposed for each. */
function documents(count: number, accepted: Partial<Metadata>, proposed: ExtractedFields = {}) {
  return Array.from({ length: count }, (_, i): AcceptedDocument => ({
    documentId: `0b0e7d52-4f0c-4a40-9a55-${String(i).padStart(12, '0')}`,
    acceptedAt: '2026-11-20T08:00:00.000Z',
    procedureId,
    layers: [printedPage(lines)],
    proposed,
    accepted: metadata({ issuedOn: '2024-05-06', ...accepted }),
  }));
}

function read(values: Partial<Metadata>, confidence = 0.7): ExtractedFields {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, confidence }]),
  );
}

const signed = { signerName: 'Bùi Thị Lan Hương', signerPosition: 'Chủ tịch' };
const learnedSigner = (count: number) => learn(documents(count, signed).map(correctionOf));
const page = [printedPage([])];

describe('what is kept of an accepted document', () => {
  test('tells what became of each field and where it stands, without the owner’s name', () => {
    const [document] = documents(
      1,
      { ...signed, ownerName: 'Lâm Thị Hai', scope: '' },
      read({ signerName: 'Bùi Thị Lan Hường', scope: 'Toàn quốc' }),
    );
    const correction = correctionOf(document as AcceptedDocument);

    expect(correction.fields.signerName).toMatchObject({
      outcome: 'corrected',
      proposed: 'Bùi Thị Lan Hường',
      accepted: 'Bùi Thị Lan Hương',
      place: { pageIndex: 0 },
    });
    expect(correction.fields.scope?.outcome).toBe('emptied');
    expect(correction.fields.ownerName).toMatchObject({
      outcome: 'filled',
      accepted: '',
      label: 'duoc xac nhan',
    });
    expect(JSON.stringify(correction)).not.toContain('Lâm Thị Hai');
  });

  test('and what is learned from it go over the wire as they are', () => {
    const corrections = documents(5, { ...signed, ownerName: 'Lâm Thị Hai' }).map(correctionOf);

    expect(v.parse(CorrectionsSchema, { corrections }).corrections).toEqual(corrections);
    const templates = learn(corrections);
    expect(v.parse(LearnedTemplatesSchema, JSON.parse(JSON.stringify(templates)))).toEqual(
      templates,
    );
  });
});

describe('a usual signer', () => {
  const doubtful = {
    ...read({ issuingAgency: agency, issuedOn: '2024-11-02' }, 0.95),
    ...read({ signerName: 'Thị Lan Hương' }),
  };

  test('is proposed for what the seal left of the name, with how many documents say so', () => {
    const { fields, reasons } = applyLearned(doubtful, learnedSigner(12), page);

    expect(fields.signerName).toMatchObject({
      value: 'Bùi Thị Lan Hương',
      alternatives: ['Thị Lan Hương'],
    });
    expect(fields.signerName?.confidence).toBeGreaterThanOrEqual(SURE_CONFIDENCE);
    expect(reasons.signerName).toEqual({
      kind: 'usual-value',
      cases: 12,
      instead: 'Thị Lan Hương',
    });
  });

  test('stays doubtful after a few documents, and is nothing after one', () => {
    const few = applyLearned(doubtful, learnedSigner(3), page);
    const one = applyLearned(doubtful, learnedSigner(1), page);

    expect(few.fields.signerName?.value).toBe('Bùi Thị Lan Hương');
    expect(few.fields.signerName?.confidence).toBeLessThan(SURE_CONFIDENCE);
    expect(one.fields).toEqual(doubtful);
  });

  test('is not put in place of another name that was read', () => {
    const other = { ...doubtful, ...read({ signerName: 'Trần Quốc Bảo' }) };

    expect(applyLearned(other, learnedSigner(12), page).fields.signerName?.value).toBe(
      'Trần Quốc Bảo',
    );
  });

  test('of another agency or another time says nothing', () => {
    const elsewhere = { ...doubtful, ...read({ issuingAgency: 'Sở Y tế' }, 0.95) };
    const longAgo = { ...doubtful, ...read({ issuedOn: '1998-11-02' }, 0.95) };

    for (const fields of [elsewhere, longAgo]) {
      expect(applyLearned(fields, learnedSigner(12), page)).toEqual({ fields, reasons: {} });
    }
  });

  test('where nothing could be read is a doubtful proposal, however often it was so', () => {
    const unread = read({ issuingAgency: agency, issuedOn: '2024-11-02' }, 0.95);
    const { fields } = applyLearned(unread, learnedSigner(50), page);

    expect(fields.signerName?.value).toBe('Bùi Thị Lan Hương');
    expect(fields.signerName?.confidence).toBeLessThan(SURE_CONFIDENCE);
  });

  test('never changes what is sure', () => {
    const sure = { ...doubtful, ...read({ signerName: 'Bùi Thị Lan Hường' }, 0.97) };

    expect(applyLearned(sure, learnedSigner(50), page).fields).toMatchObject(sure);
  });
});

test('an owner is found after the label that this agency’s papers have', () => {
  const corrections = documents(4, { ownerName: 'Lâm Thị Hai' }).map(correctionOf);
  const layers = [printedPage([['Người được xác nhận : Giàng A Páo', 0.4, 0.41]])];
  const fields = read({ issuingAgency: agency, paperTypeCode: 'GXN' }, 0.95);

  const found = applyLearned(fields, learn(corrections), layers);

  expect(found.fields.ownerName).toMatchObject({ value: 'Giàng A Páo', confidence: 0.5 });
  expect(found.reasons.ownerName).toMatchObject({ kind: 'usual-place', cases: 4 });
});

describe('a word that is always misread alike', () => {
  const corrected = (count: number) =>
    documents(
      count,
      { abstract: 'Xác nhận thu hồi đất' },
      read({ abstract: 'Xác nhận thu hôi đất' }),
    );

  test('is put right where it is doubtful', () => {
    const { fields, reasons } = applyLearned(
      read({ abstract: 'Về việc thu hôi giấy phép' }),
      learn(corrected(3).map(correctionOf)),
      page,
    );

    expect(fields.abstract?.value).toBe('Về việc thu hồi giấy phép');
    expect(reasons.abstract).toMatchObject({ kind: 'usual-misreading', cases: 3 });
  });

  test('is left alone once somebody has accepted it as it is', () => {
    const kept = documents(1, { abstract: 'Cấm thu hôi của' });
    const templates = learn([...corrected(3), ...kept].map(correctionOf));

    expect(templates.misreadings).toEqual([]);
  });
});

test('the procedure is told by how abstracts begin, unless it came from several', () => {
  const abstract = 'Xác nhận tình trạng hôn nhân của bà Lâm Thị Hai';
  const corrections = documents(4, { abstract }).map(correctionOf);
  const fields = read({ paperTypeCode: 'GXN', abstract: 'xác nhận tình trạng hôn nhân' });
  const other = { ...corrections[0], procedureId: '0b0e7d52-4f0c-4a40-9a55-5a1f2f1d1f12' };

  expect(usualProcedure(fields, learn(corrections))).toEqual({ procedureId, cases: 4 });
  expect(
    usualProcedure(fields, learn([...corrections, other as (typeof corrections)[number]])),
  ).toBeNull();
});

test('after a reset nothing is left', () => {
  const fields = read({ signerName: 'Thị Lan Hương' });

  expect(applyLearned(fields, learn([]), page)).toEqual({ fields, reasons: {} });
});
