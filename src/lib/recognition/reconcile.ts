import type { MetadataKey } from '#lib/domain/metadata.ts';
import { weighed, type DocumentText, type ReadField } from './document-text.ts';
import { hasOpenDate } from './fields/issue-date.ts';
import { foldInPlace } from './vietnamese.ts';

export type ReadFields = Partial<Record<MetadataKey, ReadField>>;

/**
 * Holds the fields against each other: what one says of another supports it or speaks against it.
 * Values stay as they were read.
 */
export function reconciled(fields: ReadFields, text: DocumentText): ReadFields {
  const result = { ...fields };
  const weigh = (key: MetadataKey, more: Parameters<typeof weighed>[1]) => {
    const field = result[key];
    if (field) result[key] = weighed(field, more);
  };
  if (hasOpenDate(text) || !fields.issuedOn) writtenByHand(weigh);
  yearOfNumber(fields, weigh);
  dayOfDossier(fields, weigh);
  placeOfDate(fields, text, weigh);
  signerOfAgency(fields, weigh);
  return result;
}

type Weigh = (key: MetadataKey, more: Parameters<typeof weighed>[1]) => void;

/** Who writes the day by hand writes the number by hand, and engines read figures into strokes. */
function writtenByHand(weigh: Weigh): void {
  weigh('numberNotation', { doubts: 2 });
}

/** `12/2025/QĐ-UBND` was issued in 2025. */
function yearOfNumber({ numberNotation, issuedOn }: ReadFields, weigh: Weigh): void {
  const year = /^\d+[a-z]?\/((?:19|20)\d{2})\//u.exec(numberNotation?.value ?? '')?.[1];
  if (year === undefined || !issuedOn) return;
  const agrees = issuedOn.value.startsWith(year);
  for (const key of ['numberNotation', 'issuedOn'] as const) {
    weigh(key, agrees ? { support: 1 } : { conflicts: 1 });
  }
}

/** Nothing is issued before its dossier came in, and little later than two years after. */
function dayOfDossier({ dossierCode, issuedOn }: ReadFields, weigh: Weigh): void {
  const received = /-(\d{2})(\d{2})(\d{2})-\d+$/u.exec(dossierCode?.value ?? '');
  if (!received || !issuedOn) return;
  const day = `20${received[1]}-${received[2]}-${received[3]}`;
  if (day > issuedOn.value) {
    weigh('issuedOn', { doubts: 1 });
    weigh('dossierCode', { doubts: 1 });
  } else if (Number(issuedOn.value.slice(0, 4)) - Number(day.slice(0, 4)) <= 1) {
    weigh('issuedOn', { support: 1 });
    weigh('dossierCode', { support: 1 });
  }
}

/** `Lâm Giang, ngày …` beside `TỈNH LÂM GIANG`: the letterhead was read where it should be. */
function placeOfDate({ issuingAgency }: ReadFields, { pages }: DocumentText, weigh: Weigh): void {
  const dateLine = pages.flat().find((line) => /^[^,]{2,40},\s*ng?a[yvi]\s*\d/u.test(line.folded));
  const place = dateLine?.text.split(',')[0]?.replace(/^\P{L}+|\P{L}+$/gu, '') ?? '';
  const agency = issuingAgency?.value ?? '';
  if (place.length < 4 || !foldInPlace(agency).includes(foldInPlace(place))) return;
  // `Cầu Đá` in one line and `Câu Đá` in the other: one of them was misread.
  const isSpelledAlike = agency.toLowerCase().includes(place.toLowerCase());
  weigh('issuingAgency', isSpelledAlike ? { support: 1 } : { doubts: 1 });
}

const headOf: readonly (readonly [agency: RegExp, position: RegExp])[] = [
  [/^uy ban nhan dan|^hoi dong nhan dan/u, /chu tich|chanh van phong/u],
  [/^so |^trung tam|^bao tang|^thu vien|^benh vien/u, /giam doc|truong phong|chanh|truong ban/u],
  [/^phong /u, /truong phong|chu tich/u],
  [/^(?:tong |chi )?cuc /u, /cuc truong|chi cuc truong|truong phong|chanh/u],
  [/^ban /u, /truong ban|giam doc|truong phong/u],
  [/^truong /u, /hieu truong|giam doc/u],
  [/^bo /u, /bo truong|thu truong|vu truong|cuc truong|chanh/u],
];

/** A department is headed by its director, a committee by its chairman. */
function signerOfAgency({ issuingAgency, signerPosition }: ReadFields, weigh: Weigh): void {
  const agency = foldInPlace(issuingAgency?.value ?? '');
  const position = foldInPlace(signerPosition?.value ?? '');
  const rule = headOf.find(([of]) => of.test(agency));
  if (!rule || position === '') return;
  if (rule[1].test(position)) weigh('signerPosition', { support: 1 });
  else weigh('signerPosition', { doubts: 1 });
}
