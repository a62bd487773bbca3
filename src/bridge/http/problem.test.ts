import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError, errorCodes, isErrorCode } from '#lib/domain/app-error.ts';
import * as english from '#lib/i18n/en/errors.ts';
import * as vietnamese from '#lib/i18n/vi/errors.ts';
import { ProblemSchema } from '#lib/protocol/problem.ts';
import * as v from 'valibot';
import { problemOf } from './problem.ts';

const bridgeFolder = path.resolve(import.meta.dirname, '..');

/** Every code that stands in the sources of the bridge. */
function codesOfBridge() {
  const files = readdirSync(bridgeFolder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const words = sources.flatMap((file) => [
    ...readFileSync(path.join(bridgeFolder, file), 'utf8').matchAll(/'([A-Z][A-Z_]+)'/gu),
  ]);
  return [...new Set(words.map(([, word = '']) => word))].filter(isErrorCode).toSorted();
}

describe('every refusal of the bridge', () => {
  const codes = codesOfBridge();

  it('is found here', () => {
    expect(codes).toEqual(
      expect.arrayContaining(['BRIDGE_BAD_HOST', 'PIN_LOCKED', 'TOKEN_REMOVED', 'MODULE_FAILED']),
    );
    expect(codes.length).toBeGreaterThan(25);
    expect(errorCodes).toEqual(expect.arrayContaining(codes));
  });

  it.each(codes)('%s says in words what happened and what to do', (code) => {
    for (const { errors } of [vietnamese, english]) {
      expect(errors[code].message).toMatch(/\p{L}.*[.!)]$/u);
      expect(errors[code].remedy).toMatch(/\p{L}.*[.!)]$/u);
    }
  });

  it.each(codes)('%s reaches the page as a problem that it can read', (code) => {
    const problem = problemOf(new AppError(code, { reason: 'x' }), () => 'no incident');
    expect(v.is(ProblemSchema, problem)).toBe(true);
    expect(problem).toMatchObject({ code, details: { reason: 'x' } });
    expect(problem.status).toBeGreaterThanOrEqual(400);
    expect(problem.status).toBeLessThan(code === 'SERVER_FAILED' ? 501 : 504);
  });
});

it('tells a bug by the id of its log line and nothing else', () => {
  const problem = problemOf(new Error('PIN 123456'), () => 'a1');
  expect(problem).toEqual({
    type: 'about:blank',
    status: 500,
    code: 'SERVER_FAILED',
    details: {},
    incident: 'a1',
  });
});
