import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { signingProfileKinds } from '#lib/domain/signing-profile.ts';
import { SigningProfileSchema } from './signing-profiles.ts';

const { copy, scan, approve } = defaultSigningProfiles;

test.each(signingProfileKinds)('the default profile of %s may be kept', (kind) => {
  expect(v.is(SigningProfileSchema, defaultSigningProfiles[kind])).toBe(true);
});

describe('a profile is refused', () => {
  test.each([
    [
      'when it names a fact that nobody fills',
      { ...scan, text: { lines: ['{ten}'], fontSize: 10 } },
    ],
    ['when a brace stays open', { ...scan, text: { lines: ['{agency'], fontSize: 10 } }],
    ['when it shows nothing', { ...approve, image: null }],
    ['when a copy does not say its form', { ...copy, copyForm: null }],
    ['when something else says a form', { ...scan, copyForm: 'true-copy' }],
    ['when its box is larger than the paper', boxOf({ width: 2000 })],
    ['when its box stands outside of the paper', boxOf({ insetX: -5 })],
    ['when a number is none', boxOf({ height: Number.NaN })],
    ['when it brings along what nobody asked for', { ...scan, script: 'x' }],
  ])('%s', (_, profile) => {
    expect(v.is(SigningProfileSchema, profile)).toBe(false);
  });
});

function boxOf(change: object) {
  return { ...scan, placement: { ...scan.placement, ...change } };
}
