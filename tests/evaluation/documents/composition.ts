import type { TextWeight } from '../layout/styled-text.ts';

/** What stands on the paper, before it is set. `**…**` is bold, `{{…}}` written by hand. */
export type Composition = {
  governing: string[];
  agency: string[];
  motto: [string, string];
  numberLine: string;
  /** `V/v …` under the number of an official letter; else empty. */
  subjectLine: string;
  dateLine: string;
  title: string;
  abstract: string;
  blocks: Block[];
  closing: {
    recipients: string[];
    capacity: string[];
    signerName: string;
    hasSecondSigner: boolean;
  };
  annex: Block[];
};

export type Block =
  | { kind: 'paragraph'; text: string; weight?: TextWeight; isCentred?: boolean; isFlush?: boolean }
  /** Entries of a form side by side, each with dots up to the next. */
  | { kind: 'form-line'; entries: { label: string; value: string; share: number }[] }
  | { kind: 'bilingual'; text: string; english: string }
  | { kind: 'table'; columns: string[]; rows: string[][] }
  | { kind: 'page-break'; isLandscape: boolean };

export function paragraph(
  text: string,
  change: { weight?: TextWeight; isCentred?: boolean; isFlush?: boolean } = {},
): Block {
  return { kind: 'paragraph', text, ...change };
}

export function formLine(...entries: [label: string, value: string, share?: number][]): Block {
  return {
    kind: 'form-line',
    entries: entries.map(([label, value, share]) => ({
      label,
      value,
      share: share ?? 1 / entries.length,
    })),
  };
}
