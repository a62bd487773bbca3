import { sql, type Kysely } from 'kysely';
import type { Database } from './database-schema.ts';

export type SigningImageStore = ReturnType<typeof signingImageStore>;

/** A seal belongs to a unit and those below it, a signature to one person. */
export type ImageOwner =
  { kind: 'seal'; orgUnitPath: string } | { kind: 'signature'; personId: string };

export type KeptImage = {
  kind: 'signature' | 'seal';
  orgUnitId: string;
  orgUnitName: string;
  personId: string | null;
  sha256: string;
  sizeBytes: number;
  widthPx: number;
  heightPx: number;
  changedAt: Date;
};

/** Which image of a signature or seal counts; the bytes stand among the images by their hash. */
export function signingImageStore(db: Kysely<Database>) {
  return {
    /** The person's own; of seals the one of the unit itself or of the nearest above that has one. */
    async current(owner: ImageOwner): Promise<KeptImage | null> {
      const images = db
        .selectFrom('signingImage as i')
        .innerJoin('orgUnit as u', 'u.id', 'i.orgUnitId')
        .where('i.kind', '=', owner.kind)
        .where(
          owner.kind === 'seal'
            ? sql<boolean>`starts_with(${owner.orgUnitPath}, u.path)`
            : sql<boolean>`i.person_id = ${owner.personId}`,
        );
      const newest = images
        .distinctOn(['i.orgUnitId', 'i.personId'])
        .select(['i.id', 'i.kind', 'i.orgUnitId', 'u.name as orgUnitName', 'u.path', 'i.personId'])
        .select(['i.sha256', 'i.sizeBytes', 'i.widthPx', 'i.heightPx', 'i.changedAt'])
        .orderBy('i.orgUnitId')
        .orderBy('i.personId')
        .orderBy('i.id', 'desc');
      const row = await db
        .selectFrom(newest.as('n'))
        .selectAll()
        .where((where) =>
          owner.kind === 'seal' ? where('n.sha256', 'is not', null) : where.val(true),
        )
        .orderBy(sql`length(n.path)`, 'desc')
        .orderBy('n.id', 'desc')
        .executeTakeFirst();
      if (row === undefined || row.sha256 === null) return null;
      const { kind, orgUnitId, orgUnitName, personId, sha256, changedAt } = row;
      return {
        kind,
        orgUnitId,
        orgUnitName,
        personId,
        sha256,
        sizeBytes: row.sizeBytes ?? 0,
        widthPx: row.widthPx ?? 0,
        heightPx: row.heightPx ?? 0,
        changedAt,
      };
    },

    /** `image` null: it is taken away. */
    async change(change: {
      kind: 'signature' | 'seal';
      orgUnitId: string;
      personId: string | null;
      image: { sha256: string; sizeBytes: number; widthPx: number; heightPx: number } | null;
      changedBy: string;
      changedAt: Date;
    }): Promise<void> {
      const { image, ...row } = change;
      const none = { sha256: null, sizeBytes: null, widthPx: null, heightPx: null };
      await db
        .insertInto('signingImage')
        .values({ ...row, ...(image ?? none) })
        .execute();
    },
  };
}
