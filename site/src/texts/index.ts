import { it } from "./it";
import { otherTexts } from "./source/fetched";

export type Key = keyof typeof it;
/** Every language has exactly the keys of the Italian table: one missing or too many does not compile. */
export type Texts = Readonly<Record<Key, string>>;

export const LANGUAGES = ["it", "en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];
export type OtherLanguage = Exclude<Language, "it">;

/** Italian is always there; another language is loaded when somebody reads it. */
const tables = new Map<Language, Texts>([["it", it]]);
const loading = new Map<Language, Promise<void>>();
const failed = new Set<Language>();

/** The texts of a language, Italian while they are not loaded. */
export function textsOf(language: Language): Texts {
  return tables.get(language) ?? it;
}

/** The language whose texts textsOf gives. */
export function spoken(language: Language): Language {
  return tables.has(language) ? language : "it";
}

/** Undefined where the texts are there, or cannot be had; else a promise that never rejects. */
export function load(language: Language): Promise<void> | undefined {
  if (language === "it" || tables.has(language) || failed.has(language)) return undefined;
  let wait = loading.get(language);
  if (wait === undefined) {
    wait = otherTexts(language).then(
      (texts) => void tables.set(language, texts),
      () => void failed.add(language), // not to be had: Italian is better than nothing
    );
    loading.set(language, wait);
  }
  return wait;
}

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

/** The first of the wanted languages that there is, Italian otherwise. */
export function choose(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split("-", 1)[0]!;
    if (isLanguage(language)) return language;
  }
  return "it";
}
