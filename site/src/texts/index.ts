import { it } from "./it";
import type { Language, Texts } from "./languages";
import { otherTexts } from "./source/fetched";

export { choose, isLanguage, LANGUAGES, localeOf, type Key, type Language, type Texts } from "./languages";

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
      texts => void tables.set(language, texts),
      () => void failed.add(language), // not to be had: Italian is better than nothing
    );
    loading.set(language, wait);
  }
  return wait;
}
