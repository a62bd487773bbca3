import { openDB, type DBSchema } from 'idb';
import { storageError } from '#lib/client/batches/storage-error.ts';
import type { BridgeReceipt, NewVersionQuery } from '#lib/protocol/versions.ts';

/** A signature that the token made and the server does not have yet: too dear to be lost. */
export type UnsentSignature = {
  documentId: string;
  personId: string;
  /** For telling what became of it. */
  title: string;
  query: NewVersionQuery;
  receipt: BridgeReceipt;
  /** What goes behind the version `query.baseSha256`. */
  appended: Blob;
};

/** Signatures on this PC until the server says that it has them. Writing throws `STORAGE_FULL`. */
export interface UnsentSignatures {
  put(signature: UnsentSignature): Promise<void>;
  ofPerson(personId: string): Promise<UnsentSignature[]>;
  remove(signature: Pick<UnsentSignature, 'personId' | 'documentId'>): Promise<void>;
}

interface Schema extends DBSchema {
  unsent: { key: [string, string]; value: UnsentSignature; indexes: { byPerson: string } };
}

export const UNSENT_DATABASE_NAME = 'tram-so-hoa-chu-ky';

export async function openUnsentSignatures(
  name = UNSENT_DATABASE_NAME,
): Promise<UnsentSignatures & Disposable> {
  const database = await openDB<Schema>(name, 1, {
    upgrade(created) {
      created
        .createObjectStore('unsent', { keyPath: ['personId', 'documentId'] })
        .createIndex('byPerson', 'personId');
    },
    blocking: () => database.close(),
  });
  return {
    async put(signature) {
      try {
        // Strict: the answer comes once it is on the disk.
        const write = database.transaction('unsent', 'readwrite', { durability: 'strict' });
        await Promise.all([write.store.put(signature), write.done]);
      } catch (error) {
        throw storageError(error);
      }
    },
    ofPerson: (personId) => database.getAllFromIndex('unsent', 'byPerson', personId),
    remove: ({ personId, documentId }) => database.delete('unsent', [personId, documentId]),
    [Symbol.dispose]: () => database.close(),
  };
}
