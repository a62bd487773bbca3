import type { Part, PartWording } from './part-wording.ts';
import { testWording } from './test.ts';
import { tuningWording } from './tuning.ts';

const wordings: Record<Part, PartWording> = { tuning: tuningWording, test: testWording };

/** Names, matters and sentences of one part; nothing of it occurs in the other. */
export function wordingOf(part: Part): PartWording {
  return wordings[part];
}
