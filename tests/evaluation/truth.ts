import type { Metadata, MetadataKey } from '#lib/domain/metadata.ts';
import type { Rotation } from '#lib/domain/text-layer.ts';
import type { DamageName } from './damage/damage-plans.ts';
import type { DocumentKind } from './documents/document-kinds.ts';
import type { Era } from './documents/eras.ts';
import type { Part } from './wording/part-wording.ts';

/** x, y, width, height in pixels of the upright, straight sheet. */
export type TruthBox = [number, number, number, number];

export type TruthWord = {
  text: string;
  box: TruthBox;
  /** Written by hand: nobody counts on its being read. */
  isHandwritten?: true;
};

/** Lines that belong together without a column between them: letterhead, body, a cell of a table. */
export type TruthLine = { block: number; words: TruthWord[] };

export type PageTruth = {
  /** Image file in the folder of the part. */
  fileName: string;
  widthPx: number;
  heightPx: number;
  dpi: number;
  /** What the file says about its resolution, as far as the station learns it. */
  dpiHint?: number;
  /** Clockwise turn that makes the page upright. */
  rotation: Rotation;
  /** Clockwise slope of the text lines after that turn. */
  skewDegrees: number;
  damages: DamageName[];
  isBlank: boolean;
  /** In reading order, left column before right. */
  lines: TruthLine[];
};

/** What one document truly says. */
export type DocumentTruth = {
  id: string;
  part: Part;
  kind: DocumentKind;
  era: Era;
  pages: PageTruth[];
  fields: Metadata;
  /** Other values that are as right as the one in `fields`. */
  accepted: Partial<Record<MetadataKey, string[]>>;
  /** Nobody can read these off the paper: a blank is the right answer. */
  unreadable: MetadataKey[];
  /** Nobody can say what the right value is; these are not measured. */
  ignored: MetadataKey[];
  signingAuthority: '' | 'TM.' | 'KT.' | 'TL.' | 'TUQ.' | 'Q.';
  isHandwrittenNumber: boolean;
  isHandwrittenDate: boolean;
  isTyped: boolean;
};
