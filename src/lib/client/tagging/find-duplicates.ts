import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { fieldValue } from '#lib/domain/metadata.ts';
import { numberIdentity, numberKey } from '#lib/domain/number-identity.ts';
import type { DuplicateSubject, KnownDuplicate } from './tagging-repository.ts';

/** A duplicate that is named to the official before anything is sent. */
export type Duplicate =
  | { where: 'repository'; reason: KnownDuplicate['reason']; existing: KnownDuplicate['existing'] }
  | {
      where: 'batch';
      reason: KnownDuplicate['reason'];
      other: { documentId: string; fileName: string };
    };

/** What tells a document from others: the bytes of its pages, and number + notation + agency + year. */
export function duplicateSubject(
  document: BatchDocument,
  pages: readonly Page[],
): DuplicateSubject {
  return {
    documentId: document.id,
    sourceSha256: pages.map((page) => page.sha256),
    numberNotation: fieldValue(document.metadata.numberNotation),
    issuingAgency: fieldValue(document.metadata.issuingAgency),
    issuedOn: fieldValue(document.metadata.issuedOn),
  };
}

function keyOf(subject: DuplicateSubject): string {
  return numberKey(numberIdentity(subject));
}

/** Documents of one batch with the same page images, or the same number of the same agency and year, by id. */
export function duplicatesInBatch(
  subjects: readonly (DuplicateSubject & { fileName: string })[],
): ReadonlyMap<string, Duplicate[]> {
  const sameBytes = Map.groupBy(subjects, (subject) => subject.sourceSha256.join());
  const sameNumber = Map.groupBy(subjects, keyOf);
  return new Map(
    subjects.map((subject) => {
      const bytes = sameBytes.get(subject.sourceSha256.join()) ?? [];
      const numbers = keyOf(subject) === '' ? [] : (sameNumber.get(keyOf(subject)) ?? []);
      const others = [...new Set([...bytes, ...numbers])].filter((other) => other !== subject);
      return [
        subject.documentId,
        others.map(({ documentId, fileName }): Duplicate => ({
          where: 'batch',
          reason: bytes.some((other) => other.documentId === documentId)
            ? 'same-bytes'
            : 'same-number',
          other: { documentId, fileName },
        })),
      ];
    }),
  );
}
