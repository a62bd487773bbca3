/** Signs that nobody takes for each other on paper: no `0 O 1 l I`. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A password to hand over on paper, in groups: `fK7m-Qa3x-…`; 93 bits. */
export function randomPassword(): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, randomSign).join(''),
  );
  return groups.join('-');
}

/** Bytes beyond the last whole multiple are drawn again, so that every sign is equally likely. */
function randomSign(): string {
  const limit = 256 - (256 % SIGNS.length);
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return SIGNS.charAt(byte % SIGNS.length);
  }
}
