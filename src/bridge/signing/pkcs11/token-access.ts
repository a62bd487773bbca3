import { createHash, X509Certificate } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import type { ListedToken } from './child-protocol.ts';
import { ckr, CryptokiError, errorCodeOf } from './ckr.ts';
import {
  attributeType,
  keyTypes,
  mechanisms,
  objectClass,
  userType,
  type Cryptoki,
  type TokenInfo,
} from './cryptoki.ts';
import { ulong } from './native-layout.ts';
import { ecdsaDer, sha256DigestInfo } from './signature-encoding.ts';

/** Flags of CK_TOKEN_INFO. */
const tokenFlags = {
  protectedAuthenticationPath: 0x100,
  userPinCountLow: 0x10000,
  userPinFinalTry: 0x20000,
  userPinLocked: 0x40000,
} as const;

/** All tokens of a module with their certificates; nobody is logged in for this. */
export function listTokens(cryptoki: Cryptoki): ListedToken[] {
  return cryptoki.slots().flatMap((slot) => {
    try {
      return [listToken(cryptoki, slot)];
    } catch (error) {
      // Pulled out while it was read: the token is not there.
      if (error instanceof CryptokiError) return [];
      throw error;
    }
  });
}

/**
 * One login for one batch: finds the token that holds the certificate, logs in with one try, and
 * signs SHA-256 digests. The PIN is copied only when the key asks for it at every signature.
 */
export class TokenSession {
  readonly #cryptoki: Cryptoki;
  readonly #session: number;
  readonly #key: number;
  readonly #keyType: number;
  readonly #contextPin: Buffer | null;
  readonly #asksEachTime: boolean;

  private constructor(
    cryptoki: Cryptoki,
    session: number,
    key: { handle: number; type: number; asksEachTime: boolean },
    pin: Buffer | null,
  ) {
    this.#cryptoki = cryptoki;
    this.#session = session;
    this.#key = key.handle;
    this.#keyType = key.type;
    this.#asksEachTime = key.asksEachTime;
    this.#contextPin = key.asksEachTime && pin ? Buffer.from(pin) : null;
  }

  static open(cryptoki: Cryptoki, certificateSha256: string, pin: Buffer | null): TokenSession {
    const { slot, der, id } = findCertificate(cryptoki, certificateSha256);
    const session = cryptoki.openSession(slot);
    try {
      loginOnce(cryptoki, slot, session, pin);
      return new TokenSession(cryptoki, session, findKey(cryptoki, session, der, id), pin);
    } catch (error) {
      cryptoki.closeSession(session);
      throw error;
    }
  }

  /** RSA: PKCS#1 v1.5 block; EC: DER `SEQUENCE { r, s }`. */
  sign(digest: Uint8Array): Buffer {
    const isRsa = this.#keyType === keyTypes.rsa;
    this.#cryptoki.signInit(
      this.#session,
      isRsa ? mechanisms.rsaPkcs : mechanisms.ecdsa,
      this.#key,
    );
    if (this.#asksEachTime) {
      this.#cryptoki.login(this.#session, userType.contextSpecific, this.#contextPin);
    }
    const data = isRsa ? sha256DigestInfo(digest) : Buffer.from(digest);
    const signature = this.#cryptoki.sign(this.#session, data);
    return isRsa ? signature : ecdsaDer(signature);
  }

  close(): void {
    this.#contextPin?.fill(0);
    try {
      this.#cryptoki.logout(this.#session);
      this.#cryptoki.closeSession(this.#session);
    } catch (error) {
      // A token that was pulled out has logged out by itself.
      if (!(error instanceof CryptokiError)) throw error;
    }
  }
}

/** What a token says about its PIN; may be stale until the next login. */
export function pinStateOf({ flags }: Pick<TokenInfo, 'flags'>): ListedToken['pinState'] {
  if (flags & tokenFlags.userPinLocked) return 'locked';
  if (flags & tokenFlags.userPinFinalTry) return 'final';
  if (flags & tokenFlags.userPinCountLow) return 'low';
  return 'ok';
}

function listToken(cryptoki: Cryptoki, slot: number): ListedToken {
  const info = cryptoki.tokenInfo(slot);
  return {
    label: info.label,
    serialNumber: info.serialNumber,
    pinState: pinStateOf(info),
    minPinLength: info.minPinLength,
    maxPinLength: info.maxPinLength,
    hasPinPad: (info.flags & tokenFlags.protectedAuthenticationPath) !== 0,
    certificates: readCertificates(cryptoki, slot).map(({ der, asksPinEachTime }) => ({
      der,
      asksPinEachTime,
    })),
  };
}

