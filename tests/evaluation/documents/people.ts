import type { Random } from '#fixtures/scanning/random.ts';
import { isTaxCode } from '#lib/recognition/identifiers.ts';
import type { EvaluationAgency, OwnerKind, Part } from '../wording/part-wording.ts';
import { wordingOf } from '../wording/wording-of.ts';
import type { Era } from './eras.ts';

export type Owner = {
  kind: OwnerKind;
  name: string;
  identifier: string;
  identifierLabel: string;
  address: string;
  /** What stands before the name and the address. */
  label: string;
  addressLabel: string;
};

export type Signer = {
  name: string;
  position: string;
  authority: 'TM.' | 'KT.' | 'TL.' | 'TUQ.' | 'Q.' | '';
  /** Lines above the signature, in capitals. */
  capacity: string[];
};

export function personName(part: Part, random: Random): string {
  const { families, middles, givens, wholeNames } = wordingOf(part);
  if (random.next() < 0.08) return random.pick(wholeNames);
  const names = [random.pick(families), random.pick(middles), random.pick(givens)];
  if (random.next() < 0.25) names.splice(2, 0, random.pick(givens));
  return names.join(' ');
}

export function planOwner(part: Part, kind: OwnerKind, era: Era, random: Random): Owner {
  const { enterprises, households, cooperatives, streets, villages, agencies, phrases } =
    wordingOf(part);
  const label = random.pick(phrases.ownerLabels[kind]);
  const addressLabel = random.pick(phrases.addressLabels);
  const labels = phrases.identifierLabels;
  const place = random.pick(agencies.filter(({ level }) => level === 'commune')).area;
  const address =
    random.next() < 0.6
      ? `số ${random.whole(2, 480)} đường ${random.pick(streets)}, ${place}`
      : `${random.pick(villages)}, ${place}`;
  const isOld = era === 'nineties' || era === 'typewriter';
  if (kind === 'person') {
    const name = personName(part, random);
    const isCard = isOld || (era !== 'current' && random.next() < 0.7);
    const identifier = isCard ? digits(9, random) : citizenNumber(random);
    const identifierLabel = random.pick(isCard ? labels.card : labels.citizen);
    return { kind, name, identifier, identifierLabel, address, label, addressLabel };
  }
  const name = random.pick(
    { enterprise: enterprises, household: households, cooperative: cooperatives }[kind],
  );
  const identifier = isOld ? '' : taxCode(random, name.startsWith('Chi nhánh'));
  const identifierLabel = random.pick(labels.tax);
  return { kind, name, identifier, identifierLabel, address, label, addressLabel };
}

function digits(count: number, random: Random): string {
  return Array.from({ length: count }, () => random.whole(0, 9)).join('');
}

function citizenNumber(random: Random): string {
  const place = String(random.whole(1, 96)).padStart(3, '0');
  return `${place}${random.whole(0, 3)}${String(random.whole(0, 99)).padStart(2, '0')}${digits(6, random)}`;
}

function taxCode(random: Random, isBranch: boolean): string {
  for (;;) {
    const code = `${random.pick(['03', '18', '42', '56', '60'])}${digits(8, random)}`;
    if (isTaxCode(code)) return isBranch ? `${code}-00${random.whole(1, 9)}` : code;
  }
}

/** Who signs and on whose behalf (NĐ 30/2020 Đ13 and PL I, ô 7a). */
export function planSigner(part: Part, agency: EvaluationAgency, era: Era, random: Random): Signer {
  const name = personName(part, random);
  const head = agency.head.toLocaleUpperCase('vi');
  const body = agency.body === undefined ? [] : [`TM. ${agency.body}`];
  const chance = random.next();
  const [office] = agency.offices;
  if (chance < 0.4) {
    const deputy = agency.deputy.toLocaleUpperCase('vi');
    const capacity = [...body, `KT. ${head}`, deputy];
    return { name, position: agency.deputy, authority: 'KT.', capacity };
  }
  if (chance < 0.55 && office !== undefined && era !== 'typewriter') {
    const by = random.next() < 0.75 ? 'TL.' : 'TUQ.';
    const capacity = [`${by} ${head}`, office.toLocaleUpperCase('vi')];
    return { name, position: office, authority: by, capacity };
  }
  if (chance < 0.6 && era !== 'typewriter') {
    const position = `Quyền ${agency.head}`;
    return { name, position, authority: 'Q.', capacity: [...body, `Q. ${head}`] };
  }
  return {
    name,
    position: agency.head,
    authority: body.length > 0 ? 'TM.' : '',
    capacity: [...body, head],
  };
}
