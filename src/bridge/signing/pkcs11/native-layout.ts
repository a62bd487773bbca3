import koffi from 'koffi';

/**
 * Memory layout of the C structures: CK_ULONG is `unsigned long`, and Windows packs to one byte
 * (PKCS#11 v2.40 §2.1). Little-endian machines only, as everywhere a token driver exists.
 */
export const ulongBytes = koffi.sizeof('ulong');
const pointerBytes = koffi.sizeof('void *');
const isPacked = process.platform === 'win32';

export function readUlong(bytes: Buffer, offset = 0): number {
  return ulongBytes === 4 ? bytes.readUInt32LE(offset) : Number(bytes.readBigUInt64LE(offset));
}

export function ulong(value: number): Buffer {
  const bytes = Buffer.alloc(ulongBytes);
  writeUlong(bytes, value, 0);
  return bytes;
}

/** CK_FUNCTION_LIST: a CK_VERSION of two bytes, then one pointer per function. */
export function functionOffset(index: number): number {
  return (isPacked ? 2 : pointerBytes) + index * pointerBytes;
}

/** Structures hold bare addresses: whoever keeps a structure keeps the values it points to. */
const valuesOf = new WeakMap<Buffer, readonly (Buffer | null)[]>();

/** CK_ATTRIBUTE array; `value: null` asks for the length only. */
export function attributeTemplate(
  attributes: readonly { type: number; value: Buffer | null }[],
): Buffer {
  const template = Buffer.alloc(attributes.length * attributeBytes);
  for (const [index, { type, value }] of attributes.entries()) {
    const start = index * attributeBytes;
    writeUlong(template, type, start);
    if (value) writePointer(template, koffi.address(value), start + ulongBytes);
    writeUlong(template, value?.length ?? 0, start + ulongBytes + pointerBytes);
  }
  valuesOf.set(
    template,
    attributes.map(({ value }) => value),
  );
  return template;
}

/** `ulValueLen` of one attribute as the module left it; `null` for CK_UNAVAILABLE_INFORMATION. */
export function attributeLength(template: Buffer, index: number): number | null {
  const offset = index * attributeBytes + ulongBytes + pointerBytes;
  const isUnavailable = template.subarray(offset, offset + ulongBytes).every((b) => b === 0xff);
  return isUnavailable ? null : readUlong(template, offset);
}

/** CK_MECHANISM, with the structure that its parameter points to where it has one. */
export function mechanism(type: number, parameter: Buffer | null = null): Buffer {
  const bytes = Buffer.alloc(ulongBytes * 2 + pointerBytes);
  writeUlong(bytes, type, 0);
  if (parameter) writePointer(bytes, koffi.address(parameter), ulongBytes);
  writeUlong(bytes, parameter?.length ?? 0, ulongBytes + pointerBytes);
  valuesOf.set(bytes, [parameter]);
  return bytes;
}

/** CK_TOKEN_INFO (§3.2): four padded texts, flags, ten numbers, two versions, the clock. */
export const tokenInfoLayout = {
  sizeBytes: roundUp(96 + ulongBytes * 11 + 4 + 16),
  label: { start: 0, end: 32 },
  serialNumber: { start: 80, end: 96 },
  flags: 96,
  maxPinLength: 96 + ulongBytes * 5,
  minPinLength: 96 + ulongBytes * 6,
};

const attributeBytes = ulongBytes * 2 + pointerBytes;

function roundUp(sizeBytes: number): number {
  return isPacked ? sizeBytes : Math.ceil(sizeBytes / ulongBytes) * ulongBytes;
}

function writeUlong(bytes: Buffer, value: number, offset: number): void {
  if (ulongBytes === 4) bytes.writeUInt32LE(value, offset);
  else bytes.writeBigUInt64LE(BigInt(value), offset);
}

function writePointer(bytes: Buffer, address: bigint, offset: number): void {
  if (pointerBytes === 4) bytes.writeUInt32LE(Number(address), offset);
  else bytes.writeBigUInt64LE(address, offset);
}
