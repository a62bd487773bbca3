import type { Language } from '#lib/i18n/index.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Keeps the chosen language in the cookie `lang` that the server reads; browser only. */
export function keepLanguage(language: Language): void {
  document.cookie = `lang=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
