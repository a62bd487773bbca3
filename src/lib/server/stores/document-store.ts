import type { Kysely } from 'kysely';
import { foldDiacritics, foldNumberNotation } from '#lib/domain/fold.ts';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import type { Announcement, Receipt } from '#lib/protocol/documents.ts';
import type { DocumentVersion } from '#lib/protocol/versions.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';
import { exactVector, foldedVector } from './search-words.ts';
import { versionStore } from './version-store.ts';

export type DocumentStore = ReturnType<typeof documentStore>;

/** What the way into the repository needs to know of a document. */
export type IncomingDocument = {
  id: string;
  orgUnitId: string;
  orgUnitPath: string;
  procedureId: string;
  inventoryItemId: string | null;
  kind: 'scanned' | 'as-is' | 'prior';
  state: 'announced' | 'received' | 'stored';
  fileName: string;
  sha256: string | null;
  sizeBytes: number | null;
  pageCount: number;
  metadata: Announcement['metadata'];
  numberFolded: string;
  agencyFolded: string;
  duplicateReason: string | null;
  announcedBy: string;
  receipt: Receipt | null;
  /** Null until it is stored, and for prior records. */
  currentVersion: number | null;
};

export type PriorRecord = {
  id: string;
  orgUnitId: string;
  procedureId: string;
  inventoryItemId: string;
  pageCount: number;
  metadata: Announcement['metadata'];
  code: string;
  announcedBy: string;
  storedAt: Date;
};

const CHUNK = 200;

/** Rows of result documents on their way in: announced → received → stored. */
export function documentStore(db: Kysely<Database>) {
  const incoming = db
    .selectFrom('resultDocument as d')
    .innerJoin('orgUnit as u', 'u.id', 'd.orgUnitId')
    .select(['d.id', 'd.orgUnitId', 'd.procedureId', 'd.inventoryItemId', 'd.kind', 'd.state'])
    .select(['d.fileName', 'd.sha256', 'd.sizeBytes', 'd.pageCount', 'd.metadata', 'd.receipt'])
    .select(['d.numberFolded', 'd.agencyFolded', 'd.duplicateReason', 'd.announcedBy'])
    .select('d.currentVersion')
    .select('u.path as orgUnitPath');

  return {
    async find(id: string): Promise<IncomingDocument | null> {
      return (await incoming.where('d.id', '=', id).executeTakeFirst()) ?? null;
    },

    /** The same, held until the end of the transaction. */
    async findForChange(id: string): Promise<IncomingDocument | null> {
      const locked = await incoming.where('d.id', '=', id).forUpdate('d').executeTakeFirst();
      return locked ?? null;
    },

    async findWithin(id: string, scopePath: string): Promise<IncomingDocument | null> {
      const row = await incoming
        .where('d.id', '=', id)
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .executeTakeFirst();
      return row ?? null;
    },

    /** Not stored yet, oldest first: what the reconciler looks at. */
    async unfinished(): Promise<IncomingDocument[]> {
      return incoming
        .where('d.state', '<>', 'stored')
        .orderBy('d.announcedAt')
        .limit(10_000)
        .execute();
    },

    /** Writes what was announced; an earlier announcement of the same id that is not stored gives way. */
    async announce(
      announcement: Announcement,
      by: { personId: string; orgUnitId: string; at: Date },
    ): Promise<void> {
      const row = toRow(announcement, by);
      await db
        .insertInto('resultDocument')
        .values({ id: announcement.documentId, ...row })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(row).where('resultDocument.state', '<>', 'stored'),
        )
        .execute();
      const documentId = announcement.documentId;
      await db.deleteFrom('documentSource').where('documentId', '=', documentId).execute();
      const sources = announcement.sourceSha256.map((sha256, position) => ({
        documentId,
        position,
        sha256,
      }));
      if (sources.length > 0) await db.insertInto('documentSource').values(sources).execute();
    },

    /** Records of results that were digitized before this system was used; their files are elsewhere. */
    async insertPrior(records: readonly PriorRecord[]): Promise<void> {
      for (let start = 0; start < records.length; start += CHUNK) {
        const rows = records.slice(start, start + CHUNK).map(toPriorRow);
        await db.insertInto('resultDocument').values(rows).execute();
      }
    },

    /** True the first time only. */
    async markReceived(id: string, at: Date): Promise<boolean> {
      const changed = await db
        .updateTable('resultDocument')
        .set({ state: 'received', receivedAt: at })
        .where('id', '=', id)
        .where('state', '=', 'announced')
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },

    /** From here on the document has versions; what was received is the first. */
    async markStored(id: string, receipt: Receipt, level: SignatureLevel | null): Promise<void> {
      await versionStore(db).addFirst(id, receipt, level);
      await db
        .updateTable('resultDocument')
        .set({
          state: 'stored',
          storedAt: new Date(receipt.storedAt),
          code: receipt.code,
          receipt: JSON.stringify(receipt),
          auditHash: receipt.auditHash,
          currentVersion: 1,
          signatureLevel: level,
        })
        .where('id', '=', id)
        .execute();
    },

    /** Points the document to its newest version. */
    async moveToVersion(
      id: string,
      version: Pick<DocumentVersion, 'ordinal' | 'level'> & { isCertified: boolean },
    ): Promise<void> {
      await db
        .updateTable('resultDocument')
        .set({ currentVersion: version.ordinal, signatureLevel: version.level })
        .$if(version.isCertified, (update) => update.set({ isCertified: true }))
        .where('id', '=', id)
        .execute();
    },
  };
}

