import { createHash } from 'node:crypto';
import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';
import {
  VGCA_ORDER_TYPE,
  type VgcaOrder,
  type VgcaTask,
  type VgcaTaskQuery,
} from '#lib/protocol/vgca.ts';
import type { Context } from '../context.ts';
import { MANIFEST_LIFE_SECONDS } from '../manifests/sign-manifest.ts';
import { signStatement } from '../manifests/sign-statement.ts';
import { checkSignedCopy } from '../vgca-signing/check-signed-copy.ts';
import { VgcaTasks, type StoredTask } from '../vgca-signing/vgca-tasks.ts';
import { requirePermission } from './require-permission.ts';

/** Two batches of the largest size. */
const MAX_TASKS = 400;
const WINDOW_MS = 10 * 60_000;

/**
 * Lays a PDF ready for VGCA Sign Service on this person's PC, and orders the bridge there, in our
 * name, to have it signed. The addresses in the order are good for this one document.
 */
export async function orderVgcaSignature(
  context: Context,
  person: Person | null,
  query: VgcaTaskQuery,
  readSource: () => Promise<Uint8Array>,
): Promise<VgcaTask> {
  requirePermission(person, 'document.digitize', 'document.certify');
  const now = context.now();
  const { throttle } = context.stores;
  if (!(await throttle.take(`vgca:${person.id}`, MAX_TASKS, WINDOW_MS, now))) {
    throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: WINDOW_MS / 1000 });
  }
  const source = await readSource();
  const { isEncrypted } = await inspectPdf(source);
  if (isEncrypted) throw new AppError('PDF_ENCRYPTED');
  const id = context.newId();
  const { title, numberNotation, operation, issuedOn, certificateSha256 = null } = query;
  const task = { id, personId: person.id, title, certificateSha256 };
  const token = await tasksOf(context).add(task, source, now);
  const iat = Math.floor(now.getTime() / 1000);
  const address = `${context.env.origin}/api/signing/vgca/${id}/${token}`;
  const order: VgcaOrder = {
    jti: id,
    iat,
    exp: iat + MANIFEST_LIFE_SECONDS,
    origin: context.env.origin,
    userName: person.name,
    operation,
    title,
    numberNotation,
    issuedOn: formatDate(issuedOn),
    contentSha256: createHash('sha256').update(source).digest('hex'),
    sourceUrl: `${address}/source.pdf`,
    uploadUrl: `${address}/upload`,
  };
  const { privateKey } = context.manifestKey;
  return { taskId: id, order: signStatement(VGCA_ORDER_TYPE, order, privateKey) };
}

/** For the service, which has nothing but the token. Throws `NOT_FOUND`, also once it is signed. */
export async function readVgcaSource(context: Context, id: string, token: string): Promise<Buffer> {
  const tasks = tasksOf(context);
  await byToken(context, id, token);
  const source = await tasks.source(id);
  if (source === null || (await tasks.signed(id)) !== null) throw new AppError('NOT_FOUND');
  return source;
}

/**
 * Takes what the service signed, once; the same bytes again are fine. Answers the name of the file.
 * Throws `NOT_FOUND`, `DOCUMENT_CHANGED_MEANWHILE` and what `checkSignedCopy` throws.
 */
export async function takeVgcaUpload(
  context: Context,
  id: string,
  token: string,
  readUpload: () => Promise<Buffer>,
): Promise<string> {
  const tasks = tasksOf(context);
  const task = await byToken(context, id, token);
  const [person, source] = [
    await context.stores.accounts.person(task.personId),
    await tasks.source(id),
  ];
  if (person === null || source === null) throw new AppError('NOT_FOUND');
  const signed = await readUpload();
  const fileName = `${task.title || id}.pdf`;
  const before = await tasks.signed(id);
  if (before?.equals(signed)) return fileName;
  if (before) throw new AppError('DOCUMENT_CHANGED_MEANWHILE');
  const { certificateSha256 } = task;
  await checkSignedCopy(context, { source, signed }, { person, certificateSha256 });
  await tasks.keepSigned(id, signed);
  return fileName;
}

/** For the page of the person who ordered it. Throws `NOT_FOUND`, `CONTENT_NOT_RECEIVED`. */
export async function readVgcaResult(
  context: Context,
  person: Person | null,
  id: string,
): Promise<Buffer> {
  requirePermission(person, 'document.digitize', 'document.certify');
  const tasks = tasksOf(context);
  const task = await tasks.find(id, context.now());
  if (task?.personId !== person.id) throw new AppError('NOT_FOUND');
  const signed = await tasks.signed(id);
  if (signed) return signed;
  throw new AppError('CONTENT_NOT_RECEIVED');
}

async function byToken(context: Context, id: string, token: string): Promise<StoredTask> {
  const task = await tasksOf(context).findByToken(id, token, context.now());
  if (task) return task;
  throw new AppError('NOT_FOUND');
}

function tasksOf({ env }: Context): VgcaTasks {
  return new VgcaTasks(env.dataDir);
}
