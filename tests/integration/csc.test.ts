import { randomUUID, X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import type { AppError } from '#lib/domain/app-error.ts';
import { SignEventSchema, type CertificateInfo, type SignEvent } from '#lib/protocol/bridge.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { RemoteCertificatesSchema, type RemoteBatchRequest } from '#lib/protocol/remote-signing.ts';
import type { Context } from '#lib/server/context.ts';
import { signManifest, type ManifestContent } from '#lib/server/manifests/sign-manifest.ts';
import { CscService } from '#lib/server/remote-signing/csc-service.ts';
import { readCscSettings } from '#lib/server/remote-signing/csc-settings.ts';
import { RemoteDesk } from '#lib/server/remote-signing/remote-desk.ts';
import { genuineIds, prepareBatch } from '#support/bridge.ts';
import {
  cscClient,
  startCscSimulator,
  type CscFault,
  type CscSimulator,
  type SimulatedCredential,
} from '#support/csc-simulator.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { createSigner, type TestSigner } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';
import * as v from 'valibot';

let station: TestStation;
let official: Person;
let other: Person;
let signer: TestSigner;
let csc: CscSimulator;
let context: Context;
let credential: SimulatedCredential;
beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
  other = await station.person('canbo2');
  signer = await createSigner(official.name, 'rsa');
});
afterAll(() => station.stop());
beforeEach(async () => {
  csc = await startCscSimulator();
  credential = {
    id: 'khóa-1',
    signer,
    mode: 'implicit',
    multisign: 50,
    keyStatus: 'enabled',
    certStatus: 'valid',
  };
  csc.credentials.set('canbo@so.example.vn', [credential]);
  const settings = readCscSettings({
    CSC_URL: `${csc.url}/csc/v2`,
    CSC_CLIENT_ID: cscClient.clientId,
    CSC_CLIENT_SECRET: cscClient.clientSecret,
    CSC_NAME: 'Ký số từ xa (mô phỏng)',
    CSC_USER_ID: '{username}@so.example.vn',
  });
  if (!settings) throw new Error('the settings name a service');
  const impatient = { ...settings, timeoutMs: 1500, patienceMs: 600, pollMs: 20 };
  context = {
    ...station.context,
    remoteSigning: {
      service: new CscService(impatient, Date.now),
      desk: new RemoteDesk(Date.now),
    },
  };
  await station.context.stores.throttle.clear(`remote-batch:${official.id}`);
  await station.context.stores.throttle.clear(`remote-list:${official.id}`);
});
afterEach(() => csc.close());

async function certificates(person = official): Promise<CertificateInfo[]> {
  const response = await callEndpoint('GET signing/remote/certificates', context, person);
  if (!response.ok) throw await errorFromResponse(response);
  return v.parse(RemoteCertificatesSchema, await response.json()).certificates;
}

async function ownCertificate(): Promise<CertificateInfo> {
  const [certificate] = await certificates();
  if (!certificate) throw new Error('the person has a certificate');
  return certificate;
}

/** What the page prepares, vouched for by the station's own key. */
async function batchOf(
  certificate: CertificateInfo,
  count: number,
  change: Partial<ManifestContent> = {},
): Promise<RemoteBatchRequest> {
  const { privateKey, serverKey } = station.context.manifestKey;
  const server = {
    serverKey,
    manifest: (content: ManifestContent) =>
      signManifest(content, { privateKey, id: randomUUID(), now: new Date() }),
  };
  const request = await prepareBatch(certificate, server, {
    count,
    change: { origin: context.env.origin, userName: official.name, ...change },
  });
  return { ...request, provider: 'csc' };
}

async function start(request: RemoteBatchRequest, person: Person = official): Promise<Response> {
  return callEndpoint('POST signing/remote/batches', context, person, { body: request });
}

async function eventsOf(response: Response): Promise<SignEvent[]> {
  if (!response.ok) throw await errorFromResponse(response);
  const lines = (await response.text()).trim().split('\n');
  return lines.map((line) => v.parse(SignEventSchema, JSON.parse(line)));
}

