import type { Language } from "../language";
import { access as de } from "./de";
import { access as en } from "./en";
import { access as it } from "./it";

export type AccessTexts = Readonly<Record<keyof typeof it, string>>;

/** The accessibility statement is a page of its own, so these texts are no part of the element. */
export const access: Readonly<Record<Language, AccessTexts>> = { it, en, de };
