import type { Key, Language, Texts } from "../../texts";

/** What every part of the view needs to speak. */
export interface Context {
  texts: Texts;
  language: Language;
  /** Of the newest fact of the provider list in use. */
  listDate?: string;
}

/** A text for a word that may come from a message or from a newer core; undefined where there is none. */
export function known(context: Context, key: string): string | undefined {
  return Object.hasOwn(context.texts, key) ? context.texts[key as Key] : undefined;
}
