import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import { readDer } from '#lib/pki/der/der-reader.ts';
import { setOf } from '#lib/pki/der/der-writer.ts';
import { formatAuthorization, requestText } from '#lib/protocol/bridge-signatures.ts';
import type { CertificateInfo, SignBatchRequest } from '#lib/protocol/bridge.ts';
import {
  allEvents,
  failureOf,
  officeOrigin,
  prepareBatch,
  startTestBridge,
  testServer,
  type TestBridge,
} from '#support/bridge.ts';

let test: TestBridge;
let now: () => Date;

beforeEach(async () => {
  now = () => new Date();
  test = await startTestBridge({ now: () => now() });
});
afterEach(() => test.close());

type Answer = { status: number; code: string; reason: string; headers: OutgoingHttpHeaders };

/** A request as any program could make it; Node's fetch would not send a foreign Host. */
function ask(
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body = '',
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = httpRequest(`${test.baseUrl}${path}`, { method, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const problem = text ? JSON.parse(text) : {};
      resolve({
        status: response.statusCode ?? 0,
        code: problem.code,
        reason: problem.details?.reason,
        headers: response.headers,
      });
    });
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}

const health = '/v1/health?c=0123456789abcdef';

describe('the gate refuses', () => {
  it('a foreign name that points to this PC (DNS rebinding)', async () => {
    const answer = await ask('GET', health, { host: 'evil.example', origin: officeOrigin });
    expect(answer).toMatchObject({ status: 421, code: 'BRIDGE_BAD_HOST' });
  });

  it.each([
    ['missing', {}],
    ['null', { origin: 'null' }],
    ['foreign', { origin: 'https://evil.example' }],
    ['alike', { origin: `${officeOrigin}.evil.example` }],
    ['another port', { origin: `${officeOrigin}:8443` }],
  ])('an origin that is %s, and lets it read nothing', async (_, headers) => {
    const answer = await ask('GET', health, headers);
    expect(answer).toMatchObject({ status: 403, code: 'BRIDGE_BAD_ORIGIN' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = await ask('OPTIONS', '/v1/batches', headers);
    expect(preflight.status).toBe(403);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'a form can send: %s',
    async (mediaType) => {
      const headers = { origin: officeOrigin, 'content-type': mediaType };
      const answer = await ask('POST', '/v1/pair', headers, '{}');
      expect(answer).toMatchObject({ status: 415, code: 'BRIDGE_BAD_REQUEST' });
    },
  );

  it('more than two megabytes', async () => {
    const headers = { origin: officeOrigin, 'content-type': 'application/json' };
    const body = JSON.stringify({ userName: 'x'.repeat(2 * 1024 * 1024) });
    const answer = await ask('POST', '/v1/pair', headers, body);
    expect(answer).toMatchObject({ status: 413, reason: 'too-large' });
  });

  it('to become a WebSocket, which no preflight guards', async () => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    for (const origin of ['https://evil.example', officeOrigin]) {
      const answer = await ask('GET', '/v1/events', { ...upgrade, origin });
      expect(answer.status).toBe(403);
      expect(answer.code).toBe('BRIDGE_BAD_ORIGIN');
    }
  });

  it('what it does not know', async () => {
    const headers = { origin: officeOrigin };
    expect(await ask('GET', '/', headers)).toMatchObject({ status: 404 });
    expect(await ask('GET', '/v1/pair', headers)).toMatchObject({ status: 405 });
    expect(await ask('GET', '/v1/health', headers)).toMatchObject({ status: 400, reason: 'nonce' });
  });

  it('nothing of an allowed page, and sets no cookie', async () => {
    const preflight = await ask('OPTIONS', '/v1/batches', { origin: officeOrigin });
    expect(preflight).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': officeOrigin,
        'access-control-allow-headers': 'authorization, content-type',
        vary: 'Origin',
      },
    });
    const answer = await ask('GET', health, { origin: officeOrigin });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });
});

