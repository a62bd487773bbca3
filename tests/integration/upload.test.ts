import { randomBytes } from 'node:crypto';
import { mkdir, symlink, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { announceDocument } from '#lib/server/use-cases/announce-document.ts';
import { receiveUpload } from '#lib/server/use-cases/receive-upload.ts';
import { readStatus } from '#lib/server/use-cases/read-document.ts';
import { announcementOf, createUpload, patchUpload, tus } from '#support/sending.ts';
import { described } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let official: Person;
beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
});
afterAll(() => station.stop());

const someBytes = (length: number) => described(new Uint8Array(randomBytes(length)), 1);

async function announced(length = 50_000) {
  const file = someBytes(length);
  const announcement = announcementOf(file);
  await announceDocument(station.context, official, announcement);
  return { announcement, file, id: announcement.documentId };
}

test('an upload goes on where it was interrupted, also at another process of the server', async () => {
  const { announcement, file, id } = await announced();
  const created = await createUpload(station.context, official, announcement);
  expect(created.headers.get('location')).toBe(`/api/tus/${id}`);
  const first = await patchUpload(station.context, official, id, file.bytes.subarray(0, 20_000));
  expect(first.headers.get('upload-offset')).toBe('20000');

  const other = await station.restart();
  const head = await tus(other, official, 'HEAD', id);
  expect(head.headers.get('upload-offset')).toBe('20000');
  const rest = await patchUpload(other, official, id, file.bytes.subarray(20_000), 20_000);
  expect(rest.status).toBe(204);
  expect((await readStatus(other, official, id)).state).toBe('received');
  const arrived = await other.uploads.read(id);
  expect(arrived && described(arrived, 1).sha256).toBe(file.sha256);
});

test('a stream that breaks keeps what has arrived', async () => {
  const { announcement, file, id } = await announced(6_000_000);
  await createUpload(station.context, official, announcement);
  let sent = 0;
  const breaking = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === 5_000_000) return controller.error(new Error('the cable was pulled'));
      controller.enqueue(file.bytes.subarray(sent, sent + 100_000));
      sent += 100_000;
    },
  });
  const request = new Request(`${station.env.origin}/api/tus/${id}`, {
    method: 'PATCH',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: breaking,
    ...{ duplex: 'half' },
  });
  await receiveUpload(station.context, official, request).catch(() => undefined);
  const head = await tus(station.context, official, 'HEAD', id);
  const offset = Number(head.headers.get('upload-offset'));
  expect(offset).toBeGreaterThan(0);
  const rest = await patchUpload(
    station.context,
    official,
    id,
    file.bytes.subarray(offset),
    offset,
  );
  expect(rest.status).toBe(204);
  const arrived = await station.context.uploads.read(id);
  expect(arrived && described(arrived, 1).sha256).toBe(file.sha256);
});

test('a wrong offset changes nothing and is answered 409', async () => {
  const { announcement, file, id } = await announced();
  await createUpload(station.context, official, announcement);
  await patchUpload(station.context, official, id, file.bytes.subarray(0, 100));
  expect((await patchUpload(station.context, official, id, file.bytes, 0)).status).toBe(409);
  expect(await station.context.uploads.sizeOf(id)).toBe(100);
});

test('bytes that power loss took from the end of the file are asked for again', async () => {
  const { announcement, file, id } = await announced();
  await createUpload(station.context, official, announcement);
  await patchUpload(station.context, official, id, file.bytes.subarray(0, 9_000));
  await truncate(station.context.uploads.pathOf(id), 5_000);
  const head = await tus(station.context, official, 'HEAD', id);
  expect(head.headers.get('upload-offset')).toBe('5000');
});

test('only who announced a document can send it, and nobody what was not announced', async () => {
  const { announcement, file, id } = await announced();
  const clerk = await station.person('vanthu');
  const notFound = { code: 'NOT_FOUND' };
  await expect(createUpload(station.context, clerk, announcement)).rejects.toMatchObject(notFound);
  await createUpload(station.context, official, announcement);
  for (const method of ['HEAD', 'DELETE']) {
    await expect(tus(station.context, clerk, method, id)).rejects.toMatchObject(notFound);
  }
  await expect(patchUpload(station.context, clerk, id, file.bytes)).rejects.toMatchObject(notFound);
  const unknown = announcementOf(file);
  await expect(createUpload(station.context, official, unknown)).rejects.toMatchObject(notFound);
  await expect(tus(station.context, official, 'HEAD', '..%2f..%2fetc')).rejects.toMatchObject(
    notFound,
  );
});

test('another length than announced is refused before a byte is taken', async () => {
  const { announcement } = await announced();
  const upload = createUpload(station.context, official, announcement, 400 * 1024 * 1024);
  await expect(upload).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
});

test('more bytes than announced are not taken', async () => {
  const { announcement, file, id } = await announced();
  await createUpload(station.context, official, announcement);
  const longer = Buffer.concat([file.bytes, Buffer.alloc(10)]);
  expect((await patchUpload(station.context, official, id, longer)).status).toBe(413);
});

test('a full disk is named, and the upload can go on later', async () => {
  const { announcement, file, id } = await announced();
  await createUpload(station.context, official, announcement);
  const { uploads } = station.context;
  await uploads.remove(id);
  await mkdir(dirname(uploads.pathOf(id)), { recursive: true });
  // Every write to this device fails as on a full disk (ENOSPC).
  await symlink('/dev/full', uploads.pathOf(id));
  const response = await patchUpload(station.context, official, id, file.bytes);
  expect(response.status).toBe(507);
  expect((await errorFromResponse(response)).code).toBe('SERVER_STORAGE_FULL');

  await uploads.remove(id);
  await createUpload(station.context, official, announcement);
  expect((await patchUpload(station.context, official, id, file.bytes)).status).toBe(204);
});
