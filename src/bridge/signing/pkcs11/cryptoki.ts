import koffi from 'koffi';
import type { LibraryHandle, TypeObject } from 'koffi';
import { ckr, CryptokiError } from './ckr.ts';
import {
  attributeLength,
  attributeTemplate,
  functionOffset,
  readUlong,
  tokenInfoLayout,
  ulong,
  ulongBytes,
} from './native-layout.ts';

export const objectClass = { certificate: 1, privateKey: 3 } as const;
export const attributeType = {
  class: 0x0,
  value: 0x11,
  certificateType: 0x80,
  keyType: 0x100,
  id: 0x102,
  alwaysAuthenticate: 0x202,
} as const;
export const keyTypes = { rsa: 0, ec: 3 } as const;
export const userType = { user: 1, contextSpecific: 2 } as const;
/** CKF_SERIAL_SESSION, which every session must carry. */
const serialSession = 0x4;

export type TokenInfo = {
  label: string;
  serialNumber: string;
  flags: number;
  minPinLength: number;
  maxPinLength: number;
};
export type AttributeQuery = { type: number; value: Buffer };

const pointer = 'void *';
const number = 'ulong';
/** Place in CK_FUNCTION_LIST and parameters of the calls the bridge makes. */
const calls = {
  C_Initialize: { index: 0, parameters: [pointer] },
  C_Finalize: { index: 1, parameters: [pointer] },
  C_GetSlotList: { index: 4, parameters: ['uint8_t', pointer, pointer] },
  C_GetTokenInfo: { index: 6, parameters: [number, pointer] },
  C_OpenSession: { index: 12, parameters: [number, number, pointer, pointer, pointer] },
  C_CloseSession: { index: 13, parameters: [number] },
  C_Login: { index: 18, parameters: [number, number, pointer, number] },
  C_Logout: { index: 19, parameters: [number] },
  C_GetAttributeValue: { index: 24, parameters: [number, number, pointer, number] },
  C_FindObjectsInit: { index: 26, parameters: [number, pointer, number] },
  C_FindObjects: { index: 27, parameters: [number, pointer, number, pointer] },
  C_FindObjectsFinal: { index: 28, parameters: [number] },
  C_SignInit: { index: 42, parameters: [number, pointer, number] },
  C_Sign: { index: 43, parameters: [number, pointer, number, pointer, pointer] },
} as const;
type CallName = keyof typeof calls;
type Parameter = number | Buffer | null;

/**
 * One PKCS#11 module, called synchronously: a driver may block for seconds or crash the process, so
 * this lives in a child process only. Every call throws CryptokiError unless it says otherwise.
 */
export class Cryptoki {
  readonly #library: LibraryHandle;
  readonly #functions: unknown;
  readonly #prototypes = new Map<CallName, TypeObject>();

