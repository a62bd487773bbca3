import { createHash } from 'node:crypto';
import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { isSameReading } from '#lib/domain/blind-check.ts';
import type { CheckAnswer, CheckOutcome, WaitingCheck } from '#lib/protocol/checking.ts';
import type { Context } from '../context.ts';
import type { Check } from '../stores/check-store.ts';
import type { Stores } from '../stores/stores.ts';
import { streamOf } from '../objects/stream-of.ts';
import type { Content } from './read-content.ts';
import { requirePermission } from './require-permission.ts';
import { withoutTitle } from './without-title.ts';

/** Documents of the own scope that this person neither described nor signed, longest waiting first. */
export async function listWaitingChecks(
  context: Context,
  person: Person | null,
): Promise<WaitingCheck[]> {
  requirePermission(person, 'document.check');
  const waiting = await context.stores.checks.waitingFor(person.id, person.orgUnitPath);
  return waiting.map(toWaiting);
}

/** The pages for the second person: under a neutral name, and without the title that the first gave. */
export async function readCheckPages(
  context: Context,
  person: Person | null,
  documentId: string,
): Promise<Content> {
  requirePermission(person, 'document.check');
  const check = await requireCheck(context.stores, person, documentId);
  if (check.state !== 'waiting' && check.checkedBy !== person.id) throw new AppError('NOT_FOUND');
  const version = await context.stores.versions.find(documentId, 1);
  if (version === null) throw new AppError('NOT_FOUND');
  const bytes = withoutTitle(await context.objects.read(version.sha256));
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.byteLength,
    fileName: 'kiem-tra.pdf',
    stream: (start, end) => streamOf(bytes.subarray(start, end + 1)),
  };
}

/**
 * Compares what the second person read with what the first wrote. Sent again by the same person it
 * answers the same; throws `DOCUMENT_STATE_CONFLICT` when another was faster, `INVALID_INPUT` unless
 * every field that was asked for is there and no other.
 */
export async function sendCheck(
  context: Context,
  person: Person | null,
  documentId: string,
  { values }: CheckAnswer,
): Promise<CheckOutcome> {
  requirePermission(person, 'document.check');
  return context.transaction(async (stores) => {
    await stores.checks.lock(documentId);
    const check = await requireCheck(stores, person, documentId);
    if (check.state !== 'waiting') {
      if (check.checkedBy !== person.id) throw new AppError('DOCUMENT_STATE_CONFLICT');
      return outcomeOf(await stores.checks.fieldsOf([documentId]));
    }
    const wrong = [
      ...check.keys.filter((key) => values[key] === undefined),
      ...Object.keys(values).filter((key) => !(check.keys as readonly string[]).includes(key)),
    ];
    if (wrong.length > 0) throw new AppError('INVALID_INPUT', { fields: wrong });
    const fields = check.keys.map((key) => {
      const first = check.metadata[key];
      const second = values[key] ?? '';
      return { key, first, second, isSame: isSameReading(key, first, second) };
    });
    const outcome = outcomeOf(fields);
    const at = context.now();
    await stores.checks.answer({
      documentId,
      state: outcome.state,
      checkedBy: person.id,
      at,
      fields,
    });
    await stores.audit.append({
      at,
      action: 'check.sent',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'document',
      subjectId: documentId,
      details: {
        agreed: outcome.agreedFields,
        differing: outcome.checkedFields - outcome.agreedFields,
      },
    });
    return outcome;
  });
}

function outcomeOf(fields: readonly { isSame: boolean }[]): CheckOutcome {
  const agreedFields = fields.filter((field) => field.isSame).length;
  const state = agreedFields === fields.length ? 'agreed' : 'differing';
  return { state, agreedFields, checkedFields: fields.length };
}

function toWaiting({ documentId, orgUnitName, pageCount, sampledAt, keys }: Check): WaitingCheck {
  return { documentId, orgUnitName, pageCount, sampledAt: sampledAt.toISOString(), keys };
}

async function requireCheck(stores: Stores, person: Person, documentId: string): Promise<Check> {
  const check = await stores.checks.findFor(documentId, person.id, person.orgUnitPath);
  if (check === null) throw new AppError('NOT_FOUND');
  return check;
}
