/** Character classes of ISO 32000-1 §7.2.2. */
const whiteSpace = 1;
const delimiter = 2;

const classes = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) classes[byte] = whiteSpace;
for (const character of '()<>[]{}/%') classes[character.charCodeAt(0)] = delimiter;

export function isWhiteSpace(byte: number | undefined): boolean {
  return byte !== undefined && classes[byte] === whiteSpace;
}

export function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && classes[byte] === 0;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

export function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
