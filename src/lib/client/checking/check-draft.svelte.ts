import { checkMetadata, type MetadataIssue } from '#lib/domain/metadata-rules.ts';
import {
  metadataKeys,
  metadataOf,
  emptyDraft,
  type FieldDraft,
  type MetadataKey,
} from '#lib/domain/metadata.ts';
import type { CheckAnswer, WaitingCheck } from '#lib/protocol/checking.ts';

/** What a second person has read so far of one document: empty fields at first, and nothing else. */
export class CheckDraft {
  readonly check: WaitingCheck;
  /** In the legal order. */
  readonly keys: readonly MetadataKey[];
  fields = $state.raw(emptyDraft());
  readonly #today: string;

  /** `today` is `yyyy-mm-dd` in Viet Nam. */
  constructor(check: WaitingCheck, today: string) {
    this.check = check;
    this.keys = metadataKeys.filter((key) => check.keys.includes(key));
    this.#today = today;
  }

  readonly unread = $derived.by(() => this.keys.filter((key) => !isRead(this.fields[key])));
  /** Only what cannot be what it should be; an empty field is an answer. */
  readonly issues = $derived.by((): MetadataIssue[] =>
    checkMetadata(metadataOf(this.fields), this.#today).filter(
      ({ key, code, isBlocking }) => isBlocking && code !== 'missing' && this.keys.includes(key),
    ),
  );

  type(key: MetadataKey, value: string): void {
    this.fields = { ...this.fields, [key]: { typed: value, isConfirmed: false } };
  }

  /** Enter: the value stands; an empty field means that the paper does not say. */
  confirm(key: MetadataKey): void {
    const { typed } = this.fields[key];
    const confirmed = typed === undefined || typed === '' ? {} : { typed };
    this.fields = { ...this.fields, [key]: { ...confirmed, isConfirmed: true } };
  }

  /** The next field after this one that is not read yet, from the top again at the end. */
  nextUnread(after?: MetadataKey): MetadataKey | null {
    const place = after === undefined ? -1 : this.keys.indexOf(after);
    const inTurn = [...this.keys.slice(place + 1), ...this.keys.slice(0, place + 1)];
    return inTurn.find((key) => this.unread.includes(key)) ?? null;
  }

  answer(): CheckAnswer {
    const values: CheckAnswer['values'] = {};
    for (const key of this.keys) values[key] = this.fields[key].typed ?? '';
    return { values };
  }
}

function isRead({ typed, isConfirmed }: FieldDraft): boolean {
  return isConfirmed || (typed !== undefined && typed !== '');
}
