import type { CopyForm, SigningProfile } from './signing-profile.ts';

/** What a signature with a demo certificate says on the paper, in every language of the screen. */
export const DEMO_MARK = 'DEMO – không có giá trị pháp lý';

/** Words of the paper, which is Vietnamese whatever language the screen has (NĐ 30/2020 Đ25). */
export const copyFormOnPaper = {
  'true-copy': 'SAO Y',
  'copy-of-copy': 'SAO LỤC',
  extract: 'TRÍCH SAO',
} as const satisfies Record<CopyForm, string>;

/** What the lines of a profile may name between braces. */
export const profileFactNames = [
  'signerName',
  'agency',
  'position',
  /** ISO 8601, `2026-11-22T09:30:00+07:00`. */
  'signedAt',
  /** `22/11/2026 09:30:00 +07:00`. */
  'scannedAt',
  'copyForm',
  /** `15/QĐ-SVHTTDL` */
  'numberNotation',
] as const;
export type ProfileFactName = (typeof profileFactNames)[number];

/** What is known when somebody signs; empty or null where it is not. */
export type ProfileFacts = {
  signerName: string;
  agency: string;
  position: string;
  signedAt: Date;
  scannedAt: Date | null;
  numberNotation: string;
  /** Of the signing certificate: the paper says so in a line of its own. */
  isDemo: boolean;
};

/**
 * The lines that the paper shows. A line whose facts are all unknown is left out; of one that knows
 * some of them, the punctuation around the unknown ones goes.
 */
export function profileLines(
  { text, copyForm }: Pick<SigningProfile, 'text' | 'copyForm'>,
  facts: ProfileFacts,
): string[] {
  if (!text) return [];
  const values: Record<ProfileFactName, string> = {
    signerName: facts.signerName,
    agency: facts.agency,
    position: facts.position,
    signedAt: isoVietnameseTime(facts.signedAt),
    scannedAt: facts.scannedAt ? vietnameseTime(facts.scannedAt) : '',
    copyForm: copyForm ? copyFormOnPaper[copyForm] : '',
    numberNotation: facts.numberNotation,
  };
  const lines = text.lines.flatMap((line) => fillLine(line, values) ?? []);
  return facts.isDemo ? [...lines, DEMO_MARK] : lines;
}

const PLACEHOLDER = /\{(\w+)\}/gu;

function fillLine(line: string, values: Record<ProfileFactName, string>): string | null {
  const names = [...line.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const known = names.filter((name) => isFactName(name) && values[name].trim() !== '');
  if (names.length > 0 && known.length === 0) return null;
  const filled = line.replace(PLACEHOLDER, (_, name: string) =>
    isFactName(name) ? values[name].trim() : '',
  );
  const tidy =
    known.length === names.length
      ? filled
      : filled.replace(/([;,–-])(?:\s*[;,–-])+/gu, '$1').replace(/^[\s;,–-]+|[\s;,–-]+$/gu, '');
  return tidy.normalize('NFC').replace(/\s+/gu, ' ').trim() || null;
}

function isFactName(name: string): name is ProfileFactName {
  return (profileFactNames as readonly string[]).includes(name);
}

/** `09/02/2025 14:05:30 +07:00` */
export function vietnameseTime(instant: Date): string {
  const [year, month, day, time] = partsOf(instant);
  return `${day}/${month}/${year} ${time} +07:00`;
}

/** `2025-02-09T14:05:30+07:00` */
export function isoVietnameseTime(instant: Date): string {
  const [year, month, day, time] = partsOf(instant);
  return `${year}-${month}-${day}T${time}+07:00`;
}

const OFFSET_MS = 7 * 3_600_000;

/** Viet Nam has one zone and no summer time. */
function partsOf(instant: Date): [year: string, month: string, day: string, time: string] {
  const iso = new Date(instant.getTime() + OFFSET_MS).toISOString();
  return [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10), iso.slice(11, 19)];
}
