import type { Kysely } from 'kysely';
import { accountStore } from './account-store.ts';
import { accuracyStore } from './accuracy-store.ts';
import { auditStore } from './audit-store.ts';
import { catalogueStore } from './catalogue-store.ts';
import { certifiableStore } from './certifiable-store.ts';
import { checkStore } from './check-store.ts';
import { correctionStore } from './correction-store.ts';
import { counterStore } from './counter-store.ts';
import type { Database } from './database-schema.ts';
import { documentStore } from './document-store.ts';
import { duplicateStore } from './duplicate-store.ts';
import { inventoryStore } from './inventory-store.ts';
import { loadingStore } from './loading-store.ts';
import { numberLock } from './locks.ts';
import { metadataStore } from './metadata-store.ts';
import { orgUnitStore } from './org-unit-store.ts';
import { outboxStore } from './outbox-store.ts';
import { repositoryStore } from './repository-store.ts';
import { signingImageStore } from './signing-image-store.ts';
import { signingProfileStore } from './signing-profile-store.ts';
import { throttleStore } from './throttle-store.ts';
import { unitSettingStore } from './unit-setting-store.ts';
import { uploadStore } from './upload-store.ts';
import { versionStore } from './version-store.ts';

export type Stores = ReturnType<typeof createStores>;

/** All stores on one connection or on one transaction. */
export function createStores(db: Kysely<Database>) {
  return {
    accounts: accountStore(db),
    accuracy: accuracyStore(db),
    audit: auditStore(db),
    catalogue: catalogueStore(db),
    certifiable: certifiableStore(db),
    checks: checkStore(db),
    corrections: correctionStore(db),
    counters: counterStore(db),
    documents: documentStore(db),
    duplicates: duplicateStore(db),
    inventory: inventoryStore(db),
    loading: loadingStore(db),
    metadata: metadataStore(db),
    orgUnits: orgUnitStore(db),
    outbox: outboxStore(db),
    repository: repositoryStore(db),
    signingImages: signingImageStore(db),
    signingProfiles: signingProfileStore(db),
    throttle: throttleStore(db),
    unitSettings: unitSettingStore(db),
    uploads: uploadStore(db),
    versions: versionStore(db),
    lockNumber: (folded: string) => numberLock(db, folded),
  };
}

/** One transaction per use case; `work` gets stores that write inside it and no others. */
export type Transaction = <Result>(work: (stores: Stores) => Promise<Result>) => Promise<Result>;

export function transactionOn(db: Kysely<Database>): Transaction {
  return (work) => db.transaction().execute((transaction) => work(createStores(transaction)));
}
