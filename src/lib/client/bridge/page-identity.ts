import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { encodeBase64 } from '#lib/protocol/base64.ts';

/** Who this browser profile is for the bridge. */
export type PageIdentity = {
  /** P-256; the private key cannot be exported, so a page can use it but not carry it away. */
  keys: CryptoKeyPair;
  pairing: PagePairing | null;
};

export type PagePairing = {
  pairingId: string;
  /** What the bridge is recognized by, SPKI base64. */
  instanceKey: string;
  serverKey: string;
  userName: string;
  pairedAt: string;
};

export interface PageIdentityStore {
  read(): Promise<PageIdentity | null>;
  write(identity: PageIdentity): Promise<void>;
}

export async function createPageIdentity(): Promise<PageIdentity> {
  const keys = await crypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    /* extractable */ false,
    ['sign', 'verify'],
  );
  return { keys, pairing: null };
}

/** SPKI base64. A public key can always be exported. */
export async function pageKeyOf({ keys }: PageIdentity): Promise<string> {
  return encodeBase64(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)));
}

interface BridgeDatabase extends DBSchema {
  identity: { key: 'page'; value: PageIdentity };
}

/** Keeps the identity in its own small database of this origin. */
export class IndexedDbIdentityStore implements PageIdentityStore {
  #opened: Promise<IDBPDatabase<BridgeDatabase>> | undefined;

  async read(): Promise<PageIdentity | null> {
    const database = await this.#open();
    return (await database.get('identity', 'page')) ?? null;
  }

  async write(identity: PageIdentity): Promise<void> {
    const database = await this.#open();
    await database.put('identity', identity, 'page');
  }

  #open(): Promise<IDBPDatabase<BridgeDatabase>> {
    this.#opened ??= openDB<BridgeDatabase>('bridge', 1, {
      upgrade: (database) => {
        database.createObjectStore('identity');
      },
    });
    return this.#opened;
  }
}