async function sign(request: RemoteBatchRequest): Promise<SignEvent[]> {
  return eventsOf(await start(request));
}

async function refusal(request: RemoteBatchRequest, person?: Person): Promise<AppError> {
  const response = await start(request, person);
  expect(response.ok).toBe(false);
  return errorFromResponse(response);
}

const operations = () => csc.requests.map(({ path }) => path.replace('/csc/v2/', ''));

describe('what the service keeps for a person', () => {
  test('is listed for that person, with the whole chain and the name of the service', async () => {
    const [info] = await certificates();
    expect(info).toMatchObject({
      provider: 'csc',
      tokenLabel: 'Ký số từ xa (mô phỏng)',
      keyType: 'rsa',
    });
    expect(new X509Certificate(Buffer.from(info?.chain[0] ?? '', 'base64')).subject).toContain(
      official.name,
    );
    expect(info?.chain).toHaveLength(2);
    expect(await certificates(other)).toEqual([]);
  });

  test('is nothing where the station has no such service', async () => {
    const response = await callEndpoint(
      'GET signing/remote/certificates',
      station.context,
      official,
    );
    expect(await response.json()).toEqual({ name: null, certificates: [] });
  });

  test('is asked of the service with our client, whose secret no answer tells', async () => {
    const response = await callEndpoint('GET signing/remote/certificates', context, official);
    expect(operations()).toEqual(['oauth2/token', 'credentials/list', 'credentials/info']);
    expect(await response.text()).not.toContain(cscClient.clientSecret);
  });

  test.each<[CscFault, object]>([
    ['down', { reason: 'failed' }],
    ['redirects', { reason: 'unreachable' }],
    ['not-json', { reason: 'wrong-type' }],
  ])('is told as not to be had when the service %s', async (fault, details) => {
    csc.fault = fault;
    await expect(certificates()).rejects.toMatchObject({
      code: 'REMOTE_SIGNING_FAILED',
      details,
    });
  });
});

describe('a batch', () => {
  test('is confirmed once and every signature is genuine', async () => {
    const certificate = await ownCertificate();
    const request = await batchOf(certificate, 12);
    const events = await sign(request);
    expect(genuineIds(events, request, certificate)).toEqual(request.items.map(({ id }) => id));
    expect(events.map(({ event }) => event)).toEqual([
      'consent',
      'login',
      ...request.items.map(() => 'signed'),
      'done',
    ]);
    expect(csc.shown).toHaveLength(1);
    expect(csc.shown[0]).toContain('Ký 12 văn bản – 1/QĐ-SVHTTDL: Quyết định cấp giấy phép số 1');
    const [entry] = await station.context.stores.audit.ofSubject(request.batchId);
    expect(entry).toMatchObject({ action: 'signing.remote', details: { signed: 12, total: 12 } });
    expect(events.at(-1)).toMatchObject({ auditHash: entry?.hash });
  });

  test('waits for the person at their phone, and for a service that signs later', async () => {
    csc.person = 'confirms-later';
    csc.isAsynchronous = true;
    const certificate = await ownCertificate();
    const request = await batchOf(certificate, 3);
    const events = await sign(request);
    expect(genuineIds(events, request, certificate)).toHaveLength(3);
    expect(operations()).toContain('credentials/authorizeCheck');
    expect(operations()).toContain('signatures/signPolling');
  });

  test('of more documents than the service confirms at once takes several confirmations', async () => {
    credential.multisign = 2;
    const certificate = await ownCertificate();
    const request = await batchOf(certificate, 5);
    const events = await sign(request);
    expect(genuineIds(events, request, certificate)).toHaveLength(5);
    expect(csc.shown).toHaveLength(3);
  });

  test('sent again, or taken up again, tells the same events and rings nobody twice', async () => {
    const request = await batchOf(await ownCertificate(), 2);
    const events = await sign(request);
    expect(await sign(request)).toEqual(events);
    const resumed = await callEndpoint('GET signing/remote/batches/[id]', context, official, {
      params: { id: request.batchId },
    });
    expect(await eventsOf(resumed)).toEqual(events);
    expect(csc.shown).toHaveLength(1);
  });

  test('is cancelled while the phone rings', async () => {
    csc.person = 'never-answers';
    const request = await batchOf(await ownCertificate(), 2);
    const response = await start(request);
    await callEndpoint('POST signing/remote/batches/[id]/cancel', context, official, {
      params: { id: request.batchId },
    });
    expect((await eventsOf(response)).at(-1)).toMatchObject({
      event: 'stopped',
      error: { code: 'USER_CANCELLED' },
      signed: 0,
    });
    expect(operations()).not.toContain('signatures/signHash');
  });

  test('ends its question when the page is closed before it was confirmed', async () => {
    csc.person = 'never-answers';
    const request = await batchOf(await ownCertificate(), 2);
    const response = await start(request);
    await response.body?.cancel();
    const again = await callEndpoint('GET signing/remote/batches/[id]', context, official, {
      params: { id: request.batchId },
    });
    expect((await eventsOf(again)).at(-1)).toMatchObject({ error: { code: 'USER_CANCELLED' } });
  });
});

