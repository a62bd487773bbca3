import type { ErrorCode } from '#lib/domain/app-error.ts';

/** Return values (PKCS#11 v2.40 §7.2 and the header file) that the bridge tells apart. */
export const ckr = {
  ok: 0x0,
  slotIdInvalid: 0x3,
  attributeSensitive: 0x11,
  attributeTypeInvalid: 0x12,
  userAlreadyLoggedIn: 0x100,
  cryptokiAlreadyInitialized: 0x191,
} as const;

const codeOf: Readonly<Record<number, ErrorCode>> = {
  0x1: 'USER_CANCELLED', // CANCEL
  0x3: 'TOKEN_REMOVED', // SLOT_ID_INVALID
  0x32: 'TOKEN_REMOVED', // DEVICE_REMOVED
  0x50: 'USER_CANCELLED', // FUNCTION_CANCELED: given up on the PIN pad
  0x60: 'TOKEN_REMOVED', // KEY_HANDLE_INVALID: handles die with the card
  0x68: 'CERTIFICATE_NOT_FOR_SIGNING', // KEY_FUNCTION_NOT_PERMITTED
  0xa0: 'PIN_INCORRECT',
  0xa1: 'PIN_INCORRECT', // PIN_INVALID: characters that the token does not know
  0xa2: 'PIN_LENGTH', // PIN_LEN_RANGE
  0xa3: 'PIN_LOCKED', // PIN_EXPIRED: only the issuer can help
  0xa4: 'PIN_LOCKED',
  0xb0: 'TOKEN_REMOVED', // SESSION_CLOSED
  0xb1: 'TOKEN_BUSY', // SESSION_COUNT
  0xb3: 'TOKEN_REMOVED', // SESSION_HANDLE_INVALID
  0xe0: 'TOKEN_REMOVED', // TOKEN_NOT_PRESENT
  0xe1: 'TOKEN_REMOVED', // TOKEN_NOT_RECOGNIZED
  0x104: 'TOKEN_BUSY', // USER_ANOTHER_ALREADY_LOGGED_IN
  0x105: 'TOKEN_BUSY', // USER_TOO_MANY_TYPES
};

/** The code a person can understand; a driver's other complaints are MODULE_FAILED. */
export function errorCodeOf(returnValue: number): ErrorCode {
  return codeOf[returnValue] ?? 'MODULE_FAILED';
}

/** A PKCS#11 call that did not return CKR_OK. */
export class CryptokiError extends Error {
  override readonly name = 'CryptokiError';
  readonly call: string;
  readonly returnValue: number;

  constructor(call: string, returnValue: number) {
    super(`${call}: 0x${returnValue.toString(16)}`);
    this.call = call;
    this.returnValue = returnValue;
  }
}