  /** Loads and initializes the module; throws when it is none. */
  constructor(modulePath: string) {
    this.#library = koffi.load(modulePath);
    const list: unknown[] = [null];
    const getFunctionList = this.#library.func('C_GetFunctionList', 'ulong', [
      koffi.out(koffi.pointer(pointer)),
    ]);
    assertOk('C_GetFunctionList', Number(getFunctionList(list)));
    this.#functions = list[0];
    const initialized = this.#call('C_Initialize', null);
    if (initialized !== ckr.cryptokiAlreadyInitialized) assertOk('C_Initialize', initialized);
  }

  /** Slots with a token in them, found anew each time. */
  slots(): number[] {
    const count = ulong(0);
    this.#check('C_GetSlotList', 1, null, count);
    const list = Buffer.alloc(Math.max(1, readUlong(count)) * ulongBytes);
    this.#check('C_GetSlotList', 1, list, count);
    return Array.from({ length: readUlong(count) }, (_, index) =>
      readUlong(list, index * ulongBytes),
    );
  }

  tokenInfo(slot: number): TokenInfo {
    const bytes = Buffer.alloc(tokenInfoLayout.sizeBytes);
    this.#check('C_GetTokenInfo', slot, bytes);
    const text = ({ start, end }: { start: number; end: number }) =>
      bytes.toString('utf8', start, end).replaceAll('\0', ' ').trim().normalize('NFC');
    return {
      label: text(tokenInfoLayout.label),
      serialNumber: text(tokenInfoLayout.serialNumber),
      flags: readUlong(bytes, tokenInfoLayout.flags),
      minPinLength: readUlong(bytes, tokenInfoLayout.minPinLength),
      maxPinLength: readUlong(bytes, tokenInfoLayout.maxPinLength),
    };
  }

  openSession(slot: number): number {
    const session = ulong(0);
    this.#check('C_OpenSession', slot, serialSession, null, null, session);
    return readUlong(session);
  }

  closeSession(session: number): void {
    this.#check('C_CloseSession', session);
  }

  /** `pin: null` lets the token's own PIN pad ask (CKF_PROTECTED_AUTHENTICATION_PATH). */
  login(session: number, user: number, pin: Buffer | null): void {
    this.#check('C_Login', session, user, pin, pin?.length ?? 0);
  }

  logout(session: number): void {
    this.#check('C_Logout', session);
  }

  /** Object handles that match all attributes. */
  findObjects(session: number, query: readonly AttributeQuery[]): number[] {
    this.#check('C_FindObjectsInit', session, attributeTemplate(query), query.length);
    try {
      const handles: number[] = [];
      const found = Buffer.alloc(ulongBytes * 32);
      const count = ulong(0);
      do {
        this.#check('C_FindObjects', session, found, 32, count);
        for (let index = 0; index < readUlong(count); index++) {
          handles.push(readUlong(found, index * ulongBytes));
        }
      } while (readUlong(count) > 0);
      return handles;
    } finally {
      this.#call('C_FindObjectsFinal', session);
    }
  }

  /** `null` where the object has no such attribute or does not give it away. */
  attribute(session: number, object: number, type: number): Buffer | null {
    const asked = attributeTemplate([{ type, value: null }]);
    const answered = this.#call('C_GetAttributeValue', session, object, asked, 1);
    if (answered === ckr.attributeTypeInvalid || answered === ckr.attributeSensitive) return null;
    assertOk('C_GetAttributeValue', answered);
    const length = attributeLength(asked, 0);
    if (length === null) return null;
    const value = Buffer.alloc(length);
    const template = attributeTemplate([{ type, value }]);
    this.#check('C_GetAttributeValue', session, object, template, 1);
    return value.subarray(0, attributeLength(template, 0) ?? 0);
  }

  /** `mechanism`: CK_MECHANISM, see `native-layout.ts`. */
  signInit(session: number, mechanism: Buffer, key: number): void {
    this.#check('C_SignInit', session, mechanism, key);
  }

  /** Ends the operation of `signInit`; `maxBytes` is the most a signature of this key can take. */
  sign(session: number, data: Buffer, maxBytes = 1024): Buffer {
    const signature = Buffer.alloc(maxBytes);
    const length = ulong(maxBytes);
    this.#check('C_Sign', session, data, data.length, signature, length);
    return signature.subarray(0, readUlong(length));
  }

  finalize(): void {
    this.#call('C_Finalize', null);
  }

  #check(name: CallName, ...parameters: Parameter[]): void {
    assertOk(name, this.#call(name, ...parameters));
  }

  #call(name: CallName, ...parameters: Parameter[]): number {
    const address: unknown = koffi.decode(
      this.#functions,
      functionOffset(calls[name].index),
      pointer,
    );
    return Number(koffi.call(address, this.#prototype(name), ...parameters));
  }

  #prototype(name: CallName): TypeObject {
    const known = this.#prototypes.get(name);
    if (known) return known;
    const made = koffi.proto(number, [...calls[name].parameters]);
    this.#prototypes.set(name, made);
    return made;
  }
}

function assertOk(call: string, returnValue: number): void {
  if (returnValue !== ckr.ok) throw new CryptokiError(call, returnValue);
}
