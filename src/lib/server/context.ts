import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryLocker } from '@tus/server';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import type { AnchorPurpose } from '#lib/protocol/trust-anchors.ts';
import { createWebSessions, type WebSessions } from './auth/web-sessions.ts';
import { connect } from './database/connect.ts';
import { migrate } from './database/migrate.ts';
import type { Env } from './env.ts';
import { openManifestKey, type ManifestKey } from './manifests/manifest-key.ts';
import { makeFolder } from './objects/durable-files.ts';
import { folderObjectStore, type ObjectStore } from './objects/object-store.ts';
import { createValidationServices } from './pki/validation-services.ts';
import { CscService } from './remote-signing/csc-service.ts';
import type { CscSettings } from './remote-signing/csc-settings.ts';
import { RemoteDesk } from './remote-signing/remote-desk.ts';
import type { Database } from './stores/database-schema.ts';
import { createStores, transactionOn, type Stores, type Transaction } from './stores/stores.ts';
import {
  purposesOf,
  readTrustAnchors,
  type TrustAnchorListing,
} from './trust-anchors/read-trust-anchors.ts';
import type { VersionedTemplates } from './use-cases/read-learned.ts';
import { uploadFolder, type UploadFolder } from './uploads/upload-folder.ts';

/** Moments of the commit at which a power loss must lose nothing; tests break off there. */
export const commitPoints = ['read', 'verified', 'moved', 'written', 'committed'] as const;
export type CommitPoint = (typeof commitPoints)[number];

/** The remote signing service, and the batches that wait for it. */
export type RemoteSigning = { service: CscService; desk: RemoteDesk };

/** Everything that use cases act with, built once at start. */
export type Context = {
  env: Env;
  db: Kysely<Database>;
  pool: pg.Pool;
  /** For reading, and for single writes. Deeds of several writes go through `transaction`. */
  stores: Stores;
  transaction: Transaction;
  objects: ObjectStore;
  /** Images of signatures and seals. */
  images: ObjectStore;
  uploads: UploadFolder;
  /** One hand on a document's incoming file at a time: the upload or the commit. */
  uploadLocker: MemoryLocker;
  sessions: WebSessions;
  manifestKey: ManifestKey;
  /** Draws the documents that are read a second time; the same for all instances of a station. */
  samplingKey: Uint8Array;
  /** What units have learned, by org unit: computed from the archive and good for its version. */
  learned: Map<string, VersionedTemplates>;
  /** DER certificates that signatures, or timestamps, may chain to. */
  trustAnchors(purpose?: AnchorPurpose): Promise<Uint8Array[]>;
  /** The same with their origin, and the files that are not trusted. */
  trustAnchorListing(): Promise<TrustAnchorListing>;
  /** TSA, OCSP and CRL, behind the allow-list. */
  validationServices: ValidationServices;
  /** null: the station has none. */
  remoteSigning: RemoteSigning | null;
  now(): Date;
  newId(): string;
  reach(point: CommitPoint): Promise<void>;
  close(): Promise<void>;
};

export type ContextOverrides = Partial<
  Pick<Context, 'now' | 'newId' | 'reach' | 'validationServices'>
>;

/** Connects, migrates and builds the context. Rejects with the reason when the database is not there. */
export async function createContext(env: Env, overrides: ContextOverrides = {}): Promise<Context> {
  await makeFolder(env.dataDir);
  const { pool, db, close } = connect(env.databaseUrl);
  await migrate(pool);
  const trustAnchorListing = () => readTrustAnchors(env.trustAnchorDirs);
  const secret = env.authSecret ?? (await keptSecret(join(env.dataDir, 'auth-secret')));
  return {
    env,
    db,
    pool,
    stores: createStores(db),
    transaction: transactionOn(db),
    objects: folderObjectStore(join(env.dataDir, 'objects')),
    images: folderObjectStore(join(env.dataDir, 'images'), 'png'),
    uploads: uploadFolder(join(env.dataDir, 'uploads')),
    uploadLocker: new MemoryLocker(),
    sessions: createWebSessions({ db, env, secret }),
    manifestKey: await openManifestKey(env.dataDir),
    samplingKey: createHmac('sha256', secret).update('second look at documents').digest(),
    learned: new Map(),
    trustAnchors: async (purpose = 'signing') => {
      const { anchors } = await trustAnchorListing();
      const fit = anchors.filter((anchor) => purposesOf(anchor).includes(purpose));
      return fit.map(({ certificate }) => certificate.der);
    },
    trustAnchorListing,
    validationServices: createValidationServices(env.pki, {
      anchors: async () => (await trustAnchorListing()).anchors,
    }),
    remoteSigning: env.csc && openRemoteSigning(env.csc),
    now: () => new Date(),
    newId: randomUUID,
    reach: async () => undefined,
    close,
    ...overrides,
  };
}

function openRemoteSigning(settings: CscSettings): RemoteSigning {
  return { service: new CscService(settings, Date.now), desk: new RemoteDesk(Date.now) };
}

/** Made once, readable by our account only. Of several instances that start together one writes it. */
async function keptSecret(path: string): Promise<string> {
  const secret = randomBytes(32).toString('hex');
  await writeFile(path, secret, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  const kept = (await readFile(path, 'utf8')).trim();
  if (kept.length >= 32) return kept;
  // A crash between making and filling the file.
  await writeFile(path, secret, { mode: 0o600 });
  return secret;
}
