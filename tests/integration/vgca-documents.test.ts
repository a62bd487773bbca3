import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { Person } from '#lib/domain/access.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { VGCA_ORDER_TYPE, VgcaTaskSchema, type VgcaTask } from '#lib/protocol/vgca.ts';
import type { Context } from '#lib/server/context.ts';
import { signStatement } from '#lib/server/manifests/sign-statement.ts';
import { failureOf, pageOf, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { startHttpPeer, type HttpPeer } from '#support/http-peer.ts';
import { createSigner, scannedPdf, sign, trust, type TestSigner } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';
import { sameAuthority } from '#support/versions.ts';
import { startVgcaSimulator, type VgcaFault, type VgcaSimulator } from '#support/vgca-simulator.ts';

const vgcaTimes = { connectMs: 2000, probeMs: 2000, signMs: 1500, documentMs: 20_000 };
const query = new URLSearchParams({
  operation: 'SignCopy',
  title: 'Giấy phép biểu diễn',
  numberNotation: '05/GP-SVHTTDL',
  issuedOn: '2026-03-09',
});

let station: TestStation;
let official: Person;
let signer: TestSigner;
let stranger: TestSigner;
let vgca: VgcaSimulator;
let server: HttpPeer;
let context: Context;
let bridge: TestBridge;
let page: BridgeClient;
beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
  signer = await createSigner(official.name, 'rsa');
  stranger = await sameAuthority(signer, 'Người khác', 'rsa');
  await trust(signer, join(station.env.dataDir, 'trust'));
});
afterAll(() => station.stop());
beforeEach(async () => {
  await station.context.stores.throttle.clear(`vgca:${official.id}`);
  vgca = await startVgcaSimulator(signer, stranger);
  vgca.knows = 'documents';
  server = await startHttpPeer(async ({ method, path, type, body }, response) => {
    const [, id = '', token = '', what = ''] =
      /^\/api\/signing\/vgca\/([^/]+)\/([^/]+)\/(.+)$/u.exec(path) ?? [];
    const name = `${method} signing/vgca/[id]/[token]/${what}`;
    const given = body.length > 0 ? { bytes: { type, content: body } } : {};
    const answer = await callEndpoint(name, context, null, { params: { id, token }, ...given });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  context = { ...station.context, env: { ...station.env, origin: server.url } };
  bridge = await startTestBridge({
    environment: { BRIDGE_VGCA: vgca.url, BRIDGE_DEMO: 'off', BRIDGE_ORIGINS: server.url },
    vgcaTimes,
  });
  page = pageOf(bridge.baseUrl, server.url);
  await page.pair(official.name, station.context.manifestKey.serverKey, () => undefined);
});
afterEach(async () => {
  await bridge.close();
  await server.close();
  await vgca.close();
});

async function order(
  source: Uint8Array,
  more: Record<string, string> = {},
  person = official,
): Promise<VgcaTask> {
  const asked = new URLSearchParams({ ...Object.fromEntries(query), ...more });
  const response = await callEndpoint('POST signing/vgca/tasks', context, person, {
    query: asked.toString(),
    bytes: { type: 'application/pdf', content: source },
  });
  if (!response.ok) throw await errorFromResponse(response);
  return v.parse(VgcaTaskSchema, await response.json());
}

async function result(taskId: string, person = official): Promise<Uint8Array> {
  const response = await callEndpoint('GET signing/vgca/tasks/[id]', context, person, {
    params: { id: taskId },
  });
  if (!response.ok) throw await errorFromResponse(response);
  return new Uint8Array(await response.arrayBuffer());
}

/** What the order tells the bridge. */
function payloadOf({ order: jws }: VgcaTask): Record<string, string> {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

function leave(url: string, file: Uint8Array, field = 'uploadfile'): Promise<unknown> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(file)]), 'ket-qua.pdf');
  return fetch(url, { method: 'POST', body: form }).then((response) => response.json());
}

