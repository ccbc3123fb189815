// Tables that the single file carries.
import type { OtherLanguage, Texts } from "../language";
import { texts } from "../all";

export function otherTexts(language: OtherLanguage): Promise<Texts> {
  return Promise.resolve(texts[language]);
}
