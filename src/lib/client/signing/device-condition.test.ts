import { expect, test } from 'vitest';
import type { ErrorCode } from '#lib/domain/app-error.ts';
import { deviceCondition, type DeviceCondition } from './device-condition.ts';

type Known = Parameters<typeof deviceCondition>[0];

const problem = (code: ErrorCode, details: Record<string, string> = {}) => ({ code, details });
const known = (change: Partial<Known>): Known => ({
  state: 'ready',
  problem: null,
  wasPaired: false,
  hasCertificate: false,
  hasToken: null,
  ...change,
});

test.each<[string, DeviceCondition, Partial<Known>]>([
  [
    'nothing answers and nothing ever did',
    'not-installed',
    { state: 'not-running', problem: problem('BRIDGE_NOT_RUNNING') },
  ],
  [
    'nothing answers where something was paired',
    'not-running',
    { state: 'not-running', problem: problem('BRIDGE_NOT_RUNNING'), wasPaired: true },
  ],
  [
    'the server does not answer: no word about the program',
    'failed',
    { state: 'not-running', problem: problem('SERVER_UNREACHABLE'), wasPaired: true },
  ],
  [
    'the browser said no',
    'permission-denied',
    { state: 'permission-denied', problem: problem('BRIDGE_PERMISSION_DENIED') },
  ],
  [
    'a page over http',
    'insecure-page',
    {
      state: 'permission-denied',
      problem: problem('BRIDGE_PERMISSION_DENIED', { reason: 'insecure-page' }),
    },
  ],
  [
    'another program on the port',
    'foreign-program',
    { state: 'untrusted', problem: problem('BRIDGE_UNTRUSTED') },
  ],
  [
    'a bridge for other pages',
    'origin-refused',
    { state: 'untrusted', problem: problem('BRIDGE_BAD_ORIGIN') },
  ],
  ['no token', 'no-token', { problem: problem('NO_CERTIFICATE'), hasToken: false }],
  ['a program that tells nothing of tokens', 'no-token', { problem: problem('NO_CERTIFICATE') }],
  ['an empty token', 'no-certificate', { problem: problem('NO_CERTIFICATE'), hasToken: true }],
  ['a driver that crashed', 'failed', { problem: problem('MODULE_FAILED'), hasToken: true }],
  ['a certificate', 'ready', { hasCertificate: true, hasToken: true }],
])('%s: %s', (_, condition, change) => {
  expect(deviceCondition(known(change))).toBe(condition);
});
