import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { anchorsFor, loadTrustSettings } from '#lib/client/pki/trust-settings.ts';
import { pageValidationServices } from '#lib/client/pki/validation-services.ts';
import type { Person } from '#lib/domain/access.ts';
import { integer, sequence } from '#lib/pki/der/der-writer.ts';
import { MAX_PKI_REQUEST_BYTES, mediaTypes } from '#lib/protocol/pki.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import type { Context } from '#lib/server/context.ts';
import { createValidationServices } from '#lib/server/pki/validation-services.ts';
import { readTrustOverview } from '#lib/server/use-cases/read-trust.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { startHttpPeer, type HttpPeer } from '#support/http-peer.ts';
import { createSigner, trust } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

const query = sequence(integer(1));
const answers: Record<string, [type: string, body: Uint8Array]> = {
  '/tsa': [mediaTypes.timestampReply, sequence(integer(2))],
  '/ocsp': [mediaTypes.ocspResponse, sequence(integer(3))],
  '/ca.crl': [mediaTypes.crl, sequence(integer(4))],
  '/ca.cer': [mediaTypes.certificate, sequence(integer(5))],
};

let peer: HttpPeer;
let station: TestStation;
/** The same station with a TSA and an allow-list. */
let served: Context;
let official: Person;

beforeAll(async () => {
  peer = await startHttpPeer(({ path }, response) => {
    const [type, body] = answers[path] ?? ['text/plain', new Uint8Array()];
    response.writeHead(path in answers ? 200 : 404, { 'content-type': type }).end(body);
  });
  station = await startTestStation();
  const settings = {
    tsaUrl: `${peer.url}/tsa`,
    tsaTimeoutMs: 2000,
    allowedUrls: [`${peer.url}/`],
    privateNetworks: [],
  };
  served = await station.restart({
    validationServices: createValidationServices(settings, { anchors: async () => [] }),
  });
  official = await station.person('canbo');
});
afterAll(async () => {
  await station.stop();
  await peer.close();
});
afterEach(() => vi.unstubAllGlobals());

/** A page of this person: its requests go straight to the endpoints. */
function openPage(context: Context, person: Person | null): void {
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const { pathname, search } = new URL(path, context.env.origin);
    const method = init.method ?? 'GET';
    const type = new Headers(init.headers).get('content-type') ?? '';
    const content = init.body instanceof Uint8Array ? init.body : null;
    return callEndpoint(`${method} ${pathname.replace('/api/', '')}`, context, person, {
      query: search.slice(1),
      ...(content && { bytes: { type, content } }),
    });
  });
}

test('a page reaches TSA, OCSP, CRL and issuers through the server', async () => {
  openPage(served, official);
  const services = pageValidationServices({ hasTimestampAuthority: true });
  const reached = [
    await services.timestamp?.(query),
    await services.ocsp(`${peer.url}/ocsp`, query),
    await services.crl(`${peer.url}/ca.crl`),
    await services.issuerCertificates(`${peer.url}/ca.cer`),
  ];
  expect(reached).toEqual(Object.values(answers).map(([, body]) => new Uint8Array(body)));
  expect(peer.requests[0]?.body).toEqual(Buffer.from(query));
});

test('a page is told in our words why there is no answer', async () => {
  openPage(served, official);
  const services = pageValidationServices({ hasTimestampAuthority: true });
  await expect(services.crl(`${peer.url}/nothing`)).rejects.toMatchObject({
    code: 'REVOCATION_UNREACHABLE',
    details: { reason: 'refused', host: `127.0.0.1:${peer.port}` },
  });
  await expect(services.crl('http://10.0.0.1/ca.crl')).rejects.toMatchObject({
    code: 'REVOCATION_UNREACHABLE',
    details: { reason: 'address-not-allowed', host: '10.0.0.1' },
  });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(services.timestamp?.(query)).rejects.toMatchObject({
    code: 'TSA_UNREACHABLE',
    details: { reason: 'server-unreachable' },
  });
});

