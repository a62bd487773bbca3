import type { Kysely } from 'kysely';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import type { Receipt } from '#lib/protocol/documents.ts';
import type { DocumentVersion } from '#lib/protocol/versions.ts';
import type { Database } from './database-schema.ts';

export type VersionStore = ReturnType<typeof versionStore>;

export type NewVersion = Omit<DocumentVersion, 'actorName' | 'at'> & {
  /** null: the system itself. */
  actorId: string | null;
  at: Date;
};

/** What a stored document's bytes were and are: rows that are only ever added. */
export function versionStore(db: Kysely<Database>) {
  const versions = db
    .selectFrom('documentVersion as v')
    .leftJoin('account as a', 'a.id', 'v.actorId')
    .select(['v.documentId', 'v.ordinal', 'v.what', 'v.sha256', 'v.sizeBytes', 'v.baseSha256'])
    .select(['v.profileKind as profile', 'v.copyForm', 'v.signerName', 'v.certificateSha256'])
    .select(['v.level', 'v.signatures', 'v.bridgeReceipt', 'v.at', 'a.name as actorName']);

  return {
    /** Oldest first; empty for a document that is not stored, or whose file is elsewhere. */
    async ofDocument(documentId: string): Promise<DocumentVersion[]> {
      const rows = await versions
        .where('v.documentId', '=', documentId)
        .orderBy('v.ordinal')
        .execute();
      return rows.map(toVersion);
    },

    async find(documentId: string, ordinal: number): Promise<DocumentVersion | null> {
      const row = await versions
        .where('v.documentId', '=', documentId)
        .where('v.ordinal', '=', ordinal)
        .executeTakeFirst();
      return row === undefined ? null : toVersion(row);
    },

    async findByHash(documentId: string, sha256: string): Promise<DocumentVersion | null> {
      const row = await versions
        .where('v.documentId', '=', documentId)
        .where('v.sha256', '=', sha256)
        .executeTakeFirst();
      return row === undefined ? null : toVersion(row);
    },

    /** What was received is the first version, by the person who announced it. */
    async addFirst(
      documentId: string,
      receipt: Receipt,
      level: SignatureLevel | null,
    ): Promise<void> {
      const { announcedBy } = await db
        .selectFrom('resultDocument')
        .select('announcedBy')
        .where('id', '=', documentId)
        .executeTakeFirstOrThrow();
      await this.add({
        documentId,
        ordinal: 1,
        what: 'original',
        sha256: receipt.sha256,
        sizeBytes: receipt.sizeBytes,
        baseSha256: null,
        profile: null,
        copyForm: null,
        signerName: null,
        certificateSha256: null,
        level,
        signatures: receipt.signatures,
        bridgeReceipt: null,
        actorId: announcedBy,
        at: new Date(receipt.storedAt),
      });
    },

    async add({ profile, signatures, bridgeReceipt, ...version }: NewVersion): Promise<void> {
      await db
        .insertInto('documentVersion')
        .values({
          ...version,
          profileKind: profile,
          signatures: JSON.stringify(signatures),
          bridgeReceipt: bridgeReceipt === null ? null : JSON.stringify(bridgeReceipt),
        })
        .execute();
    },
  };
}

type VersionRow = Omit<DocumentVersion, 'actorName' | 'at'> & {
  actorName: string | null;
  at: Date;
};

function toVersion(row: VersionRow): DocumentVersion {
  return { ...row, actorName: row.actorName ?? 'Hệ thống', at: row.at.toISOString() };
}
