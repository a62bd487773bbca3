import { execFile } from 'node:child_process';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoSigner,
} from '#lib/pki/demo-authority.ts';

const run = promisify(execFile);
const modulePaths = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'];

export type TokenSigner = DemoSigner & { alwaysAuthenticate?: boolean };

export type SoftHsm = {
  modulePath: string;
  pin: string;
  /** DER of the authority that issued every certificate on the token. */
  authority: Uint8Array;
  close(): Promise<void>;
};

/**
 * A SoftHSM token with a key and a certificate per signer. `SOFTHSM2_CONF` of this process points
 * to it until it is closed, so that the bridge's module children see it.
 */
export async function createSoftHsm(
  signers: readonly TokenSigner[],
  { label = 'Token thử', pin = 'mat-khau-1' } = {},
): Promise<SoftHsm> {
  const modulePath = modulePaths.find((each) => existsSync(each));
  if (!modulePath) throw new Error('SoftHSM is missing: apt-get install softhsm2 opensc');
  const folder = await mkdtemp(path.join(tmpdir(), 'softhsm-'));
  await mkdir(path.join(folder, 'tokens'));
  const configuration = path.join(folder, 'softhsm2.conf');
  await writeFile(configuration, `directories.tokendir = ${path.join(folder, 'tokens')}\n`);
  const previous = process.env.SOFTHSM2_CONF;
  process.env.SOFTHSM2_CONF = configuration;

  const initialize = ['--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', pin];
  await run('softhsm2-util', initialize);
  const sources = { now: new Date(), random: (length: number) => randomBytes(length) };
  const authority = await createDemoAuthority(sources);
  for (const [index, signer] of signers.entries()) {
    const issued = await issueDemoCertificate(authority, signer, sources);
    const [certificate, key] = ['certificate.der', 'key.der'].map((name) =>
      path.join(folder, name),
    );
    if (!certificate || !key) throw new Error('No file names');
    await writeFile(certificate, issued.certificate);
    await writeFile(key, traditionalKey(issued.privateKeyPkcs8));
    const object = ['--id', `0${index + 1}`, '--label', `key-${index + 1}`];
    const login = ['--module', modulePath, '--login', '--pin', pin];
    const access = signer.alwaysAuthenticate ? ['--always-auth'] : [];
    const add = (file: string, type: string, more: string[]) =>
      run('pkcs11-tool', [...login, '--write-object', file, '--type', type, ...object, ...more]);
    await add(key, 'privkey', ['--usage-sign', ...access]);
    await add(certificate, 'cert', []);
  }
  return {
    modulePath,
    pin,
    authority: authority.certificate,
    async close() {
      if (previous === undefined) delete process.env.SOFTHSM2_CONF;
      else process.env.SOFTHSM2_CONF = previous;
      await rm(folder, { recursive: true });
    },
  };
}

/** PKCS#1 or SEC 1, which `pkcs11-tool` writes to a token. */
function traditionalKey(pkcs8: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const type = key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1';
  return key.export({ type, format: 'der' });
}
