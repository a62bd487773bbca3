import type { ListedToken, PresentToken } from './child-protocol.ts';
import { CryptokiError } from './ckr.ts';
import { attributeType, objectClass, type Cryptoki, type TokenInfo } from './cryptoki.ts';
import { ulong } from './native-layout.ts';
import { isTrue, privateKeyQuery } from './object-query.ts';

export type TokenCertificate = { der: Buffer; id: Buffer | null; asksPinEachTime: boolean };

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

/** All tokens of a module without their certificates: what is asked again and again. */
export function presentTokens(cryptoki: Cryptoki): PresentToken[] {
  return cryptoki.slots().flatMap((slot) => {
    try {
      return [presentToken(cryptoki.tokenInfo(slot))];
    } catch (error) {
      if (error instanceof CryptokiError) return [];
      throw error;
    }
  });
}

/** Every X.509 certificate in a slot, with what can be known of its key before login. */
export function readCertificates(cryptoki: Cryptoki, slot: number): TokenCertificate[] {
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
    ...presentToken(info),
    minPinLength: info.minPinLength,
    maxPinLength: info.maxPinLength,
    certificates: readCertificates(cryptoki, slot).map(({ der, asksPinEachTime }) => ({
      der,
      asksPinEachTime,
    })),
  };
}

function presentToken(info: TokenInfo): PresentToken {
  return {
    label: info.label,
    serialNumber: info.serialNumber,
    pinState: pinStateOf(info),
    hasPinPad: (info.flags & tokenFlags.protectedAuthenticationPath) !== 0,
  };
}

/** Most tokens hide private keys before login; then it is only known afterwards. */
function asksEachTimeBeforeLogin(cryptoki: Cryptoki, session: number, id: Buffer | null): boolean {
  if (!id) return false;
  const [key] = cryptoki.findObjects(session, privateKeyQuery(id));
  return key !== undefined && isTrue(cryptoki, session, key, attributeType.alwaysAuthenticate);
}