type TokenCertificate = { der: Buffer; id: Buffer | null; asksPinEachTime: boolean };

function readCertificates(cryptoki: Cryptoki, slot: number): TokenCertificate[] {
  const session = cryptoki.openSession(slot);
  try {
    const query = [{ type: attributeType.class, value: ulong(objectClass.certificate) }];
    return cryptoki.findObjects(session, query).flatMap((object) => {
      const der = cryptoki.attribute(session, object, attributeType.value);
      if (!der || der.length === 0) return [];
      const id = cryptoki.attribute(session, object, attributeType.id);
      return [{ der, id, asksPinEachTime: asksEachTimeBeforeLogin(cryptoki, session, id) }];
    });
  } finally {
    cryptoki.closeSession(session);
  }
}

/** Most tokens hide private keys before login; then it is only known afterwards. */
function asksEachTimeBeforeLogin(cryptoki: Cryptoki, session: number, id: Buffer | null): boolean {
  if (!id) return false;
  const [key] = cryptoki.findObjects(session, privateKeyQuery(id));
  return key !== undefined && isTrue(cryptoki, session, key, attributeType.alwaysAuthenticate);
}

function findCertificate(
  cryptoki: Cryptoki,
  certificateSha256: string,
): TokenCertificate & { slot: number } {
  const slots = cryptoki.slots();
  for (const slot of slots) {
    const found = readCertificates(cryptoki, slot).find(
      ({ der }) => createHash('sha256').update(der).digest('hex') === certificateSha256,
    );
    if (found) return { ...found, slot };
  }
  throw new AppError(slots.length === 0 ? 'NO_TOKEN' : 'CERTIFICATE_MISMATCH');
}

/** One try. A wrong PIN comes back with what the token says about the tries left. */
function loginOnce(cryptoki: Cryptoki, slot: number, session: number, pin: Buffer | null): void {
  try {
    login(cryptoki, session, pin);
  } catch (error) {
    const isCryptokiError = error instanceof CryptokiError;
    if (!isCryptokiError || errorCodeOf(error.returnValue) !== 'PIN_INCORRECT') throw error;
    const pinState = pinStateOf(cryptoki.tokenInfo(slot));
    throw new AppError('PIN_INCORRECT', { pinState }, { cause: error });
  }
}

function login(cryptoki: Cryptoki, session: number, pin: Buffer | null): void {
  try {
    cryptoki.login(session, userType.user, pin);
  } catch (error) {
    const isStale = error instanceof CryptokiError && error.returnValue === ckr.userAlreadyLoggedIn;
    if (!isStale) throw error;
    // Left over from a batch that broke off; that login must not stand in for this PIN.
    cryptoki.logout(session);
    cryptoki.login(session, userType.user, pin);
  }
}

function findKey(
  cryptoki: Cryptoki,
  session: number,
  der: Buffer,
  id: Buffer | null,
): { handle: number; type: number; asksEachTime: boolean } {
  const type =
    new X509Certificate(der).publicKey.asymmetricKeyType === 'ec' ? keyTypes.ec : keyTypes.rsa;
  const byType = { type: attributeType.keyType, value: ulong(type) };
  const sameId = id ? cryptoki.findObjects(session, [...privateKeyQuery(id), byType]) : [];
  // Some drivers give key and certificate different ids; a lone key of the type is then the one,
  // and every signature is checked against the certificate anyway.
  const candidates =
    sameId.length > 0 ? sameId : cryptoki.findObjects(session, [...privateKeyQuery(null), byType]);
  const [handle, ...others] = candidates;
  if (handle === undefined || (sameId.length === 0 && others.length > 0)) {
    throw new AppError('NO_CERTIFICATE', { reason: 'no-private-key' });
  }
  const asksEachTime = isTrue(cryptoki, session, handle, attributeType.alwaysAuthenticate);
  return { handle, type, asksEachTime };
}

function privateKeyQuery(id: Buffer | null): { type: number; value: Buffer }[] {
  const byClass = { type: attributeType.class, value: ulong(objectClass.privateKey) };
  return id ? [byClass, { type: attributeType.id, value: id }] : [byClass];
}

function isTrue(cryptoki: Cryptoki, session: number, object: number, type: number): boolean {
  return cryptoki.attribute(session, object, type)?.[0] === 1;
}
