import { getContext, setContext } from 'svelte';
import { type Language, type Messages, messagesIn } from '#lib/i18n/index.ts';
import {
  formatBytes,
  formatDate,
  formatDuration,
  formatInstant,
  formatNumber,
  formatPercent,
} from '#lib/i18n/format.ts';

const key = Symbol('i18n');

/** Messages and formats of the page's language; `const i18n = useI18n()`, then `i18n.m.shell.signOut`. */
export class I18n {
  readonly #language: () => Language;

  constructor(language: () => Language) {
    this.#language = language;
  }

  get language(): Language {
    return this.#language();
  }

  get m(): Messages {
    return messagesIn(this.language);
  }

  date = (isoDate: string): string => formatDate(isoDate);
  instant = (isoInstant: string): string => formatInstant(isoInstant);
  number = (value: number, digits?: number): string => formatNumber(value, this.language, digits);
  percent = (value: number | null): string => formatPercent(value, this.language);
  bytes = (value: number): string => formatBytes(value, this.language);
  duration = (seconds: number): string => formatDuration(seconds, this.language);
}

/** Called once by the root layout. */
export function provideI18n(language: () => Language): I18n {
  return setContext(key, new I18n(language));
}

export function useI18n(): I18n {
  return getContext<I18n>(key);
}
