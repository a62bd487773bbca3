import { describe, expect, test } from 'vitest';
import type { CertificateInfo, ModuleState, ProvidersAnswer } from '#lib/protocol/bridge.ts';
import { diagnose, type DeviceFacts } from './device-diagnosis.ts';

const now = new Date('2026-11-22T03:00:00Z');

const certificate = (change: Partial<CertificateInfo> = {}): CertificateInfo => ({
  provider: 'pkcs11',
  certificateSha256: 'c'.repeat(64),
  chain: [],
  subject: 'Trần Minh Hà',
  issuer: 'CA',
  serialNumber: '01',
  notBefore: '2025-01-01T00:00:00Z',
  notAfter: '2028-01-01T00:00:00Z',
  keyType: 'rsa',
  tokenLabel: 'Bit4id',
  isDemo: false,
  asksPinEachTime: false,
  pinState: 'ok',
  ...change,
});
const driver = (change: Partial<ModuleState> = {}): ModuleState => ({
  name: 'libbit4xpki.so',
  path: '/usr/lib/libbit4xpki.so',
  problem: null,
  tokens: [
    {
      module: 'libbit4xpki.so',
      label: 'Bit4id',
      serialNumber: '1',
      pinState: 'ok',
      hasPinPad: false,
    },
  ],
  ...change,
});
const withDrivers = (...modules: ModuleState[]): ProvidersAnswer => ({
  version: '0.1.0',
  dialog: 'pinentry',
  providers: [
    { id: 'pkcs11', modules },
    { id: 'pkcs12', modules: [] },
  ],
});
const facts = (change: Partial<DeviceFacts> = {}): DeviceFacts => ({
  permission: 'granted',
  condition: 'ready',
  providers: withDrivers(driver()),
  certificates: [certificate()],
  signerStatus: 'good',
  ...change,
});

/** `step: finding` of everything that was looked at. */
const told = (change: Partial<DeviceFacts> = {}) =>
  diagnose(facts(change), now).flatMap(({ outcome, step, finding }) =>
    outcome === 'waiting' ? [] : [`${step}: ${outcome} ${finding}`],
  );

test('a PC where all is well passes from the browser to the certificate', () => {
  expect(told()).toEqual([
    'browser: passed browser-fit',
    'permission: passed permission-granted',
    'program: passed program-running',
    'pairing: passed paired',
    'drivers: passed drivers-answer',
    'token: passed token-present',
    'certificate: passed certificate-good',
  ]);
});

describe('the first thing to put right ends the list, the rest waits', () => {
  test.each<[string, Partial<DeviceFacts>]>([
    ['browser: failed browser-insecure', { condition: 'insecure-page' }],
    ['permission: failed permission-denied', { condition: 'permission-denied' }],
    ['permission: failed permission-prompt', { condition: 'permission-prompt' }],
    ['program: failed not-installed', { condition: 'not-installed' }],
    ['program: failed not-running', { condition: 'not-running' }],
    ['program: failed foreign-program', { condition: 'foreign-program' }],
    ['program: failed origin-refused', { condition: 'origin-refused' }],
    ['program: failed failed', { condition: 'failed', providers: null }],
    [
      'program: failed program-without-dialog',
      { providers: { ...withDrivers(driver()), dialog: 'none' } },
    ],
    ['pairing: failed not-paired', { condition: 'not-paired', providers: null }],
    [
      'drivers: failed no-driver',
      { condition: 'no-token', providers: withDrivers(), certificates: [] },
    ],
    [
      'drivers: failed drivers-fail',
      {
        condition: 'no-token',
        providers: withDrivers(driver({ problem: 'MODULE_FAILED', tokens: [] })),
        certificates: [],
      },
    ],
    [
      'token: failed no-token',
      {
        condition: 'no-token',
        providers: withDrivers(driver({ tokens: [] })),
        certificates: [],
      },
    ],
    [
      'token: failed pin-locked',
      {
        providers: withDrivers(
          driver({ tokens: driver().tokens.map((token) => ({ ...token, pinState: 'locked' })) }),
        ),
      },
    ],
    [
      'certificate: failed certificate-expired',
      { certificates: [certificate({ notAfter: '2026-11-21T00:00:00Z' })] },
    ],
    ['certificate: failed certificate-revoked', { signerStatus: 'revoked' }],
    ['certificate: failed no-certificate', { condition: 'no-certificate', certificates: [] }],
  ])('%s', (expected, change) => {
    const results = told(change);
    expect(results.at(-1)).toBe(expected);
    expect(results.slice(0, -1).some((result) => result.includes('failed'))).toBe(false);
  });
});

describe('what lets somebody sign, and should be known', () => {
  test.each<[string, Partial<DeviceFacts>]>([
    ['certificate: warned certificate-unchecked', { signerStatus: 'unknown' }],
    [
      'certificate: warned certificate-expires-soon',
      { certificates: [certificate({ notAfter: '2027-01-20T03:00:00Z' })] },
    ],
    ['certificate: warned demo-only', { certificates: [certificate({ isDemo: true })] }],
    [
      'drivers: warned some-drivers-fail',
      {
        providers: withDrivers(driver(), driver({ problem: 'MODULE_FAILED', tokens: [] })),
      },
    ],
    [
      'token: warned pin-final',
      {
        providers: withDrivers(
          driver({ tokens: driver().tokens.map((token) => ({ ...token, pinState: 'final' })) }),
        ),
      },
    ],
    ['token: warned no-token', { providers: withDrivers(driver({ tokens: [] })) }],
  ])('%s', (expected, change) => {
    expect(told(change)).toContain(expected);
    expect(told(change)).toHaveLength(7);
  });
});

test('while it is looked, nothing is said', () => {
  expect(told({ condition: 'checking' })).toEqual([]);
});
