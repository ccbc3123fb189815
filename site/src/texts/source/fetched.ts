// Tables that lie beside the element. The single file has inline.ts in place of this module.
import { address } from "./address";
import type { OtherLanguage, Texts } from "../languages";

/** The browser compares the table with the built-in SHA-256 before it is read. */
export async function otherTexts(language: OtherLanguage): Promise<Texts> {
  const part = BUILD_TEXTS[language];
  const response = await fetch(address(part), { integrity: part.integrity });
  if (!response.ok) throw new Error(`${part.path}: ${response.status}`);
  return (await response.json()) as Texts;
}