describe('a request of a paired page', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let pairingId: string;

  beforeEach(async () => {
    const body = {
      pageKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      serverKey: test.server.serverKey,
      userName: 'Trần Minh Hà',
    };
    const response = await fetch(`${test.baseUrl}/v1/pair`, {
      method: 'POST',
      headers: { origin: officeOrigin, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    pairingId = (await response.json()).pairingId;
  });

  function authorize(
    about: { path?: string; body?: string; timeMs?: number; nonce?: string; id?: string } = {},
  ): string {
    const { path = '/v1/certificates', body = '', timeMs = Date.now() } = about;
    const nonce = about.nonce ?? randomUUID();
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    const text = requestText({ method: 'GET', path, timeMs, nonce, bodySha256 });
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    const signature = sign('sha256', Buffer.from(text), key).toString('base64url');
    return formatAuthorization({ pairingId: about.id ?? pairingId, timeMs, nonce, signature });
  }

  function list(authorization?: string, origin = officeOrigin): Promise<Answer> {
    const headers = { origin, ...(authorization && { authorization }) };
    return ask('GET', '/v1/certificates', headers);
  }

  it('is accepted once', async () => {
    const authorization = authorize();
    expect((await list(authorization)).status).toBe(200);
    expect(await list(authorization)).toMatchObject({ status: 401, reason: 'replayed' });
  });

  it.each([
    ['unsigned', () => undefined, 'unsigned'],
    ['of an unknown pairing', () => authorize({ id: randomUUID() }), undefined],
    ['signed for another path', () => authorize({ path: '/v1/batches/1' }), 'signature'],
    ['signed for another body', () => authorize({ body: '{}' }), 'signature'],
    ['two minutes old', () => authorize({ timeMs: Date.now() - 120_000 }), 'time'],
    ['of the future', () => authorize({ timeMs: Date.now() + 120_000 }), 'time'],
  ])('is refused when it is %s', async (_, authorization, reason) => {
    expect(await list(authorization())).toMatchObject({
      status: 401,
      code: 'BRIDGE_NOT_PAIRED',
      ...(reason && { reason }),
    });
  });

  it('is refused when it comes from another allowed origin than the pairing', async () => {
    await test.close();
    const origins = `${officeOrigin},https://xa.example.vn`;
    test = await startTestBridge({ environment: { BRIDGE_ORIGINS: origins } });
    const page = await test.pairedPage();
    expect(await page.certificates()).not.toHaveLength(0);
    const elsewhere = test.page('https://xa.example.vn');
    expect((await failureOf(elsewhere.certificates())).code).toBe('BRIDGE_NOT_PAIRED');
    expect(await list(authorize(), 'https://xa.example.vn')).toMatchObject({ status: 401 });
  });
});

describe('a batch is refused before anybody is asked when', () => {
  let page: BridgeClient;
  let certificate: CertificateInfo;

  beforeEach(async () => {
    page = await test.pairedPage();
    const [demo] = await page.certificates();
    if (!demo) throw new Error('No demo certificate');
    certificate = demo;
  });

  async function refusalOf(
    request: SignBatchRequest,
  ): Promise<{ code: string; details: Record<string, unknown> }> {
    const { code, details } = await failureOf(allEvents(page.signBatch(request)));
    expect(test.dialog.consents).toEqual([]);
    return { code, details };
  }

  const invalid = (reason: string) => ({ code: 'MANIFEST_INVALID', details: { reason } });

  it('the manifest is of another server', async () => {
    const request = await prepareBatch(certificate, testServer());
    expect(await refusalOf(request)).toMatchObject(invalid('signature'));
  });

  it('the manifest was changed', async () => {
    const request = await prepareBatch(certificate, test.server);
    const [header, payload = '', signature] = request.manifest.split('.');
    const content = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...content, userName: 'Ai đó' }));
    const manifest = `${header}.${changed.toString('base64url')}.${signature}`;
    expect(await refusalOf({ ...request, manifest })).toMatchObject(invalid('signature'));
  });

  it.each([
    ['none', { alg: 'none', typ: 'tsh-manifest+jwt' }],
    ['HS256', { alg: 'HS256', typ: 'tsh-manifest+jwt' }],
    ['another kind of token', { alg: 'ES256', typ: 'JWT' }],
  ])('the manifest says it is signed with %s', async (_, header) => {
    const request = await prepareBatch(certificate, test.server);
    const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
    const manifest = request.manifest.replace(/^[^.]+/u, encoded);
    expect(await refusalOf({ ...request, manifest })).toMatchObject(invalid('header'));
  });

  it('the manifest is for another origin', async () => {
    const request = await prepareBatch(certificate, test.server, { origin: 'https://xa.example' });
    expect(await refusalOf(request)).toMatchObject(invalid('origin'));
  });

  it('the manifest is for another bridge', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const audience = other.export({ type: 'spki', format: 'der' }).toString('base64');
    const request = await prepareBatch(certificate, test.server, { change: { audience } });
    expect(await refusalOf(request)).toMatchObject(invalid('audience'));
    const status = await page.probe();
    if (status.state !== 'ready' || !status.instanceKey) throw new Error('Not paired');
    const own = await prepareBatch(certificate, test.server, {
      change: { audience: status.instanceKey },
    });
    expect((await allEvents(page.signBatch(own))).at(-1)).toMatchObject({ event: 'done' });
  });

  it('the attributes have one more, stand in another order, or are not DER', async () => {
    const { items, manifest, ...request } = await prepareBatch(certificate, test.server);
    const [item] = items;
    if (!item) throw new Error('One item was prepared');
    const der = Buffer.from(item.toBeSigned, 'base64');
    const signingTime = Buffer.from(
      '301c06092a864886f70d010905310f170d3236313132323030303030305a',
      'hex',
    );
    const attributes = [...readDer(der).children.map(({ bytes }) => Buffer.from(bytes))];
    const changed = [
      setOf(...attributes, signingTime),
      Buffer.concat([der.subarray(0, 2), ...attributes.toReversed()]),
      // An indefinite length, as BER allows it.
      Buffer.concat([Buffer.from([0x31, 0x80]), ...attributes, Buffer.alloc(2)]),
      Buffer.concat([der, Buffer.alloc(1)]),
    ];
    for (const bytes of changed) {
      const toBeSigned = Buffer.from(bytes).toString('base64');
      const refused = await refusalOf({ ...request, manifest, items: [{ ...item, toBeSigned }] });
      expect(refused).toMatchObject(invalid('attributes'));
    }
  });

  it('the page asks for another algorithm than the attributes, or one that the key cannot do', async () => {
    const stated = await prepareBatch(certificate, test.server, { algorithm: 'ECDSA-SHA384' });
    const other = stated.items.map((item) => ({ ...item, algorithm: 'ECDSA-SHA256' as const }));
    expect(await refusalOf({ ...stated, items: other })).toMatchObject(invalid('algorithm'));
    const plain = await prepareBatch(certificate, test.server);
    const longer = plain.items.map((item) => ({ ...item, algorithm: 'ECDSA-SHA512' as const }));
    expect(await refusalOf({ ...plain, items: longer })).toMatchObject(invalid('algorithm'));
    const rsa = plain.items.map((item) => ({ ...item, algorithm: 'RSA-PKCS1-SHA256' as const }));
    expect(await refusalOf({ ...plain, items: rsa })).toMatchObject({
      code: 'CERTIFICATE_MISMATCH',
      details: { reason: 'algorithm' },
    });
  });

  it('the manifest has expired, or is of the future', async () => {
    const old = new Date(Date.now() - 7 * 60_000);
    const expired = await prepareBatch(certificate, test.server, { now: old });
    expect(await refusalOf(expired)).toMatchObject(invalid('expired'));
    const future = new Date(Date.now() + 7 * 60_000);
    const early = await prepareBatch(certificate, test.server, { now: future });
    expect(await refusalOf(early)).toMatchObject(invalid('not-yet-valid'));
  });

  it('the manifest was used before', async () => {
    const request = await prepareBatch(certificate, test.server);
    await allEvents(page.signBatch(request));
    test.dialog.consents.length = 0;
    const again = { ...request, batchId: randomUUID() };
    expect(await refusalOf(again)).toMatchObject(invalid('replayed'));
  });

  it('a document is not in the manifest, is missing, or stands twice', async () => {
    const request = await prepareBatch(certificate, test.server, { count: 2 });
    const [first, second] = request.items;
    if (!first || !second) throw new Error('Two items were prepared');
    const missing = { ...request, items: [first] };
    expect(await refusalOf(missing)).toMatchObject(invalid('items-differ'));
    const foreign = { ...request, items: [first, { ...second, id: 'doc-9' }] };
    expect(await refusalOf(foreign)).toMatchObject(invalid('items-differ'));
    const twice = { ...request, items: [first, first] };
    expect(await refusalOf(twice)).toMatchObject(invalid('item-twice'));
  });

  it('the attributes are of another document', async () => {
    const request = await prepareBatch(certificate, test.server, { count: 2 });
    const [first, second] = request.items;
    if (!first || !second) throw new Error('Two items were prepared');
    const swapped = [
      { ...first, toBeSigned: second.toBeSigned },
      { ...second, toBeSigned: first.toBeSigned },
    ];
    const refused = await refusalOf({ ...request, items: swapped });
    expect(refused).toMatchObject(invalid('content-digest'));
    expect(refused.details.documentId).toBe('doc-1');
  });

  it('a bare hash is sent instead of signed attributes', async () => {
    const request = await prepareBatch(certificate, test.server);
    const [item] = request.items;
    if (!item) throw new Error('One item was prepared');
    const hash = createHash('sha256').update('a contract').digest('base64');
    const bare = { ...request, items: [{ ...item, toBeSigned: hash }] };
    expect(await refusalOf(bare)).toMatchObject(invalid('attributes'));
  });

  it('the manifest states another digest of the attributes', async () => {
    const request = await prepareBatch(certificate, test.server);
    const [, payload = ''] = request.manifest.split('.');
    const { documents } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const [document] = documents;
    const manifest = test.server.manifest({
      origin: officeOrigin,
      userName: 'Trần Minh Hà',
      certificateSha256: certificate.certificateSha256,
      documents: [{ ...document, attributesSha256: '0'.repeat(64) }],
    });
    expect(await refusalOf({ ...request, manifest })).toMatchObject(invalid('attributes-digest'));
  });

  it('the certificate is not the one of the manifest or of the attributes', async () => {
    const other = '0'.repeat(64);
    const request = await prepareBatch(certificate, test.server, {
      change: { certificateSha256: other },
    });
    expect(await refusalOf(request)).toMatchObject({
      code: 'CERTIFICATE_MISMATCH',
      details: { reason: 'manifest' },
    });
    const both = { ...request, certificateSha256: other };
    expect(await refusalOf(both)).toMatchObject({
      code: 'CERTIFICATE_MISMATCH',
      details: { reason: 'attributes' },
    });
  });

  it('the token is not plugged in', async () => {
    const request = await prepareBatch({ ...certificate, provider: 'pkcs11' }, test.server);
    expect(await refusalOf(request)).toMatchObject({ code: 'NO_TOKEN' });
  });

  it('its id belongs to another batch', async () => {
    const first = await prepareBatch(certificate, test.server);
    await allEvents(page.signBatch(first));
    test.dialog.consents.length = 0;
    const second = await prepareBatch(certificate, test.server);
    expect(await refusalOf({ ...second, batchId: first.batchId })).toMatchObject({
      code: 'BRIDGE_BAD_REQUEST',
      details: { reason: 'batch-id-used' },
    });
  });

  it('it has more than two hundred documents', async () => {
    const request = await prepareBatch(certificate, test.server, { count: 201 });
    expect(await refusalOf(request)).toMatchObject({ code: 'BRIDGE_BAD_REQUEST' });
  });
});

it('stops using a PIN after ten minutes', async () => {
  const page = await test.pairedPage();
  const [certificate] = await page.certificates();
  if (!certificate) throw new Error('No demo certificate');
  const request = await prepareBatch(certificate, test.server, { count: 200 });
  const events = [];
  for await (const event of page.signBatch(request)) {
    events.push(event);
    if (event.event === 'login') now = () => new Date(Date.now() + 11 * 60_000);
  }
  expect(events.at(-1)).toMatchObject({ event: 'stopped', error: { code: 'CONSENT_EXPIRED' } });
});
