import { html, nothing, type TemplateResult } from "lit";
import type { Statement } from "../../model/dossier.gen";
import { sentence, type Value } from "../../texts/fill";
import type { Context } from "./context";
import { inEnglish } from "./english";

/** How a text ends that leaves the rest to what a library said. */
const CAUSE = ": {error}";

/** A value of a statement as people read it. */
export type Word = (name: string, text: string) => Value;

/** The values of a statement as people read them. */
export function readable({ values = {} }: Statement, word: Word): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, word(name, text)]));
}

/**
 * A statement of the core as the text says it, or its English sentence where there is no text yet. What only a library said stands
 * behind the sentence, marked as English. absent are the values whose absence leaves no dash.
 */
export function translated(
  one: Statement,
  text: string | undefined,
  word: Word,
  context: Context,
  absent: Record<string, Value> = {},
): TemplateResult {
  if (text === undefined) return inEnglish(one.detail, context);
  const values = { ...absent, ...readable(one, word) };
  if (!text.endsWith(CAUSE)) return sentence(text, values);
  const error = one.values?.["error"];
  return html`${sentence(`${text.slice(0, -CAUSE.length)}.`, values)} ${error === undefined ? nothing : inEnglish(error, context)}`;
}
