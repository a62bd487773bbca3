import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { ModuleState } from '#lib/protocol/bridge.ts';
import type { DataFolder } from '../../storage/data-folder.ts';
import { certificateInfo, sha256Hex } from '../certificate-info.ts';
import type {
  ListedCertificate,
  ProviderListing,
  SigningProvider,
  SigningSession,
} from '../signing-provider.ts';
import { isGenuineBy, type VgcaService } from './vgca-service.ts';

export const VGCA_NAME = 'VGCA Sign Service';

const fileName = 'vgca-certificate.json';
const FileSchema = v.object({ certificate: v.pipe(v.string(), v.base64()) });
/** The slots of the other drivers are looked at every second; this service is not. */
const restMs = 15_000;

/**
 * Signatures over hashes by VGCA Sign Service, one after the other: each brings the certificate it
 * was made with, which must be the one that was chosen. The service asks for the PIN in its own
 * window.
 */
export class VgcaProvider implements SigningProvider {
  readonly id = 'vgca';
  readonly #service: VgcaService;
  readonly #folder: DataFolder;
  readonly #isExpected: boolean;
  #seen: { version: string | null; untilMs: number } | null = null;

  constructor(service: VgcaService, folder: DataFolder, isExpected: boolean) {
    this.#service = service;
    this.#folder = folder;
    this.#isExpected = isExpected;
  }

  /** The certificate that was learnt; asking the service for it may open its window. */
  async list(): Promise<ProviderListing> {
    const known = await this.#known();
    const version = await this.#look();
    if (version !== null) return { certificates: known ? [known] : [], problems: [] };
    const isMissed = this.#isExpected || known !== null;
    const problem = { module: VGCA_NAME, code: 'VGCA_NOT_RUNNING' } as const;
    return { certificates: [], problems: isMissed ? [problem] : [] };
  }

  async drivers(): Promise<ModuleState[]> {
    const isFresh = this.#seen !== null && performance.now() < this.#seen.untilMs;
    const version = isFresh ? (this.#seen?.version ?? null) : await this.#look();
    if (version === null && !this.#isExpected) return [];
    const { url, signsHashes } = this.#service;
    const problem = version === null ? 'VGCA_NOT_RUNNING' : null;
    return [{ name: VGCA_NAME, path: url, problem, tokens: [], signsHashes }];
  }

  /** Asks the service which certificate it signs with and remembers it. */
  async learnCertificate(): Promise<ListedCertificate['info']> {
    const der = await this.#service.certificate();
    const listed = listedCertificate(der);
    if (!listed) throw new AppError('CERTIFICATE_NOT_FOR_SIGNING');
    const certificate = der.toString('base64');
    await this.#folder.write(fileName, JSON.stringify({ certificate }));
    return listed.info;
  }

  async open(certificateSha256: string): Promise<SigningSession> {
    if ((await this.#look()) === null) throw new AppError('VGCA_NOT_RUNNING');
    return new VgcaSession(this.#service, certificateSha256);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #look(): Promise<string | null> {
    const version = await this.#service.version();
    this.#seen = { version, untilMs: performance.now() + restMs };
    return version;
  }

  async #known(): Promise<ListedCertificate | null> {
    const file = await this.#folder.read(fileName);
    const parsed = v.safeParse(FileSchema, parseJson(file));
    return parsed.success
      ? listedCertificate(Buffer.from(parsed.output.certificate, 'base64'))
      : null;
  }
}

/** RSA only: the protocol names no other encoding. */
function listedCertificate(der: Buffer): ListedCertificate | null {
  const info = certificateInfo(der, [], {
    provider: 'vgca',
    tokenLabel: VGCA_NAME,
    asksPinEachTime: false,
    pinState: 'unknown',
  });
  if (info?.keyType !== 'rsa') return null;
  return { info, pin: { minLength: 0, maxLength: 0, hasPinPad: true, askedBy: VGCA_NAME } };
}

class VgcaSession implements SigningSession {
  readonly #service: VgcaService;
  readonly #certificateSha256: string;
  #hasFailed = false;

  constructor(service: VgcaService, certificateSha256: string) {
    this.#service = service;
    this.#certificateSha256 = certificateSha256;
  }

  /**
   * Its statuses do not tell a cancelled window from a token that is gone, so after the first failure
   * nothing more is asked of it: the person may want no further windows.
   */
  async sign(toBeSigned: Uint8Array, algorithm: SigningAlgorithm): Promise<Buffer> {
    try {
      return await this.#sign(toBeSigned, algorithm);
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
  }

  isUsable(): boolean {
    return !this.#hasFailed;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #sign(toBeSigned: Uint8Array, algorithm: SigningAlgorithm): Promise<Buffer> {
    if (algorithm !== 'RSA-PKCS1-SHA256') {
      throw new AppError('CERTIFICATE_MISMATCH', { reason: 'algorithm' });
    }
    const { signature, certificate } = await this.#service.signSha256(toBeSigned);
    if (sha256Hex(certificate) !== this.#certificateSha256) {
      throw new AppError('CERTIFICATE_MISMATCH', { reason: 'vgca' });
    }
    if (isGenuineBy(certificate, toBeSigned, signature)) return signature;
    throw new AppError('SIGNATURE_NOT_VERIFIED');
  }
}

function parseJson(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? 'null');
  } catch {
    return null;
  }
}
