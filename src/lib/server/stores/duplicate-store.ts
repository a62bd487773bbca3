import { sql, type Kysely } from 'kysely';
import type { NumberIdentity } from '#lib/domain/number-identity.ts';
import type { Database } from './database-schema.ts';

export type DuplicateStore = ReturnType<typeof duplicateStore>;
export type DuplicateReason = 'same-bytes' | 'same-number';
export type FoundDuplicate = {
  reason: DuplicateReason;
  id: string;
  code: string;
  numberNotation: string;
  ownerName: string;
  storedAt: Date;
  orgUnitPath: string;
};

export type DuplicateProbe = NumberIdentity & {
  documentId: string;
  sourceSha256: readonly string[];
};

/** Documents that are in the repository already. What was only announced does not stand in the way. */
export function duplicateStore(db: Kysely<Database>) {
  return {
    /** The first document with all the same pages, else one of the same number, agency and year. */
    async find(probe: DuplicateProbe): Promise<FoundDuplicate | null> {
      return (await sameBytes(db, probe)) ?? (await sameNumber(db, probe));
    },
    sameNumber: (probe: DuplicateProbe) => sameNumber(db, probe),
  };
}

const columns = sql`d.id, d.code, d.metadata->>'numberNotation' AS number_notation,
  d.metadata->>'ownerName' AS owner_name, d.stored_at, u.path AS org_unit_path`;

async function sameBytes(db: Kysely<Database>, probe: DuplicateProbe) {
  const pages = [...new Set(probe.sourceSha256)];
  if (pages.length === 0) return null;
  const answer = await sql<FoundDuplicate>`
    SELECT 'same-bytes' AS reason, ${columns}
    FROM result_document d JOIN org_unit u ON u.id = d.org_unit_id
    WHERE d.state = 'stored' AND d.id::text <> ${probe.documentId} AND d.id IN (
      SELECT s.document_id FROM document_source s WHERE s.sha256 = ANY(${pages}::text[])
      GROUP BY s.document_id HAVING count(DISTINCT s.sha256) = ${pages.length})
    ORDER BY d.stored_at LIMIT 1`.execute(db);
  return answer.rows[0] ?? null;
}

async function sameNumber(db: Kysely<Database>, probe: DuplicateProbe) {
  if (probe.numberFolded === '' || probe.agencyFolded === '') return null;
  const answer = await sql<FoundDuplicate>`
    SELECT 'same-number' AS reason, ${columns}
    FROM result_document d JOIN org_unit u ON u.id = d.org_unit_id
    WHERE d.state = 'stored' AND d.id::text <> ${probe.documentId}
      AND d.number_folded = ${probe.numberFolded} AND d.agency_folded = ${probe.agencyFolded}
      AND (${probe.issueYear} = '' OR d.issued_on IS NULL
        OR extract(year FROM d.issued_on)::text = ${probe.issueYear})
    ORDER BY d.stored_at LIMIT 1`.execute(db);
  return answer.rows[0] ?? null;
}
