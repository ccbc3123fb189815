import type { Language, Texts } from "./language";
import { de } from "./de";
import { en } from "./en";
import { it } from "./it";

/** Every language. The page loads all but Italian when they are asked for. */
export const texts: Readonly<Record<Language, Texts>> = { it, en, de };
