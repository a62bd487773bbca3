import { createHash, X509Certificate } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { PresentToken } from './child-protocol.ts';
import { ckr, CryptokiError, errorCodeOf } from './ckr.ts';
import { attributeType, keyTypes, userType, type Cryptoki } from './cryptoki.ts';
import { keyOperation } from './key-mechanism.ts';
import { ulong } from './native-layout.ts';
import { isTrue, privateKeyQuery } from './object-query.ts';
import { pinStateOf, readCertificates, type TokenCertificate } from './token-listing.ts';

type TokenPlace = { slot: number; session: number };
type TokenKey = { handle: number; asksEachTime: boolean };

/** How long a reader may take to notice that its token is gone. */
const removalNoticedMs = 1_500;
const removalStepMs = 100;

/**
 * One login for one batch: finds the token that holds the certificate, logs in with one try, and
 * signs digests. The PIN is copied only when the key asks for it at every signature.
 */
export class TokenSession {
  readonly #cryptoki: Cryptoki;
  readonly #slot: number;
  #session: number;
  readonly #key: TokenKey;
  readonly #contextPin: Buffer | null;

  private constructor(cryptoki: Cryptoki, place: TokenPlace, key: TokenKey, pin: Buffer | null) {
    this.#cryptoki = cryptoki;
    this.#slot = place.slot;
    this.#session = place.session;
    this.#key = key;
    this.#contextPin = key.asksEachTime && pin ? Buffer.from(pin) : null;
  }

  static open(cryptoki: Cryptoki, certificateSha256: string, pin: Buffer | null): TokenSession {
    const { slot, der, id } = findCertificate(cryptoki, certificateSha256);
    const session = cryptoki.openSession(slot);
    try {
      loginOnce(cryptoki, slot, session, pin);
      const key = findKey(cryptoki, session, der, id);
      return new TokenSession(cryptoki, { slot, session }, key, pin);
    } catch (error) {
      cryptoki.closeSession(session);
      throw error;
    }
  }

  /** RSA block, or ECDSA in DER. Throws CryptokiError, and TOKEN_REMOVED for a token that is gone. */
  sign(digest: Uint8Array, algorithm: SigningAlgorithm): Buffer {
    const operation = keyOperation(algorithm, digest);
    try {
      this.#cryptoki.signInit(this.#session, operation.mechanism, this.#key.handle);
      if (this.#key.asksEachTime) {
        this.#cryptoki.login(this.#session, userType.contextSpecific, this.#contextPin);
      }
      return operation.encode(this.#cryptoki.sign(this.#session, operation.data));
    } catch (error) {
      const isUnclear =
        error instanceof CryptokiError && errorCodeOf(error.returnValue) === 'MODULE_FAILED';
      if (isUnclear && hasLeft(this.#cryptoki, this.#slot)) {
        throw new AppError('TOKEN_REMOVED', {}, { cause: error });
      }
      if (isUnclear) this.#renewSession();
      throw error;
    }
  }

  /** Logs out and tells what the driver now says of the PIN; `null` for a token that is gone. */
  close(): PresentToken['pinState'] | null {
    this.#contextPin?.fill(0);
    try {
      this.#cryptoki.logout(this.#session);
      this.#cryptoki.closeSession(this.#session);
      return pinStateOf(this.#cryptoki.tokenInfo(this.#slot));
    } catch (error) {
      // A token that was pulled out has logged out by itself.
      if (error instanceof CryptokiError) return null;
      throw error;
    }
  }

  /** An operation that broke off would block its session; the login belongs to the token and stays. */
  #renewSession(): void {
    const broken = this.#session;
    this.#session = this.#cryptoki.openSession(this.#slot);
    this.#cryptoki.closeSession(broken);
  }
}

/**
 * A driver often complains of something else before it notices that the token was pulled out; of a
 * slot that it knows it may go on telling what it read before, so the list of slots is asked.
 */
function hasLeft(cryptoki: Cryptoki, slot: number): boolean {
  for (let waitedMs = 0; waitedMs < removalNoticedMs; waitedMs += removalStepMs) {
    if (!cryptoki.slots().includes(slot)) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, removalStepMs);
  }
  return false;
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

function findKey(cryptoki: Cryptoki, session: number, der: Buffer, id: Buffer | null): TokenKey {
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
  return { handle, asksEachTime };
}
