import { html, type TemplateResult } from "lit";
import { sentence } from "../../texts/fill";
import type { Check } from "../types";
import { known, type Context } from "./context";
import { inEnglish } from "./english";
import { readable } from "./names";

/** What the check says, and whatever else warns or fails beside it. */
export function explanation(check: Check, context: Context): TemplateResult {
  const further = (check.also ?? []).map(
    also => html` ${one({ ...check, ...also, values: also.values ?? {}, detail: also.reason }, context)}`,
  );
  return html`${one(check, context)}${further}`;
}

/** One answer in the reader's language, or the core's English sentence where there is none yet. */
function one(check: Check, context: Context): TemplateResult {
  const reason = check.reason ?? "";
  // The many reasons why daticert.xml is malformed have one sentence together.
  const text = known(context, `reason.${reason}`) ?? known(context, `reason.${reason.split(".", 1)[0]}`);
  if (text === undefined) return inEnglish(check.detail, context);
  const values = Object.fromEntries(Object.entries(check.values ?? {}).map(([name, one]) => [name, word(name, one, context)]));
  const { error } = values;
  if (error === undefined || !text.endsWith(CAUSE)) return sentence(text, values);
  return html`${sentence(`${text.slice(0, -CAUSE.length)}.`, values)} ${inEnglish(error, context)}`;
}

/** How a text ends that leaves the rest to what a library said. */
const CAUSE = ": {error}";

function word(name: string, text: string, context: Context): string {
  return (name === "reason" ? known(context, `revocation-reason.${text}`) : undefined) ?? readable(text, context);
}
