import { en } from './en/index.ts';
import type { Translated } from './translated.ts';
import { vi } from './vi/index.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

export type Messages = Translated<typeof vi>;

const catalogues = { vi, en } satisfies Record<Language, Messages>;

export function messagesIn(language: Language): Messages {
  return catalogues[language];
}

export function parseLanguage(value: string | undefined): Language {
  return value === 'en' ? 'en' : 'vi';
}
