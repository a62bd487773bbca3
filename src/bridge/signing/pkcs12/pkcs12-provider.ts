import { createPrivateKey } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import { readPkcs12 } from '#lib/pki/pkcs12.ts';
import type { ModuleState } from '#lib/protocol/bridge.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { certificateInfo } from '../certificate-info.ts';
import { signWith } from '../node-signatures.ts';
import type {
  ListedCertificate,
  ProviderListing,
  SigningProvider,
  SigningSession,
} from '../signing-provider.ts';
import type { DemoSignerFile } from './demo-files.ts';

/** The demo certificates: PKCS#12 files of the bridge's own folder. Without legal value. */
export class Pkcs12Provider implements SigningProvider {
  readonly id = 'pkcs12';
  readonly #folder: DataFolder;
  readonly #signers: readonly DemoSignerFile[];

  constructor(folder: DataFolder, signers: readonly DemoSignerFile[]) {
    this.#folder = folder;
    this.#signers = signers;
  }

  list(): Promise<ProviderListing> {
    return Promise.resolve({ certificates: this.#signers.flatMap(listed), problems: [] });
  }

  /** Files need no driver. */
  drivers(): Promise<ModuleState[]> {
    return Promise.resolve([]);
  }

  async open(certificateSha256: string, pin: Buffer | null): Promise<SigningSession> {
    const signer = this.#signers.find((each) =>
      listed(each).some(({ info }) => info.certificateSha256 === certificateSha256),
    );
    if (!signer) throw new AppError('CERTIFICATE_MISMATCH');
    const file = await this.#folder.read(signer.keyFile);
    if (!file) throw new AppError('NO_CERTIFICATE', { reason: 'key-file-missing' });
    const { privateKeyPkcs8 } = await readPkcs12(file, pin?.toString('utf8') ?? '');
    const pkcs8 = Buffer.from(privateKeyPkcs8);
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    for (const copy of [pkcs8, privateKeyPkcs8]) copy.fill(0);
    return {
      sign: (toBeSigned, algorithm) => Promise.resolve(signWith(key, toBeSigned, algorithm)),
      isUsable: () => true,
      close: () => Promise.resolve(),
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function listed({ chain: [leaf, issuer], signerName }: DemoSignerFile): ListedCertificate[] {
  const info = certificateInfo(leaf, [issuer], {
    provider: 'pkcs12',
    tokenLabel: `DEMO – ${signerName}`,
    asksPinEachTime: false,
    pinState: 'ok',
  });
  return info ? [{ info, pin: { minLength: 4, maxLength: 32, hasPinPad: false } }] : [];
}
