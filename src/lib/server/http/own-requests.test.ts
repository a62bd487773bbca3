import { describe, expect, it } from 'vitest';
import { isOpenEndpoint, isOwnRequest } from './own-requests.ts';

const own = 'https://so.example.vn';
const token = 'a'.repeat(43);
const upload = `/api/signing/vgca/0b6c1f6e-6a55-4d0c-8a1e-2f2f3d1b9a01/${token}/upload`;

function isOwn(path: string, headers: Record<string, string>, method = 'POST'): boolean {
  return isOwnRequest(new Request(new URL(path, own), { method, headers }), [own]);
}

describe('a request that changes something', () => {
  it('is taken from our own pages and from programs that send no forms', () => {
    expect(isOwn('/api/documents', { origin: own, 'content-type': 'text/plain' })).toBe(true);
    expect(isOwn('/api/documents', { 'content-type': 'application/json' })).toBe(true);
  });

  it.each(['https://la.example.vn', 'null', 'http://so.example.vn'])(
    'is not taken from %s',
    (origin) => {
      expect(isOwn('/api/documents', { origin, 'content-type': 'application/json' })).toBe(false);
      expect(isOwn(upload, { origin, 'content-type': 'multipart/form-data; boundary=x' })).toBe(
        false,
      );
    },
  );

  it.each(['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'Text/Plain'])(
    'is not taken as %s of an origin that is not told, but for what VGCA Sign Service leaves',
    (type) => {
      expect(isOwn('/sign-in', { 'content-type': type })).toBe(false);
      expect(isOwn(`${upload}/more`, { 'content-type': type })).toBe(false);
      expect(isOwn(upload, { 'content-type': type })).toBe(true);
    },
  );
});

it('opens to strangers what is for strangers', () => {
  for (const path of ['/api/health', '/api/auth/sign-in', upload]) {
    expect(isOpenEndpoint(path)).toBe(true);
  }
  const closed = ['/api/signing/vgca/tasks', `/api/signing/vgca/${token}/upload`, '/api/healthy'];
  for (const path of closed) expect(isOpenEndpoint(path)).toBe(false);
});
