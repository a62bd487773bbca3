import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoAuthority,
  type DemoSigner,
} from '#lib/pki/demo-authority.ts';
import { startSmartCardDaemon } from './virtual-card-daemon.ts';
import { cardKey } from './virtual-card-keys.ts';
import { CardLink } from './virtual-card-link.ts';
import { PivCard, type PivKey, type PivSlot } from './virtual-card-piv.ts';

const modulePaths = [
  '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
  '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so',
  '/usr/lib64/opensc-pkcs11.so',
];

/** Goes out together with its reader at the end of `await using`, or when it is closed. */
export type VirtualCard = AsyncDisposable & {
  /** OpenSC, which drives the card. */
  modulePath: string;
  pin: string;
  authority: DemoAuthority;
  /** DER of what is on it. */
  certificates: Partial<Record<PivSlot, Uint8Array>>;
  /** Try counter, delays and planned removal. */
  card: PivCard;
  isInserted(): boolean;
  insert(): Promise<void>;
  remove(): void;
  close(): Promise<void>;
};

export type VirtualCardOptions = {
  pin?: string;
  /** Who vouches for the people on the card; left out: an authority of its own. */
  authority?: DemoAuthority;
};

/**
 * A smart card that behaves like a USB token: a real PC/SC daemon, a virtual reader, and a PIV card
 * whose PIN locks after three wrong tries and which can be pulled out at any signature.
 * `OPENSC_CONF` of this process points to its settings until it is closed.
 */
export async function insertVirtualCard(
  signers: Partial<Record<PivSlot, DemoSigner>>,
  { pin = '246813', ...given }: VirtualCardOptions = {},
): Promise<VirtualCard> {
  const modulePath = modulePaths.find((each) => existsSync(each));
  if (!modulePath) throw new Error('OpenSC is missing: apt-get install opensc');
  const folder = await mkdtemp(path.join(tmpdir(), 'virtual-card-'));
  const sources = { now: new Date(), random: (length: number) => randomBytes(length) };
  const authority = given.authority ?? (await createDemoAuthority(sources));
  const keys: Partial<Record<PivSlot, PivKey>> = {};
  for (const slot of ['9A', '9C', '9D'] as const) {
    const signer = signers[slot];
    if (!signer) continue;
    const { certificate, privateKeyPkcs8 } = await issueDemoCertificate(authority, signer, sources);
    keys[slot] = { certificate, key: cardKey(privateKeyPkcs8) };
  }
  const card = new PivCard(pin, keys);
  const daemon = await startSmartCardDaemon(folder);
  const restoreSettings = await useOpenScSettings(folder);
  const link = new CardLink(card, daemon.port);
  await link.insert();
  const close = async () => {
    link.remove();
    await daemon.close();
    restoreSettings();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    modulePath,
    pin,
    authority,
    certificates: Object.fromEntries(
      Object.entries(keys).map(([slot, { certificate }]) => [slot, certificate]),
    ),
    card,
    isInserted: () => link.isInserted,
    insert: () => link.insert(),
    remove: () => link.remove(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Settings of OpenSC: only the PIV driver, and nothing kept from cards of earlier tests. Their path. */
export async function writeOpenScSettings(folder: string): Promise<string> {
  const file = path.join(folder, 'opensc.conf');
  const lines = [
    'app default {',
    '  card_drivers = PIV-II;',
    '  framework pkcs15 { use_file_caching = no; }',
    '}',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

async function useOpenScSettings(folder: string): Promise<() => void> {
  const file = await writeOpenScSettings(folder);
  const previous = process.env.OPENSC_CONF;
  process.env.OPENSC_CONF = file;
  return () => {
    if (previous === undefined) delete process.env.OPENSC_CONF;
    else process.env.OPENSC_CONF = previous;
  };
}
