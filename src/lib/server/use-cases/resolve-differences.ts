import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { isSameReading, type CheckChoice } from '#lib/domain/blind-check.ts';
import { checkMetadata } from '#lib/domain/metadata-rules.ts';
import type { Metadata, MetadataKey } from '#lib/domain/metadata.ts';
import { isoVietnameseTime } from '#lib/domain/signing-profile-lines.ts';
import type { Difference, Resolution } from '#lib/protocol/checking.ts';
import type { Context } from '../context.ts';
import type { CheckedField } from '../stores/check-store.ts';
import type { Stores } from '../stores/stores.ts';
import { requirePermission } from './require-permission.ts';

/** Where two people read differently, within the own scope: open ones first. */
export async function listDifferences(
  context: Context,
  person: Person | null,
): Promise<Difference[]> {
  requirePermission(person, 'check.resolve');
  const found = await context.stores.checks.differences(person.orgUnitPath);
  const fields = await context.stores.checks.fieldsOf(found.map((check) => check.documentId));
  return found.map((check) => ({
    documentId: check.documentId,
    state: check.state === 'resolved' ? 'resolved' : 'differing',
    orgUnitName: check.orgUnitName,
    procedureName: check.procedureName,
    pageCount: check.pageCount,
    firstPerson: check.firstPerson,
    secondPerson: check.secondPerson,
    checkedAt: check.checkedAt?.toISOString() ?? '',
    fields: fields
      .filter((field) => field.documentId === check.documentId && !field.isSame)
      .map(({ key, first, second, choice, value }) => ({ key, first, second, choice, value })),
    resolvedBy: check.resolvedBy,
    mayDecide: person.id !== check.announcedBy && person.id !== check.checkedBy,
  }));
}

type Decided = { key: MetadataKey; choice: CheckChoice; value: string; isRight: boolean };

/**
 * A third person says what the paper says. Where the first was wrong the metadata gets a new
 * revision; the signed PDF stays as it is. Throws `NO_PERMISSION` for the two themselves,
 * `DOCUMENT_STATE_CONFLICT` when it is decided already, `INVALID_INPUT` unless every difference is
 * decided with a value that the rules of metadata allow.
 */
export async function resolveDifference(
  context: Context,
  person: Person | null,
  documentId: string,
  { decisions }: Resolution,
): Promise<void> {
  requirePermission(person, 'check.resolve');
  const at = context.now();
  await context.transaction(async (stores) => {
    await stores.checks.lock(documentId);
    const check = await stores.checks.findWithin(documentId, person.orgUnitPath);
    if (check === null) throw new AppError('NOT_FOUND');
    if (check.announcedBy === person.id || check.checkedBy === person.id) {
      throw new AppError('NO_PERMISSION');
    }
    if (check.state !== 'differing') throw new AppError('DOCUMENT_STATE_CONFLICT');
    const fields = await stores.checks.fieldsOf([documentId]);
    const decided = decide(
      fields.filter((field) => !field.isSame),
      decisions,
    );
    const document = await stores.documents.findForChange(documentId);
    if (document === null) throw new AppError('NOT_FOUND');
    const changed = decided.filter(({ key, value }) => document.metadata[key] !== value);
    const metadata = { ...document.metadata };
    for (const { key, value } of changed) metadata[key] = value;
    refuseImpossible(metadata, changed, at);
    const note = noteOn(stores, person, documentId, at);
    if (changed.length > 0) {
      await stores.metadata.correct({ documentId, metadata, actorId: person.id, at });
      await note('metadata.corrected', changed);
    }
    await stores.checks.decide({ documentId, resolvedBy: person.id, at, fields: decided });
    await note('check.resolved', decided);
  });
}

function decide(fields: readonly CheckedField[], decisions: Resolution['decisions']): Decided[] {
  const open = fields.map(({ key }) => key);
  const strange = Object.keys(decisions).filter((key) => !(open as string[]).includes(key));
  const missing = open.filter((key) => decisions[key] === undefined);
  if (strange.length + missing.length > 0) {
    throw new AppError('INVALID_INPUT', { fields: [...strange, ...missing] });
  }
  return fields.map(({ key, first, second }) => {
    const { choice = 'first', value: other } = decisions[key] ?? {};
    if (choice === 'other' && other === undefined) {
      throw new AppError('INVALID_INPUT', { fields: [key] });
    }
    const value = { first, second, other: other ?? '' }[choice];
    return { key, choice, value, isRight: isSameReading(key, first, value) };
  });
}

/** A decision may not make metadata that could not have been accepted. */
function refuseImpossible(metadata: Metadata, changed: readonly Decided[], at: Date): void {
  const today = isoVietnameseTime(at).slice(0, 10);
  const keys = new Set(changed.map(({ key }) => key));
  const fields = checkMetadata(metadata, today)
    .filter(({ key, isBlocking }) => isBlocking && keys.has(key))
    .map(({ key }) => key);
  if (fields.length > 0) throw new AppError('INVALID_INPUT', { fields });
}

function noteOn(stores: Stores, person: Person, documentId: string, at: Date) {
  return (action: 'metadata.corrected' | 'check.resolved', fields: readonly Decided[]) =>
    stores.audit.append({
      at,
      action,
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'document',
      subjectId: documentId,
      details: { fieldNames: fields.map(({ key }) => key).join(',') },
    });
}
