import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { setSecurityHeaders } from './security-headers.ts';

/** As `svelte.config.js` names them. */
const built = "'self' blob: data: http://127.0.0.1:*";

function headersFor(settings: Parameters<typeof setSecurityHeaders>[1], policy: string | null) {
  const headers = new Headers(policy === null ? {} : { 'content-security-policy': policy });
  setSecurityHeaders(headers, settings);
  return headers;
}

test('the build leaves the address of the bridge open', () => {
  expect(readFileSync('svelte.config.js', 'utf8')).toContain("'http://127.0.0.1:*'");
});

test('of all programs on the PC a page reaches the bridge alone', () => {
  const settings = { origin: 'https://so.example.vn', bridgeUrl: null };
  const usual = headersFor(settings, `connect-src ${built}; object-src 'none'`);
  expect(usual.get('content-security-policy')).toBe(
    "connect-src 'self' blob: data: http://127.0.0.1:47321; object-src 'none'",
  );
  const moved = headersFor({ ...settings, bridgeUrl: 'http://127.0.0.1:5000/' }, built);
  expect(moved.get('content-security-policy')).toContain(' http://127.0.0.1:5000');
  expect(moved.get('content-security-policy')).not.toContain('*');
});

test('only our own pages may ask for the way to programs on the PC', () => {
  const headers = headersFor({ origin: 'https://so.example.vn', bridgeUrl: null }, null);
  expect(headers.get('permissions-policy')?.split(', ')).toEqual(
    expect.arrayContaining(['loopback-network=(self)', 'local-network=()', 'camera=()']),
  );
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.has('content-security-policy')).toBe(false);
});

test('https is held to, http on a trial PC is not', () => {
  const https = headersFor({ origin: 'https://so.example.vn', bridgeUrl: null }, null);
  const http = headersFor({ origin: 'http://127.0.0.1:4173', bridgeUrl: null }, null);
  expect(https.has('strict-transport-security')).toBe(true);
  expect(http.has('strict-transport-security')).toBe(false);
});