describe('a whole document through VGCA Sign Service', () => {
  test('is fetched, signed, sent back and checked; only then the page gets it', async () => {
    const source = (await scannedPdf()).bytes;
    const task = await order(source);
    await expect(result(task.taskId)).rejects.toMatchObject({ code: 'CONTENT_NOT_RECEIVED' });
    expect(await page.signWithVgca(task.order)).toMatch(/^[\da-f]{64}$/u);
    const signed = await result(task.taskId);
    expect(Buffer.from(signed).subarray(0, source.length)).toEqual(Buffer.from(source));
    const { certificate } = signer.authority;
    const reports = await verifySignatures(signed, { trustAnchors: [certificate], at: new Date() });
    expect(reports).toHaveLength(1);
    const request: unknown = JSON.parse(
      vgca.asked.find(({ operation }) => operation === 'SignCopy')?.text ?? '',
    );
    expect(request).toMatchObject({
      FileName: expect.stringMatching(/\/source\.pdf$/u),
      FileUploadHandler: expect.stringMatching(/\/upload$/u),
      DocNumber: '05/GP-SVHTTDL',
      IssuedDate: '09/03/2026',
      SessionId: '',
      JWTToken: '',
    });
    expect(vgca.uploadAnswers).toEqual([
      { Status: 0, Message: '', FileName: 'Giấy phép biểu diễn.pdf', FileServer: '' },
    ]);
  });

  test('keeps the signatures that the document had', async () => {
    const source = (await sign(await scannedPdf(), stranger)).bytes;
    const task = await order(source);
    await page.signWithVgca(task.order);
    const anchors = { trustAnchors: [signer.authority.certificate], at: new Date() };
    expect(await verifySignatures(await result(task.taskId), anchors)).toHaveLength(2);
  });

  test.each<[VgcaFault, string]>([
    ['wrong-certificate', 'không phải của người'],
    ['rewrites', 'mã băm không khớp'],
    ['signs-twice', 'không còn nguyên vẹn'],
  ])('is not taken when it %s, and the person in front of it reads why', async (kind, told) => {
    vgca.fault = { kind, from: 1 };
    const task = await order((await scannedPdf()).bytes);
    expect(await failureOf(page.signWithVgca(task.order))).toMatchObject({
      code: 'VGCA_FAILED',
      details: { told: expect.stringContaining(told) },
    });
    await expect(result(task.taskId)).rejects.toMatchObject({ code: 'CONTENT_NOT_RECEIVED' });
  });

  test('is not taken with another certificate than the one that was chosen', async () => {
    const task = await order((await scannedPdf()).bytes, { certificateSha256: 'ab'.repeat(32) });
    expect(await failureOf(page.signWithVgca(task.order))).toMatchObject({
      details: { told: expect.stringContaining('khác chứng thư đã chọn') },
    });
  });

  test.each<VgcaFault>(['cancelled', 'closes', 'not-json'])(
    'fails alone when it %s',
    async (kind) => {
      vgca.fault = { kind, from: 1 };
      const task = await order((await scannedPdf()).bytes);
      expect((await failureOf(page.signWithVgca(task.order))).code).toBe('VGCA_FAILED');
    },
  );
});

