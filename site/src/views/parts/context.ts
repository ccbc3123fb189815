import type { TemplateResult } from "lit";
import type { Key, Language, Texts } from "../../texts";
import { isREM } from "../../model/rem";
import type { Report } from "../../model/report";
import type { Answer } from "../../model/verdict";

/** What every part of the view needs to speak. */
export interface Context {
  texts: Texts;
  language: Language;
  /** The report is of a made-up message. */
  example?: boolean;
  /** Changes when what other files say of a report changes. */
  dossier?: unknown;
  /** Whether a report agrees with the other files, and why; undefined while that is not known. */
  match?: (report: Report) => { said: Answer; why: TemplateResult; nothingThere?: boolean } | undefined;
}

/** A text for a word that may come from a message or from a newer core; undefined where there is none. */
export function known(context: Context, key: string): string | undefined {
  return Object.hasOwn(context.texts, key) ? context.texts[key as Key] : undefined;
}

/** A text for a word of a report; what is said otherwise of registered mail than of PEC has a text of its own. */
export function ofSystem(report: Report, context: Context, key: string): string | undefined {
  return (isREM(report) ? known(context, `rem.${key}`) : undefined) ?? known(context, key);
}
