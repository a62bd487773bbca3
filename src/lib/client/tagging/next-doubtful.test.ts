import { describe, expect, test } from 'vitest';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { emptyDraft, type MetadataDraft } from '#lib/domain/metadata.ts';
import { confirmField, typeValue } from './edit-draft.ts';
import {
  doubtfulTargets,
  nextDocumentId,
  nextDoubtful,
  reviewState,
  type ReviewContext,
} from './next-doubtful.ts';

const context: ReviewContext = {
  today: '2026-11-22',
  hasSureProposal: true,
  isLooking: false,
  isAwaited: false,
  isBeingRead: false,
  hasOpenDuplicate: false,
};

const read = (value: string, confidence = 0.97) => ({
  recognized: { value, confidence },
  isConfirmed: false,
});

function sureDraft(): MetadataDraft {
  return {
    ...emptyDraft(),
    paperTypeCode: read('GP'),
    ownerIdentifier: read('9901427509'),
    ownerName: read('Công ty TNHH Du lịch Biển Xanh'),
    title: read('Giấy phép'),
    numberNotation: read('05/GP-SVHTTDL'),
    issuedOn: read('2023-02-14'),
    issuingAgency: read('Sở Văn hóa, Thể thao và Du lịch'),
    abstract: read('Kinh doanh dịch vụ lữ hành nội địa'),
    expiresOn: read('permanent'),
  };
}

function documentWith(change: Partial<BatchDocument> = {}): BatchDocument {
  return {
    id: 'a',
    batchId: 'batch',
    kind: 'scanned',
    fileName: 'SCAN_0001.jpg',
    pageIds: ['p1'],
    state: 'recognized',
    metadata: sureDraft(),
    procedureId: 'procedure',
    isRemoved: false,
    ...change,
  };
}

describe('what needs a look', () => {
  test('is nothing when the engine is sure and one inventory item fits', () => {
    expect(doubtfulTargets(documentWith(), context)).toEqual([]);
    expect(reviewState(documentWith(), context)).toBe('unseen');
  });

  test('is every field the engine doubts and every required field it did not find, in legal order', () => {
    const metadata = {
      ...sureDraft(),
      abstract: emptyDraft().abstract,
      ownerName: read('Công ty TNHH Dv lich', 0.6),
    };
    expect(doubtfulTargets(documentWith({ metadata }), context)).toEqual(['ownerName', 'abstract']);
  });

  test('does not include an optional field that was not found, but does include the expiry', () => {
    const metadata = { ...sureDraft(), expiresOn: emptyDraft().expiresOn };
    expect(doubtfulTargets(documentWith({ metadata }), context)).toEqual(['expiresOn']);
    const decided = confirmField(metadata, 'expiresOn');
    expect(doubtfulTargets(documentWith({ metadata: decided }), context)).toEqual([]);
  });

  test('includes a sure value of unusual shape until the official lets it stand', () => {
    const metadata = { ...sureDraft(), numberNotation: read('05-GP') };
    expect(doubtfulTargets(documentWith({ metadata }), context)).toEqual(['numberNotation']);
    const confirmed = confirmField(metadata, 'numberNotation');
    expect(doubtfulTargets(documentWith({ metadata: confirmed }), context)).toEqual([]);
  });

  test('keeps including a typed value that breaks a rule', () => {
    const metadata = typeValue(sureDraft(), 'issuedOn', '2030-01-01');
    expect(doubtfulTargets(documentWith({ metadata }), context)).toEqual(['issuedOn']);
  });

  test('includes procedure and inventory item until they are decided', () => {
    const open = { ...context, hasSureProposal: false };
    expect(doubtfulTargets(documentWith({ procedureId: null }), open)).toEqual([
      'procedure',
      'inventory',
    ]);
    expect(doubtfulTargets(documentWith({ inventoryItemId: null }), open)).toEqual([]);
  });

  test('is the whole document while a duplicate is open', () => {
    expect(reviewState(documentWith(), { ...context, hasOpenDuplicate: true })).toBe('needs-look');
  });
});

describe('the next doubtful target', () => {
  test('is the next one on the screen, going round', () => {
    expect(nextDoubtful(['ownerName', 'abstract'], null)).toBe('ownerName');
    expect(nextDoubtful(['ownerName', 'abstract'], 'title')).toBe('abstract');
    expect(nextDoubtful(['ownerName', 'abstract'], 'abstract')).toBe('ownerName');
  });
  test('is the same one when it alone still breaks a rule', () => {
    expect(nextDoubtful(['abstract'], 'abstract')).toBe('abstract');
  });
  test('is none when nothing is doubtful', () => {
    expect(nextDoubtful([], 'abstract')).toBeNull();
  });
});

describe('the next document', () => {
  const states = [
    { id: 'a', state: 'unseen' },
    { id: 'b', state: 'done' },
    { id: 'c', state: 'needs-look' },
    { id: 'd', state: 'reading' },
  ] as const;
  test('is the next that needs a look', () => {
    expect(nextDocumentId(states, 'a')).toBe('c');
    expect(nextDocumentId(states, 'd')).toBe('c');
  });
  test('is one that nobody has seen when none needs a look', () => {
    expect(nextDocumentId(states, 'c')).toBe('a');
  });
  test('is none when all are done', () => {
    expect(nextDocumentId([{ id: 'a', state: 'done' }], 'a')).toBeNull();
  });
});

test('a document that is still being read waits', () => {
  expect(reviewState(documentWith({ state: 'captured' }), { ...context, isBeingRead: true })).toBe(
    'reading',
  );
});
