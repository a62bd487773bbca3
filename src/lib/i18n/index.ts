import { en } from './en/index.ts';
import { vi } from './vi/index.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** Same keys and same parameters as the source catalogue `vi`; `en` does not compile otherwise. */
export type Translated<Source> = {
  [Key in keyof Source]: Source[Key] extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : Source[Key] extends string
      ? string
      : Translated<Source[Key]>;
};
export type Messages = Translated<typeof vi>;

const catalogues = { vi, en } satisfies Record<Language, Messages>;

export function messagesIn(language: Language): Messages {
  return catalogues[language];
}

export function parseLanguage(value: string | undefined): Language {
  return value === 'en' ? 'en' : 'vi';
}
