import { html, type TemplateResult } from "lit";
import { ours, type Value } from "../../texts/fill";
import type { Statement } from "../../model/dossier.gen";
import type { Check, Report } from "../../model/report";
import { known, type Context } from "../parts/context";
import { listDate, listName, listNames, spelled } from "../parts/names";
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
  return translated(said, text, (name, value) => word(said, name, value, report, context), context, {
    date: listDate("", context),
  });
}

function word({ reason, values }: Statement, name: string, text: string, report: Report, context: Context): Value {
  const from = values?.["from"] ?? "";
  switch (name) {
    case "reason": {
      const why = known(context, `revocation-reason.${text}`);
      return why === undefined ? text : ours(why);
    }
    case "header":
    case "signed": {
      const kind = reason === "kind.differs" ? known(context, `kind.${text}`) : undefined;
      return kind === undefined ? spelled(text, context) : ours(kind);
    }
    case "list":
      return from === "several" ? listNames(report.trust, context) : listName({ name: text, from }, context);
    default:
      return spelled(text, context);
  }
}
