import { expect, test } from 'vitest';
import { documentWith, pageOf } from '#lib/client/tagging/testing/tagging-doubles.svelte.ts';
import { typeValue } from '#lib/client/tagging/edit-draft.ts';
import { contentKey, isSignatureCurrent } from './content-key.ts';

const page = pageOf('a');
const document = documentWith('a');
const signed = {
  ...document,
  signed: {
    sha256: 'f',
    sizeBytes: 1,
    pageCount: 1,
    signedAt: '2026-11-22T03:00:00Z',
    certificateSha256: 'c',
    contentKey: contentKey(document, [page]),
  },
};

test('correcting metadata keeps the signature', () => {
  const corrected = { ...signed, metadata: typeValue(signed.metadata, 'scope', 'Toàn quốc') };
  expect(isSignatureCurrent(corrected, [page])).toBe(true);
});

test.each([
  ['turned', { frame: { ...page.frame, rotation: 180 as const } }],
  ['cropped', { frame: { ...page.frame, crop: { x: 4, y: 8, width: 15, height: 16 } } }],
  ['replaced', { sha256: 'other' }],
  ['removed', { isRemoved: true }],
  ['recognized anew', { recognition: { state: 'done' as const, imageRevision: 1 } }],
])('a page that was %s asks for a new signature', (_deed, change) => {
  expect(isSignatureCurrent(signed, [{ ...page, ...change }])).toBe(false);
});
