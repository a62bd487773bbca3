import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import type { DocumentVersion } from '#lib/protocol/versions.ts';
import { SignatureOutbox } from './signature-outbox.svelte.ts';
import { openUnsentSignatures, type UnsentSignature } from './unsent-signatures.ts';

const name = 'signature-outbox-test';
let store: Awaited<ReturnType<typeof openUnsentSignatures>>;
beforeEach(async () => {
  store = await openUnsentSignatures(name);
});
afterEach(async () => {
  store[Symbol.dispose]();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = resolve;
  });
});

/** A server that takes what it is sent, unless it is away or refuses. */
class Server {
  answer: ErrorCode | null = null;
  readonly taken: string[] = [];

  send = async ({ documentId, appended }: UnsentSignature): Promise<DocumentVersion> => {
    if (this.answer !== null) throw new AppError(this.answer);
    this.taken.push(`${documentId} ${await appended.text()}`);
    return {
      documentId,
      ordinal: 2,
      what: 'signature',
      sha256: 'a',
      sizeBytes: 1,
      baseSha256: 'b',
      profile: 'copy',
      copyForm: 'true-copy',
      signerName: '',
      certificateSha256: '',
      level: 'B-B',
      signatures: [],
      bridgeReceipt: null,
      actorName: '',
      at: '',
    };
  };
}

const signature = (documentId: string) => ({
  documentId,
  title: `Giấy phép ${documentId}`,
  query: {
    baseSha256: 'b'.repeat(64),
    profile: 'copy' as const,
    level: 'B-B' as const,
    revocation: 'good' as const,
  },
  receipt: {},
  appended: new Blob([`signature of ${documentId}`]),
});

test('a signature is forgotten once the server has it', async () => {
  const server = new Server();
  const outbox = new SignatureOutbox(store, server, 'bich');
  await outbox.deliver(signature('a'));
  expect(server.taken).toEqual(['a signature of a']);
  expect(outbox.waiting).toBe(0);
  expect(await store.ofPerson('bich')).toEqual([]);
});

test('without a connection it waits on this PC and is sent on return, by a new page too', async () => {
  const server = new Server();
  server.answer = 'SERVER_UNREACHABLE';
  const outbox = new SignatureOutbox(store, server, 'bich');
  await outbox.deliver(signature('a'));
  await outbox.deliver(signature('b'));
  expect(outbox.waiting).toBe(2);
  expect(await outbox.resend()).toBe(false);

  server.answer = null;
  const afterReturn = new SignatureOutbox(store, server, 'bich');
  expect(await afterReturn.resend()).toBe(true);
  expect(server.taken.sort()).toEqual(['a signature of a', 'b signature of b']);
  expect(await store.ofPerson('bich')).toEqual([]);
});

test('an ended session keeps it, until the person has signed in again', async () => {
  const server = new Server();
  server.answer = 'NOT_SIGNED_IN';
  const outbox = new SignatureOutbox(store, server, 'bich');
  await outbox.deliver(signature('a'));
  expect(outbox.waiting).toBe(1);
  server.answer = null;
  await outbox.resend();
  expect(server.taken).toHaveLength(1);
});

test('what the server will never take is told at once and not tried again', async () => {
  const server = new Server();
  server.answer = 'DOCUMENT_CHANGED_MEANWHILE';
  const outbox = new SignatureOutbox(store, server, 'bich');
  const refused = outbox.deliver(signature('a'));
  await expect(refused).rejects.toMatchObject({ code: 'DOCUMENT_CHANGED_MEANWHILE' });
  expect(outbox.waiting).toBe(0);
  expect(await store.ofPerson('bich')).toEqual([]);
});

test('what is refused only later is told by its title; the others go on', async () => {
  const server = new Server();
  server.answer = 'SERVER_UNREACHABLE';
  const outbox = new SignatureOutbox(store, server, 'bich');
  await outbox.deliver(signature('a'));
  server.answer = 'SIGNATURE_UNTRUSTED';
  expect(await outbox.resend()).toBe(true);
  expect(outbox.refused).toMatchObject([
    { title: 'Giấy phép a', problem: { code: 'SIGNATURE_UNTRUSTED' } },
  ]);
});

test('signatures of another person on this PC are left alone', async () => {
  const server = new Server();
  server.answer = 'SERVER_UNREACHABLE';
  await new SignatureOutbox(store, server, 'lan').deliver(signature('a'));
  server.answer = null;
  await new SignatureOutbox(store, server, 'bich').resend();
  expect(server.taken).toEqual([]);
  expect(await store.ofPerson('lan')).toHaveLength(1);
});
