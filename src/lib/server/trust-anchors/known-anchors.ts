/**
 * Roots that offices in Viet Nam will want to import. The fingerprint was noted from programs in use,
 * not from an official publication: it helps to recognize the file and proves nothing.
 */
const knownAnchors = [
  {
    name: 'Co quan chung thuc so chuyen dung Chinh phu (RootCA)',
    sha1: '6a51d34ae7141f45e8160dcf0051b4fe387ef62b',
  },
] as const;

/** The name under which this SHA-1 fingerprint (lower-case hex) was noted. */
export function knownAnchorName(sha1: string): string | null {
  return knownAnchors.find((anchor) => anchor.sha1 === sha1)?.name ?? null;
}
