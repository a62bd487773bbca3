import type { Person } from '#lib/domain/access.ts';
import type { Announcement, Receipt } from '#lib/protocol/documents.ts';
import type { Context } from '#lib/server/context.ts';
import { announceDocument } from '#lib/server/use-cases/announce-document.ts';
import { commitDocument } from '#lib/server/use-cases/commit-document.ts';
import { receiveUpload } from '#lib/server/use-cases/receive-upload.ts';
import { announcement, metadata } from './announcement.ts';
import type { TestPdf } from './signed-pdf.ts';

let ordinal = 8_000;

/** An announcement of exactly this file, under a number that nothing else has. */
export function announcementOf(pdf: TestPdf, given: Partial<Announcement> = {}): Announcement {
  return announcement({
    sha256: pdf.sha256,
    sizeBytes: pdf.bytes.byteLength,
    pageCount: pdf.pageCount,
    metadata: metadata({ numberNotation: `${ordinal++}/GP-SVHTTDL` }),
    ...given,
  });
}

/** One tus request, as the endpoint hands it on. */
export function tus(
  context: Context,
  person: Person | null,
  method: string,
  documentId: string,
  request: { headers?: Record<string, string>; body?: Uint8Array } = {},
): Promise<Response> {
  const path = method === 'POST' ? '/api/tus' : `/api/tus/${documentId}`;
  return receiveUpload(
    context,
    person,
    new Request(`${context.env.origin}${path}`, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...request.headers },
      ...(request.body === undefined ? {} : { body: new Uint8Array(request.body) }),
    }),
  );
}

export function createUpload(
  context: Context,
  person: Person | null,
  announced: Announcement,
  sizeBytes = announced.sizeBytes,
): Promise<Response> {
  const id = Buffer.from(announced.documentId).toString('base64');
  return tus(context, person, 'POST', announced.documentId, {
    headers: { 'upload-length': String(sizeBytes), 'upload-metadata': `documentId ${id}` },
  });
}

export function patchUpload(
  context: Context,
  person: Person | null,
  documentId: string,
  body: Uint8Array,
  offset = 0,
): Promise<Response> {
  return tus(context, person, 'PATCH', documentId, {
    headers: {
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
      'content-length': String(body.byteLength),
    },
    body,
  });
}

/** Announces and uploads; the commit is left to the test. */
export async function upload(
  context: Context,
  person: Person,
  pdf: TestPdf,
  announced = announcementOf(pdf),
): Promise<Announcement> {
  await announceDocument(context, person, announced);
  const created = await createUpload(context, person, announced);
  if (created.status !== 201) throw new Error(`upload refused: ${await created.text()}`);
  const sent = await patchUpload(context, person, announced.documentId, pdf.bytes);
  if (sent.status !== 204) throw new Error(`bytes refused: ${await sent.text()}`);
  return announced;
}

export async function store(
  context: Context,
  person: Person,
  pdf: TestPdf,
  announced = announcementOf(pdf),
): Promise<Receipt> {
  await upload(context, person, pdf, announced);
  return commitDocument(context, person, announced.documentId);
}
