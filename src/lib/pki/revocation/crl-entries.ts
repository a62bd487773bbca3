import { toHex } from '../bytes.ts';
import { readExtensionValues } from '../certificates/certificate-extensions.ts';
import { readGeneralNames, type GeneralName } from '../certificates/general-name.ts';
import { reasonOf, type RevocationReason } from '../certificates/revocation-reason.ts';
import { DerError, readDer, type DerNode } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { tags } from '../der/tags.ts';

export type CrlEntry = {
  revokedAt: Date;
  reason: RevocationReason;
  /** null: the issuer of the list. */
  certificateIssuer: readonly GeneralName[] | null;
};

/** Critical entry extensions that are processed here (RFC 5280 §5.3). */
const processed: ReadonlySet<string> = new Set([
  oids.crlReason,
  oids.invalidityDate,
  oids.certificateIssuer,
]);

type EntryExtensions = {
  reason: RevocationReason;
  certificateIssuer: readonly GeneralName[] | null;
  hasUnknownCritical: boolean;
};

const noExtensions: EntryExtensions = {
  reason: 'unspecified',
  certificateIssuer: null,
  hasUnknownCritical: false,
};

/**
 * `revokedCertificates` (RFC 5280 §5.1.2.6). A hundred thousand entries are nothing unusual, and
 * asked for is one of them: they are walked over where they lie, not turned into objects.
 */
export class CrlEntries {
  /** Of any entry: the whole list must not be used (§5.3). */
  readonly hasUnknownCriticalExtension: boolean;
  readonly #namesIssuers: boolean;
  readonly #contents: Uint8Array;
  /** By the octets of the extensions in hex: most entries have the same ones. */
  readonly #extensions = new Map<string, EntryExtensions>();

  /** Throws DerError when any entry cannot be read. */
  constructor(list: DerNode | undefined) {
    this.#contents = list?.contents ?? new Uint8Array();
    for (const place of this.#places()) {
      this.#revokedAt(place);
      this.#extensionsOf(place);
    }
    const kinds = [...this.#extensions.values()];
    this.hasUnknownCriticalExtension = kinds.some((kind) => kind.hasUnknownCritical);
    this.#namesIssuers = kinds.some((kind) => kind.certificateIssuer !== null);
  }

  /** All with this serial number, which several issuers may have given in an indirect CRL. */
  find(serialNumberDer: Uint8Array): CrlEntry[] {
    const found: CrlEntry[] = [];
    // An entry without certificateIssuer has the one of the entry before it (§5.3.3).
    let certificateIssuer: readonly GeneralName[] | null = null;
    for (const place of this.#places()) {
      const isFound = this.#isAt(place.serialNumber, place.revokedAt, serialNumberDer);
      if (!isFound && !this.#namesIssuers) continue;
      const extensions = this.#extensionsOf(place);
      certificateIssuer = extensions.certificateIssuer ?? certificateIssuer;
      if (!isFound) continue;
      const { reason } = extensions;
      found.push({ revokedAt: this.#revokedAt(place), reason, certificateIssuer });
    }
    return found;
  }

  *#places(): Generator<EntryPlace> {
    const bytes = this.#contents;
    let entry = 0;
    while (entry < bytes.length) {
      const end = endOfValue(bytes, entry, tags.sequence);
      const serialNumber = startOfContents(bytes, entry);
      const revokedAt = endOfValue(bytes, serialNumber, tags.integer);
      const extensions = endOfValue(bytes, revokedAt);
      if (extensions > end) throw new DerError('An entry of the CRL is cut off');
      yield { serialNumber, revokedAt, extensions, end };
      entry = end;
    }
  }

  #isAt(start: number, end: number, expected: Uint8Array): boolean {
    if (end - start !== expected.length) return false;
    return expected.every((octet, index) => octet === this.#contents[start + index]);
  }

  #revokedAt({ revokedAt, extensions }: EntryPlace): Date {
    return readDer(this.#contents.subarray(revokedAt, extensions)).time();
  }

  #extensionsOf({ extensions, end }: EntryPlace): EntryExtensions {
    if (extensions === end) return noExtensions;
    const octets = this.#contents.subarray(extensions, end);
    const key = toHex(octets);
    const known = this.#extensions.get(key) ?? readEntryExtensions(octets);
    this.#extensions.set(key, known);
    return known;
  }
}

/** Offsets of one entry's members; `extensions` equals `end` where there are none. */
type EntryPlace = { serialNumber: number; revokedAt: number; extensions: number; end: number };

function readEntryExtensions(octets: Uint8Array): EntryExtensions {
  const { values, critical } = readExtensionValues(readDer(octets));
  const reason = values.get(oids.crlReason);
  const issuer = values.get(oids.certificateIssuer);
  return {
    reason: reason ? reasonOf(readDer(reason).expect(tags.enumerated).contents) : 'unspecified',
    certificateIssuer: issuer ? readGeneralNames(readDer(issuer)) : null,
    hasUnknownCritical: critical.some((type) => !processed.has(type)),
  };
}

/** Behind the identifier and the length of a DER value. */
function startOfContents(bytes: Uint8Array, offset: number): number {
  const length = bytes[offset + 1] ?? 0;
  return offset + 2 + (length < 0x80 ? 0 : length & 0x7f);
}

function endOfValue(bytes: Uint8Array, offset: number, tag?: number): number {
  if (tag !== undefined && bytes[offset] !== tag) throw new DerError('Not an entry of a CRL');
  const start = startOfContents(bytes, offset);
  const first = bytes[offset + 1] ?? 0x80;
  let length = first < 0x80 ? first : 0;
  for (let at = offset + 2; at < start; at++) length = length * 256 + (bytes[at] ?? 0);
  const end = start + length;
  if (first === 0x80 || end > bytes.length) throw new DerError('An entry of the CRL is cut off');
  return end;
}
