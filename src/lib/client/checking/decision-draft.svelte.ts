import type { CheckChoice } from '#lib/domain/blind-check.ts';
import type { MetadataKey } from '#lib/domain/metadata.ts';
import type { Difference, Resolution } from '#lib/protocol/checking.ts';

type Decision = { choice: CheckChoice; value: string };

/** What a third person has decided so far about one document. */
export class DecisionDraft {
  readonly difference: Difference;
  decisions = $state.raw<Partial<Record<MetadataKey, Decision>>>({});

  constructor(difference: Difference) {
    this.difference = difference;
  }

  readonly isComplete = $derived.by(() =>
    this.difference.fields.every(({ key }) => this.decisions[key] !== undefined),
  );

  choose(key: MetadataKey, choice: CheckChoice): void {
    const value = this.decisions[key]?.value ?? '';
    this.decisions = { ...this.decisions, [key]: { choice, value } };
  }

  /** What the paper says, where both were wrong. */
  write(key: MetadataKey, value: string): void {
    this.decisions = { ...this.decisions, [key]: { choice: 'other', value } };
  }

  resolution(): Resolution {
    const decisions: Resolution['decisions'] = {};
    for (const { key } of this.difference.fields) {
      const decision = this.decisions[key];
      if (!decision) continue;
      const { choice, value } = decision;
      decisions[key] = choice === 'other' ? { choice, value } : { choice };
    }
    return { decisions };
  }
}
