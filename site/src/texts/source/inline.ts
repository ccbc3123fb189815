// Tables that the single file carries.
import { texts, type OtherLanguage, type Texts } from "../languages";

export function otherTexts(language: OtherLanguage): Promise<Texts> {
  return Promise.resolve(texts[language]);
}