test('a page that goes away is not told of a failure', async () => {
  const leaving = new AbortController();
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    leaving.abort();
    return Promise.reject(init.signal?.reason);
  });
  const services = pageValidationServices({ hasTimestampAuthority: true }, leaving.signal);
  await expect(services.crl(`${peer.url}/ca.crl`)).rejects.toThrow('abort');
});

describe('requests that are none', () => {
  const post = async (type: string, content: Uint8Array) =>
    errorFromResponse(
      await callEndpoint('POST pki/timestamp', served, official, { bytes: { type, content } }),
    );

  test('are refused by their type and their size', async () => {
    const asked = peer.requests.length;
    expect(await post('text/plain', query)).toMatchObject({ code: 'INVALID_INPUT' });
    const huge = new Uint8Array(MAX_PKI_REQUEST_BYTES + 1);
    expect(await post(mediaTypes.timestampQuery, huge)).toMatchObject({ code: 'FILE_TOO_LARGE' });
    expect(peer.requests).toHaveLength(asked);
  });

  test('are refused when they name no address', async () => {
    const response = await callEndpoint('GET pki/crl', served, official, { query: 'url=crl' });
    expect(await errorFromResponse(response)).toMatchObject({
      code: 'INVALID_INPUT',
      details: { fields: ['url'] },
    });
  });
});

test('without a TSA there are no timestamps, and pages know it', async () => {
  openPage(station.context, official);
  expect((await loadTrustSettings()).hasTimestampAuthority).toBe(false);
  expect(pageValidationServices({ hasTimestampAuthority: false }).timestamp).toBeNull();
  const insisting = pageValidationServices({ hasTimestampAuthority: true });
  await expect(insisting.timestamp?.(query)).rejects.toMatchObject({
    code: 'TSA_UNREACHABLE',
    details: { reason: 'not-configured' },
  });
});

test('one person cannot flood the outside services; the others go on', async () => {
  const busy = await station.person('canbo2');
  const ask = async (person: Person) => {
    const response = await callEndpoint('GET pki/crl', served, person, {
      query: new URLSearchParams({ url: `${peer.url}/ca.crl` }).toString(),
    });
    return response.status;
  };
  const statuses = await Promise.all(Array.from({ length: 1210 }, () => ask(busy)));
  const counts = Map.groupBy(statuses, (status) => status);
  expect([...counts].map(([status, { length }]) => [status, length])).toEqual([
    [200, 1200],
    [429, 10],
  ]);
  expect(await ask(official)).toBe(200);
});

describe('what the server trusts', () => {
  test('pages get the anchors for each purpose, with their origin', async () => {
    const folder = join(station.env.dataDir, 'trust');
    const signer = await createSigner();
    await trust(signer, folder);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'broken.cer'), 'nothing');

    openPage(station.context, official);
    const settings = await loadTrustSettings();
    expect(anchorsFor(settings, 'signing')).toEqual([signer.authority.certificate]);
    expect(anchorsFor(settings, 'timestamping')).toEqual([signer.authority.certificate]);
    expect(await station.context.trustAnchors()).toEqual([signer.authority.certificate]);
    expect(settings.anchors[0]?.provenance).toBeNull();

    const administrator = await station.person('quantri');
    expect(await readTrustOverview(station.context, administrator)).toMatchObject({
      anchors: [{ isDemo: true, issuer: null, validity: 'in-force', fileName: 'demo-ca.pem' }],
      refused: [{ fileName: 'broken.cer', reason: 'unreadable' }],
      tsaUrl: null,
    });
  });

  test('the overview is for those who audit', async () => {
    for (const username of ['canbo', 'lanhdao', 'vanthu', 'giamsat'] as const) {
      const person = await station.person(username);
      await expect(readTrustOverview(station.context, person)).rejects.toMatchObject({
        code: 'NO_PERMISSION',
      });
    }
    await expect(readTrustOverview(station.context, null)).rejects.toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
  });
});
