import type { DerNode } from '../der/der-reader.ts';
import {
  encode,
  ia5String,
  objectIdentifier,
  printableString,
  sequence,
  setOf,
  utf8String,
} from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { toHex, type Bytes } from '../bytes.ts';
import { tags } from '../der/tags.ts';

export type NameAttribute = { type: string; value: string };

/** RelativeDistinguishedName: one attribute as a rule. */
export type RelativeName = readonly NameAttribute[];

/** What two names are compared by. */
export type NameStructure = { relativeNames: readonly RelativeName[] };

export type DistinguishedName = NameStructure & {
  /** As it stands in the certificate. */
  der: Uint8Array;
  /** In the order of the encoding. */
  attributes: readonly NameAttribute[];
  /** RFC 4514 order and escaping, diacritics kept: `CN=Trần Minh Hà,O=Sở Văn hóa,C=VN`. */
  text: string;
};

/** Short names of RFC 4514 and those that Vietnamese certificates use. */
const shortNames: Record<string, string> = {
  [oids.commonName]: 'CN',
  [oids.serialNumber]: 'SERIALNUMBER',
  [oids.country]: 'C',
  [oids.locality]: 'L',
  [oids.stateOrProvince]: 'ST',
  [oids.organization]: 'O',
  [oids.organizationalUnit]: 'OU',
  [oids.title]: 'T',
  [oids.userId]: 'UID',
  [oids.domainComponent]: 'DC',
  [oids.emailAddress]: 'E',
};

export function readName(node: DerNode): DistinguishedName {
  const relativeNames = node
    .sequence()
    .map((relative) => readRelativeName(relative.expect(tags.set)));
  const attributes = relativeNames.flat();
  const text = [...attributes]
    .reverse()
    .map(({ type, value }) => `${shortNames[type] ?? type}=${escapeValue(value)}`)
    .join(',');
  return { der: node.bytes, relativeNames, attributes, text };
}

/** From the members of a RelativeDistinguishedName, under whatever tag it stands. */
export function readRelativeName(node: DerNode): RelativeName {
  return node.children.map((member) => ({
    type: member.child(0).oid(),
    value: readValue(member.child(1)),
  }));
}

/** The last value of this type, the most specific one; empty when there is none. */
export function nameValue(name: DistinguishedName, type: string): string {
  return name.attributes.findLast((attribute) => attribute.type === type)?.value ?? '';
}

/** RFC 5280 §7.1: same attributes in the same order, case and inner spaces aside. */
export function isSameName(a: NameStructure, b: NameStructure): boolean {
  return a.relativeNames.length === b.relativeNames.length && isWithinName(a, b);
}

/** Whether `name` is `base` or stands below it in the directory (RFC 5280 §7.1). */
export function isWithinName(name: NameStructure, base: NameStructure): boolean {
  return (
    name.relativeNames.length >= base.relativeNames.length &&
    base.relativeNames.every((relative, index) => {
      const own = name.relativeNames[index];
      return own !== undefined && comparable(own) === comparable(relative);
    })
  );
}

export type NameInput = {
  commonName: string;
  title?: string;
  organizationalUnit?: string;
  organization?: string;
  locality?: string;
  /** ISO 3166 letters. */
  country?: string;
  userId?: string;
  email?: string;
};

/** Country first, common name last; UTF8String so that Vietnamese stays what it is. */
export function encodeName(input: NameInput): Bytes {
  const values = [
    [oids.country, input.country, printableString],
    [oids.locality, input.locality, utf8String],
    [oids.organization, input.organization, utf8String],
    [oids.organizationalUnit, input.organizationalUnit, utf8String],
    [oids.title, input.title, utf8String],
    [oids.commonName, input.commonName, utf8String],
    [oids.userId, input.userId, utf8String],
    [oids.emailAddress, input.email, ia5String],
  ] as const;
  return encode(
    tags.sequence,
    ...values.flatMap(([type, value, write]) =>
      value ? [setOf(sequence(objectIdentifier(type), write(value)))] : [],
    ),
  );
}

function readValue(node: DerNode): string {
  return node.isConstructed || node.tag === tags.bitString ? `#${toHex(node.bytes)}` : node.text();
}

function escapeValue(value: string): string {
  return value.replace(/[\\,+"<>;=]|^[ #]| $/gu, (character) => `\\${character}`);
}

/** The attributes of a relative name are a set: their order does not count. */
function comparable(name: RelativeName): string {
  return JSON.stringify(
    name.map(({ type, value }) => `${type}=${foldValue(value)}`).sort((a, b) => (a < b ? -1 : 1)),
  );
}

/** Case and runs of spaces count for nothing (RFC 4518 §2, as far as names in use need it). */
function foldValue(value: string): string {
  return value.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
