import { expect, test } from 'vitest';
import { concatBytes } from '../bytes.ts';
import { readDer } from '../der/der-reader.ts';
import {
  bmpString,
  encode,
  objectIdentifier,
  printableString,
  sequence,
  setOf,
  utf8String,
} from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { tags } from '../der/tags.ts';
import { isSameName, isWithinName, readName } from './distinguished-name.ts';

const attribute = (type: string, value: Uint8Array) =>
  sequence(concatBytes(objectIdentifier(type), value));
const name = (...relative: Uint8Array[]) => readName(readDer(sequence(...relative)));
const country = setOf(attribute(oids.country, printableString('VN')));
const unit = attribute(oids.organizationalUnit, utf8String('Phòng Một cửa'));
const person = attribute(oids.commonName, utf8String('Trần Minh Hà'));

test('names are the same whatever their string type, case and spaces', () => {
  const written = name(country, setOf(attribute(oids.commonName, utf8String('Sở  Văn hóa '))));
  const other = name(country, setOf(attribute(oids.commonName, bmpString('SỞ VĂN HÓA'))));
  const differently = name(country, setOf(attribute(oids.commonName, utf8String('So Van hoa'))));

  expect(isSameName(written, other)).toBe(true);
  expect(isSameName(written, differently)).toBe(false);
});

test('the order of relative names counts, the order inside of one does not', () => {
  const together = name(country, setOf(unit, person));
  const apart = name(country, setOf(unit), setOf(person));

  expect(isSameName(together, name(country, encode(tags.set, unit, person)))).toBe(true);
  expect(isSameName(together, name(country, encode(tags.set, person, unit)))).toBe(true);
  expect(isSameName(together, apart)).toBe(false);
  expect(isSameName(apart, name(country, setOf(person), setOf(unit)))).toBe(false);
});

test('a name lies within another only from the top down', () => {
  const whole = name(country, setOf(unit), setOf(person));

  expect(isWithinName(whole, name(country))).toBe(true);
  expect(isWithinName(whole, whole)).toBe(true);
  expect(isWithinName(name(country), whole)).toBe(false);
  expect(isWithinName(whole, name(setOf(unit)))).toBe(false);
});