describe('the bridge hands over only what our server ordered', () => {
  afterEach(() => expect(vgca.asked.some(({ operation }) => operation === 'SignCopy')).toBe(false));

  async function changed(change: object, type = VGCA_ORDER_TYPE): Promise<string> {
    const task = await order((await scannedPdf()).bytes);
    const payload = { ...payloadOf(task), ...change };
    return signStatement(type, payload, station.context.manifestKey.privateKey);
  }

  test.each<[string, object]>([
    ['origin', { origin: 'https://la.example.vn' }],
    ['address', { sourceUrl: 'https://la.example.vn/api/signing/vgca/x' }],
    ['expired', { iat: 1_700_000_000, exp: 1_700_000_100 }],
    ['lifetime', { exp: 99_999_999_999 }],
    ['content', { operation: 'SignFiles' }],
  ])('refuses a wrong %s', async (reason, change) => {
    expect(await failureOf(page.signWithVgca(await changed(change)))).toMatchObject({
      code: 'MANIFEST_INVALID',
      details: { reason },
    });
  });

  test('refuses what another key signed, and what was signed for another purpose', async () => {
    const task = await order((await scannedPdf()).bytes);
    const [header, payload] = task.order.split('.');
    const forged = `${header}.${payload}.${'A'.repeat(86)}`;
    expect(await failureOf(page.signWithVgca(forged))).toMatchObject({
      details: { reason: 'signature' },
    });
    const manifest = await changed({}, 'tsh-manifest+jwt');
    expect(await failureOf(page.signWithVgca(manifest))).toMatchObject({
      details: { reason: 'header' },
    });
  });
});

describe('the addresses of a task', () => {
  test('are good for its own order once', async () => {
    const task = await order((await scannedPdf()).bytes);
    await page.signWithVgca(task.order);
    expect(await failureOf(page.signWithVgca(task.order))).toMatchObject({
      details: { reason: 'replayed' },
    });
    const { sourceUrl = '', uploadUrl = '' } = payloadOf(task);
    expect((await fetch(sourceUrl)).status).toBe(404);
    const first = await result(task.taskId);
    expect(await leave(uploadUrl, first)).toMatchObject({ Status: 0 });
    const other = (await sign(await scannedPdf(), signer)).bytes;
    expect(await leave(uploadUrl, other)).toMatchObject({ Status: 1 });
    expect(await result(task.taskId)).toEqual(first);
  });

  test('open nothing with another token, for another task, or later', async () => {
    const task = await order((await scannedPdf()).bytes);
    const { sourceUrl = '', uploadUrl = '' } = payloadOf(task);
    expect((await fetch(sourceUrl)).status).toBe(200);
    const wrong = [
      sourceUrl.replace(/\/[\w-]{43}\//u, `/${'A'.repeat(43)}/`),
      sourceUrl.replace(task.taskId, randomUUID()),
      sourceUrl.replace(task.taskId, 'mot-ma-khac'),
    ];
    for (const url of wrong) expect((await fetch(url)).status).toBe(404);
    context = { ...context, now: () => new Date(Date.now() + 21 * 60_000) };
    expect((await fetch(sourceUrl)).status).toBe(404);
    expect(await leave(uploadUrl, (await scannedPdf()).bytes)).toMatchObject({
      Status: 1,
      Message: expect.stringContaining('Không tìm thấy'),
    });
  });

  test('take the file under the names that other versions use, and nothing without one', async () => {
    const source = await scannedPdf();
    const task = await order(source.bytes);
    const { uploadUrl = '' } = payloadOf(task);
    expect(await leave(uploadUrl, source.bytes, 'something')).toMatchObject({ Status: 1 });
    expect(await leave(uploadUrl, new Uint8Array())).toMatchObject({ Status: 1 });
    expect(await leave(uploadUrl, source.bytes, 'fileToUpload')).toMatchObject({ Status: 1 });
    const signed = (await sign(source, signer)).bytes;
    expect(await leave(uploadUrl, signed, 'fileToUpload')).toMatchObject({ Status: 0 });
    expect(await result(task.taskId)).toHaveLength(signed.length);
  });
});

test('the result is given to nobody but the person who ordered it', async () => {
  const task = await order((await scannedPdf()).bytes);
  await page.signWithVgca(task.order);
  const other = await station.person('canbo2');
  await expect(result(task.taskId, other)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what is no PDF is not laid ready', async () => {
  await expect(order(Buffer.from('không phải PDF'))).rejects.toMatchObject({ code: 'NOT_A_PDF' });
});
