import { html, nothing, type TemplateResult } from "lit";
import { value } from "../../texts/fill";
import type { Check, Report } from "../../model/report";
import { counts } from "../../model/verdict";
import { known, type Context } from "../parts/context";
import { icon } from "../parts/icon";
import { readable } from "../parts/names";

/** What the mail program shows, which nobody signed, beside what is signed. */
export function headersView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  const compared = report.checks.filter(check => check.id.startsWith("headers.")).flatMap(comparison);
  if (compared.length === 0 || !compared.every(({ check }) => counts(report, check))) return nothing;
  return html`<table class="compared">
    <caption>${texts["compared.title"]}</caption>
    <thead>
      <tr><th scope="col">${texts["compared.field"]}</th><th scope="col">${texts["compared.header"]}</th><th scope="col">${texts["compared.signed"]}</th></tr>
    </thead>
    <tbody>
      ${compared.map(
        ({ check: { id, status }, header, signed }) => html`<tr class=${status}>
          <th scope="row">${icon(status)} ${known(context, `compared.${id.slice("headers.".length)}`) ?? value(id)}</th>
          <td data-label=${texts["compared.header"]}>${value(header)}</td>
          <td data-label=${texts["compared.signed"]}>${signed === undefined ? texts["value.none"] : value(readable(signed, context))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

interface Comparison {
  check: Check;
  header: string;
  signed: string | undefined;
}

/** The first answer of a check that compares two values. The reasons headers.* are of a field that is not there, or not to be compared. */
function comparison(check: Check): Comparison[] {
  const answers = [{ reason: check.reason, values: check.values }, ...(check.also ?? [])];
  const found = answers.find(({ reason, values }) => !reason.startsWith("headers.") && values?.["header"] !== undefined);
  return found === undefined ? [] : [{ check, header: found.values!["header"]!, signed: found.values!["signed"] }];
}