function toRow(announcement: Announcement, by: { personId: string; orgUnitId: string; at: Date }) {
  const { metadata } = announcement;
  return {
    orgUnitId: by.orgUnitId,
    procedureId: announcement.procedureId,
    inventoryItemId: announcement.inventoryItemId,
    kind: announcement.kind,
    state: 'announced' as const,
    fileName: announcement.fileName,
    sha256: announcement.sha256,
    sizeBytes: announcement.sizeBytes,
    pageCount: announcement.pageCount,
    metadata: JSON.stringify(metadata),
    recognized: JSON.stringify(announcement.recognized),
    fullText: announcement.fullText,
    ...searchColumns(metadata, announcement.fullText),
    duplicateReason: announcement.duplicateReason ?? null,
    announcedBy: by.personId,
    announcedAt: by.at,
    receivedAt: null,
  };
}

function toPriorRow({ metadata, storedAt, ...record }: PriorRecord) {
  return {
    ...record,
    kind: 'prior' as const,
    state: 'stored' as const,
    fileName: '',
    sha256: null,
    sizeBytes: null,
    metadata: JSON.stringify(metadata),
    recognized: '{}',
    fullText: '',
    ...searchColumns(metadata, ''),
    duplicateReason: null,
    announcedAt: storedAt,
    receivedAt: storedAt,
    storedAt,
    receipt: null,
    auditHash: null,
  };
}

/** Columns that are derived from the metadata for finding the document again. */
export function searchColumns(metadata: Announcement['metadata'], fullText: string) {
  const described = [
    metadata.title,
    metadata.abstract,
    metadata.ownerName,
    metadata.numberNotation,
    metadata.issuingAgency,
    metadata.dossierCode,
    metadata.signerName,
  ].join(' ');
  return {
    numberFolded: foldNumberNotation(metadata.numberNotation),
    agencyFolded: foldDiacritics(metadata.issuingAgency),
    ownerFolded: foldDiacritics(metadata.ownerName),
    ownerIdentifier: metadata.ownerIdentifier.trim(),
    issuedOn: metadata.issuedOn === '' ? null : metadata.issuedOn,
    searchable: foldedVector(described, fullText),
    searchableExact: exactVector(described, fullText),
  };
}