describe('what goes wrong at the service', () => {
  test.each<[CscFault, object]>([
    ['wrong-sad', { reason: 'refused' }],
    ['sad-expired', { reason: 'expired', told: 'SAD đã hết hạn' }],
    ['too-few', { reason: 'wrong-count' }],
    ['hangs', { reason: 'too-slow' }],
  ])('stops the batch with nothing signed: %s', async (fault, details) => {
    const request = await batchOf(await ownCertificate(), 3);
    csc.fault = fault;
    const events = await sign(request);
    expect(events.at(-1)).toMatchObject({
      event: 'stopped',
      signed: 0,
      total: 3,
      error: { code: 'REMOTE_SIGNING_FAILED', details },
    });
  });

  test.each<[CscFault, string]>([
    ['other-hash', 'SIGNATURE_NOT_VERIFIED'],
    ['one-missing', 'REMOTE_SIGNING_FAILED'],
  ])('costs the one document it concerns: %s', async (fault, code) => {
    const certificate = await ownCertificate();
    const request = await batchOf(certificate, 3);
    csc.fault = fault;
    const events = await sign(request);
    expect(genuineIds(events, request, certificate)).toEqual(['doc-1', 'doc-3']);
    expect(events).toContainEqual(
      expect.objectContaining({
        event: 'failed',
        id: 'doc-2',
        error: expect.objectContaining({ code }),
      }),
    );
    expect(events.at(-1)).toMatchObject({ event: 'done', signed: 2, total: 3 });
  });

  test.each([
    ['declines', { reason: 'declined', told: 'Người dùng từ chối trên app' }],
    ['never-answers', { reason: 'too-slow' }],
  ] as const)('is the person who %s', async (person, details) => {
    csc.person = person;
    const events = await sign(await batchOf(await ownCertificate(), 1));
    expect(events.at(-1)).toMatchObject({ error: { code: 'REMOTE_SIGNING_FAILED', details } });
  });
});

