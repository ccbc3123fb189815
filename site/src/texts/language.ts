import type { it } from "./it";

export type Key = keyof typeof it;
/** Every language has exactly the keys of the Italian table: one missing or too many does not compile. */
export type Texts = Readonly<Record<Key, string>>;

export const LANGUAGES = ["it", "en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];
export type OtherLanguage = Exclude<Language, "it">;

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
