import { access as accessDe, de } from "./de";
import { access as accessEn, en } from "./en";
import { access as accessIt, it } from "./it";

/** Every language: how it calls itself, and how it writes dates and numbers. A new one is a table beside this file, and its lines here. */
const SPOKEN = {
  it: { name: "Italiano", locale: "it-IT" },
  en: { name: "English", locale: "en-GB" },
  de: { name: "Deutsch", locale: "de-DE" },
} as const;

export type Language = keyof typeof SPOKEN;
export type OtherLanguage = Exclude<Language, "it">;
export const LANGUAGES = Object.keys(SPOKEN) as Language[];

export type Key = keyof typeof it;
/** Every language has exactly the keys of the Italian table: one missing or too many does not compile. */
export type Texts = Readonly<Record<Key, string>>;
export type AccessTexts = Readonly<Record<keyof typeof accessIt, string>>;

/** For the build, the single file and tests: the page carries Italian, and loads another when it is asked for. */
export const texts: Readonly<Record<Language, Texts>> = { it, en, de };
export const access: Readonly<Record<Language, AccessTexts>> = { it: accessIt, en: accessEn, de: accessDe };

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(SPOKEN, text);
}

export function nameOf(language: Language): string {
  return SPOKEN[language].name;
}

export function localeOf(language: Language): string {
  return SPOKEN[language].locale;
}

/** The first of the wanted languages that there is, Italian otherwise. */
export function choose(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split("-", 1)[0]!;
    if (isLanguage(language)) return language;
  }
  return "it";
}