describe('a batch is refused before anybody is asked when', () => {
  afterEach(() => expect(csc.shown).toEqual([]));

  test('its manifest is not ours, not of this person or this origin, or for a bridge', async () => {
    const certificate = await ownCertificate();
    const foreign = await batchOf(certificate, 1, { origin: 'https://la.example.vn' });
    expect(await refusal(foreign)).toMatchObject({ details: { reason: 'origin' } });
    const others = await batchOf(certificate, 1, { userName: other.name });
    expect(await refusal(others)).toMatchObject({ details: { reason: 'person' } });
    const bridge = await batchOf(certificate, 1, { audience: 'TUZr' });
    expect(await refusal(bridge)).toMatchObject({ details: { reason: 'audience' } });
    const good = await batchOf(certificate, 1);
    const [header, payload] = good.manifest.split('.');
    const forged = { ...good, manifest: `${header}.${payload}.${'A'.repeat(86)}` };
    expect(await refusal(forged)).toMatchObject({
      code: 'MANIFEST_INVALID',
      details: { reason: 'signature' },
    });
  });

  test('its items are not what the manifest says', async () => {
    const request = await batchOf(await ownCertificate(), 2);
    const [first, second] = request.items;
    if (!first || !second) throw new Error('two items');
    const swapped = [
      { ...first, toBeSigned: second.toBeSigned },
      { ...second, toBeSigned: first.toBeSigned },
    ];
    expect(await refusal({ ...request, items: swapped })).toMatchObject({
      code: 'MANIFEST_INVALID',
    });
    const bare = [{ ...first, toBeSigned: Buffer.alloc(32, 7).toString('base64') }, second];
    expect(await refusal({ ...request, items: bare })).toMatchObject({
      details: { reason: 'attributes' },
    });
    expect(await refusal({ ...request, items: [first] })).toMatchObject({
      details: { reason: 'items-differ' },
    });
  });

  test('the certificate is somebody else’s', async () => {
    const certificate = await ownCertificate();
    csc.credentials.set('canbo2@so.example.vn', []);
    const request = await batchOf(certificate, 1, { userName: other.name });
    expect(await refusal(request, other)).toMatchObject({ code: 'CERTIFICATE_MISMATCH' });
  });

  test.each([
    ['revoked', { certStatus: 'revoked' }, 'CERTIFICATE_REVOKED'],
    ['disabled', { keyStatus: 'disabled' }, 'REMOTE_SIGNING_FAILED'],
    ['to be opened by a PIN in our page', { mode: 'explicit' }, 'REMOTE_SIGNING_FAILED'],
  ] as const)('its credential is %s', async (_, change, code) => {
    const request = await batchOf(await ownCertificate(), 1);
    Object.assign(credential, change);
    expect(await refusal(request)).toMatchObject({ code });
    expect(operations()).not.toContain('credentials/authorize');
  });

  test('the person has no right to sign', async () => {
    const request = await batchOf(await ownCertificate(), 1);
    expect(await refusal(request, await station.person('giamsat'))).toMatchObject({
      code: 'NO_PERMISSION',
    });
  });
});

test('a manifest is used once', async () => {
  const request = await batchOf(await ownCertificate(), 1);
  await sign(request);
  const replayed = { ...request, batchId: randomUUID() };
  expect(await refusal(replayed)).toMatchObject({ details: { reason: 'replayed' } });
  expect(csc.shown).toHaveLength(1);
});

test('one batch of a person waits at a time, and nobody sees the batch of another', async () => {
  csc.person = 'never-answers';
  const certificate = await ownCertificate();
  const request = await batchOf(certificate, 1);
  const waiting = await start(request);
  expect(await refusal(await batchOf(certificate, 1))).toMatchObject({ code: 'BRIDGE_BUSY' });
  for (const name of [
    'GET signing/remote/batches/[id]',
    'POST signing/remote/batches/[id]/cancel',
  ]) {
    const params = { id: request.batchId };
    const response = await callEndpoint(name, context, other, { params });
    expect(await errorFromResponse(response)).toMatchObject({ code: 'NOT_FOUND' });
  }
  await eventsOf(waiting);
});

test('the settings accept nothing but https, and no person without their name', () => {
  const given = { CSC_CLIENT_ID: 'a', CSC_CLIENT_SECRET: 'b' };
  expect(readCscSettings({})).toBeNull();
  expect(() => readCscSettings({ ...given, CSC_URL: 'http://ky.example.vn/csc/v2/' })).toThrow(
    'CSC_URL',
  );
  expect(() => readCscSettings({ CSC_URL: 'https://ky.example.vn/' })).toThrow('CSC_CLIENT_ID');
  expect(() =>
    readCscSettings({ ...given, CSC_URL: 'https://ky.example.vn/', CSC_USER_ID: 'mọi người' }),
  ).toThrow('CSC_USER_ID');
});
