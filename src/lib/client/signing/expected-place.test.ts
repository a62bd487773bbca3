import { expect, test } from 'vitest';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { expectedPlace } from './expected-place.ts';

const { scan, copy, approve } = defaultSigningProfiles;

test('corners stand where the profile says, in proportion on other sheets', () => {
  expect(expectedPlace(scan.placement, { width: 595, height: 842 })).toEqual({
    x: 40,
    y: 800,
    width: 200,
    height: 30,
  });
  expect(expectedPlace(copy.placement, { width: 1190, height: 1684 })).toEqual({
    x: 1190 - 2 * (20 + 170),
    y: 1684 - 2 * (12 + 30),
    width: 340,
    height: 60,
  });
});

test('what only the text of the page tells is not guessed', () => {
  expect(expectedPlace(approve.placement, { width: 595, height: 842 })).toBeNull();
});
