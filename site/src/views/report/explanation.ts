import { html, type TemplateResult } from "lit";
import { ours, type Value } from "../../texts/fill";
import type { Statement } from "../../model/dossier.gen";
import type { Check, Report } from "../../model/report";
import { known, type Context } from "../parts/context";
import { listName, listNames, spelled } from "../parts/names";
import { translated } from "../parts/said";

/** What the check says, and whatever else warns or fails beside it. */
export function explanation(check: Check, report: Report, context: Context): TemplateResult {
  const further = (check.also ?? []).map(also => html` ${one(also, report, context)}`);
  return html`${one(check, report, context)}${further}`;
}

/** One answer in the reader's language. */
function one(said: Statement, report: Report, context: Context): TemplateResult {
  const { reason } = said;
  // The many reasons why daticert.xml is malformed have one sentence together.
  const text = known(context, `reason.${reason}`) ?? known(context, `reason.${reason.split(".", 1)[0]}`);
  return translated(said, text, (name, value) => word(name, value, said.values ?? {}, report, context), context);
}

function word(name: string, text: string, { from = "" }: Readonly<Record<string, string>>, report: Report, context: Context): Value {
  switch (name) {
    case "reason": {
      const reason = known(context, `revocation-reason.${text}`);
      return reason === undefined ? text : ours(reason);
    }
    case "list":
      return from === "several" ? listNames(report.trust, context) : listName({ name: text, from }, context);
    default:
      return spelled(text, context);
  }
}
