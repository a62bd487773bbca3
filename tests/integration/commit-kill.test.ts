import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { commitPoints, type CommitPoint } from '#lib/server/context.ts';
import { commitDocument } from '#lib/server/use-cases/commit-document.ts';
import { readStatus } from '#lib/server/use-cases/read-document.ts';
import { reconcile } from '#lib/server/use-cases/reconcile.ts';
import { verifyAudit } from '#lib/server/use-cases/read-audit.ts';
import { announcementOf, upload } from '#support/sending.ts';
import { createSigner, signedPdf, trust, type TestSigner } from '#support/signed-pdf.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let official: Person;
let signer: TestSigner;
beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
  signer = await createSigner();
  await trust(signer, join(station.env.dataDir, 'trust'));
});
afterAll(() => station.stop());

const totals = () =>
  station.context.stores.counters.total('so-vhttdl/', { procedureId: '', levelId: '' });

async function uploadForDueItem() {
  const { items } = await station.context.stores.inventory.page(
    { q: '', orgUnitId: '', procedureId: '', levelId: '', state: 'due', cursor: '', limit: 1 },
    official.orgUnitPath,
  );
  const pdf = await signedPdf(signer);
  const announced = announcementOf(pdf, { inventoryItemId: items[0]?.id ?? null });
  await upload(station.context, official, pdf, announced);
  return announced;
}

/** Stored or not, never something between. */
async function expectConsistent(documentId: string, before: { digitized: number }) {
  const { context } = station;
  const isStored = (await readStatus(context, official, documentId)).state === 'stored';
  expect((await totals()).digitized).toBe(before.digitized + (isStored ? 1 : 0));
  expect(await context.stores.counters.differences()).toEqual([]);
  const verdict = await verifyAudit(context, await station.person('quantri'));
  expect(verdict.isIntact).toBe(true);
  const messages = await context.db
    .selectFrom('outbox')
    .select('id')
    .where('subjectId', '=', documentId)
    .execute();
  expect(messages).toHaveLength(isStored ? 1 : 0);
  return isStored;
}

/** A second process that is killed with SIGKILL when its commit reaches `point`. */
function commitAndDie(documentId: string, point: CommitPoint): void {
  const script = fileURLToPath(new URL('../support/commit-and-die.ts', import.meta.url));
  const child = spawnSync(process.execPath, [script], {
    env: {
      ...process.env,
      STATION: JSON.stringify({ env: station.env, person: official, documentId, point }),
    },
    encoding: 'utf8',
  });
  expect(child.signal, child.stderr).toBe('SIGKILL');
}

test.each(commitPoints)(
  'killed at "%s", the document is stored whole or not at all, and a retry stores it once',
  async (point) => {
    const before = await totals();
    const { documentId } = await uploadForDueItem();
    commitAndDie(documentId, point);
    const isStored = await expectConsistent(documentId, before);
    expect(isStored).toBe(point === 'committed');

    const receipt = await commitDocument(station.context, official, documentId);
    expect(receipt.isCounted).toBe(true);
    expect(await commitDocument(station.context, official, documentId)).toEqual(receipt);
    expect(await expectConsistent(documentId, before)).toBe(true);
  },
);

test.each(commitPoints)(
  'killed at "%s", the next start repairs what can be repaired',
  async (point) => {
    const before = await totals();
    const { documentId } = await uploadForDueItem();
    commitAndDie(documentId, point);
    const restarted = await station.restart();
    await reconcile(restarted);
    const isStored = await expectConsistent(documentId, before);
    // The file was moved: the commit had been asked for and checked, so the start finishes it.
    expect(isStored).toBe(point !== 'read' && point !== 'verified');
    // What is not stored keeps its bytes; what is stored leaves none behind.
    expect(existsSync(restarted.uploads.pathOf(documentId))).toBe(!isStored);
    await reconcile(restarted);
    expect(await expectConsistent(documentId, before)).toBe(isStored);
  },
);

test('an upload whose end was missed is noted at the next start, and waits for its commit', async () => {
  const { documentId } = await uploadForDueItem();
  await station.context.db
    .updateTable('resultDocument')
    .set({ state: 'announced', receivedAt: null })
    .where('id', '=', documentId)
    .execute();
  const outcome = await reconcile(await station.restart());
  expect(outcome.received).toContain(documentId);
  expect((await readStatus(station.context, official, documentId)).state).toBe('received');
});

test('a failure inside the transaction writes nothing at all', async () => {
  const before = await totals();
  const { documentId } = await uploadForDueItem();
  const failing = await station.restart({
    reach: async (point) => {
      if (point === 'written') throw new Error('connection lost');
    },
  });
  await expect(commitDocument(failing, official, documentId)).rejects.toThrow('connection lost');
  expect(await expectConsistent(documentId, before)).toBe(false);
  await commitDocument(station.context, official, documentId);
  expect(await expectConsistent(documentId, before)).toBe(true);
});
