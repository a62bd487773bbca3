import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { ModuleState } from '#lib/protocol/bridge.ts';
import { certificateInfo } from '../certificate-info.ts';
import { digestOf } from '../node-signatures.ts';
import type {
  ListedCertificate,
  ProviderListing,
  SigningProvider,
  SigningSession,
} from '../signing-provider.ts';
import type { ListedToken } from './child-protocol.ts';
import { knownModulePaths } from './known-modules.ts';
import { ModuleChild, type ChildTimeouts, type ModuleLogin } from './module-child.ts';

/** A driver that failed is not started again and again only to look at its slots. */
const restMs = 15_000;

/** Tokens behind PKCS#11 modules, one child process per module. */
export class Pkcs11Provider implements SigningProvider {
  readonly id = 'pkcs11';
  readonly #children: ModuleChild[];
  readonly #failed = new Map<ModuleChild, { code: ErrorCode; untilMs: number }>();

  constructor(modulePaths: readonly string[], timeouts?: ChildTimeouts) {
    this.#children = modulePaths.map((path) => new ModuleChild(path, timeouts));
  }

  async list(): Promise<ProviderListing> {
    const listings = await Promise.all(this.#children.map(listModule));
    return {
      certificates: withoutDuplicates(listings.flatMap(({ certificates }) => certificates)),
      problems: listings.flatMap(({ problems }) => problems),
    };
  }

  async drivers(): Promise<ModuleState[]> {
    return await Promise.all(this.#children.map((child) => this.#driver(child)));
  }

  async open(certificateSha256: string, pin: Buffer | null): Promise<SigningSession> {
    const child = await this.#childWith(certificateSha256);
    return new Pkcs11Session(await child.open(certificateSha256, pin));
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop()));
  }

  /** The child processes that live now, by module path. */
  processIds(): Map<string, number | undefined> {
    return new Map(this.#children.map((child) => [child.modulePath, child.processId]));
  }

  async #driver(child: ModuleChild): Promise<ModuleState> {
    const { name, modulePath: path } = child;
    const earlier = this.#failed.get(child);
    if (earlier && performance.now() < earlier.untilMs) {
      return { name, path, problem: earlier.code, tokens: [] };
    }
    try {
      const tokens = await child.watch();
      return {
        name,
        path,
        problem: null,
        tokens: tokens.map((token) => ({ module: name, ...token })),
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#failed.set(child, { code: error.code, untilMs: performance.now() + restMs });
      return { name, path, problem: error.code, tokens: [] };
    }
  }

  async #childWith(certificateSha256: string): Promise<ModuleChild> {
    let hasToken = false;
    for (const child of this.#children) {
      const { tokenCount, certificates } = await listModule(child);
      if (certificates.some(({ info }) => info.certificateSha256 === certificateSha256)) {
        return child;
      }
      hasToken ||= tokenCount > 0;
    }
    throw new AppError(hasToken ? 'CERTIFICATE_MISMATCH' : 'NO_TOKEN');
  }
}

/** The administrator's modules, then those of the known table that exist on this PC. */
export function findModules(configured: readonly string[], usesKnown: boolean): string[] {
  const known = usesKnown ? knownModulePaths(process.platform) : [];
  return [...new Set([...configured, ...known.filter((path) => existsSync(path))])];
}

type ModuleListing = ProviderListing & { tokenCount: number };

async function listModule(child: ModuleChild): Promise<ModuleListing> {
  try {
    const tokens = await child.list();
    return {
      certificates: tokens.flatMap(certificatesOf),
      problems: [],
      tokenCount: tokens.length,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem = { module: child.name, code: error.code };
    return { certificates: [], problems: [problem], tokenCount: 0 };
  }
}

function certificatesOf(token: ListedToken): ListedCertificate[] {
  const all = token.certificates.map(({ der }) => der);
  return token.certificates.flatMap(({ der, asksPinEachTime }) => {
    const info = certificateInfo(der, all, {
      provider: 'pkcs11',
      tokenLabel: token.label,
      asksPinEachTime,
      pinState: token.pinState,
    });
    if (!info) return [];
    const { minPinLength: minLength, maxPinLength: maxLength, hasPinPad } = token;
    return [{ info, pin: { minLength, maxLength, hasPinPad } }];
  });
}

/** The same token is often visible through its own driver and OpenSC: the first one named wins. */
function withoutDuplicates(certificates: readonly ListedCertificate[]): ListedCertificate[] {
  const bySha256 = Map.groupBy(certificates, ({ info }) => info.certificateSha256);
  return [...bySha256.values()].flatMap(([first]) => first ?? []);
}

/** After these the login is gone, or the person wants no more. */
const endingCodes: readonly ErrorCode[] = [
  'TOKEN_REMOVED',
  'TOKEN_BUSY',
  'PIN_INCORRECT',
  'PIN_LOCKED',
  'USER_CANCELLED',
];

class Pkcs11Session implements SigningSession {
  readonly #login: ModuleLogin;
  #hasEnded = false;

  constructor(login: ModuleLogin) {
    this.#login = login;
  }

  async sign(toBeSigned: Uint8Array, algorithm: SigningAlgorithm): Promise<Buffer> {
    const digest = createHash(digestOf(algorithm)).update(toBeSigned).digest();
    try {
      return await this.#login.sign(digest, algorithm);
    } catch (error) {
      const isEnding = error instanceof AppError && endingCodes.includes(error.code);
      this.#hasEnded ||= isEnding || !this.#login.isAlive();
      throw error;
    }
  }

  isUsable(): boolean {
    return !this.#hasEnded;
  }

  /** A child that crashed has logged out with it. */
  async close(): Promise<void> {
    try {
      await this.#login.close();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
}
