import { html, nothing, type TemplateResult } from "lit";
import { value } from "../../texts/fill";
import type { Report } from "../types";
import { counts } from "../verdict";
import { known, type Context } from "./context";
import { icon } from "./icon";
import { readable } from "./names";

/** What the mail program shows, which nobody signed, beside what is signed. */
export function headersView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  // The reasons headers.* are of a field that is not there, or not to be compared.
  const compared = report.checks.filter(
    ({ id, reason = "", values }) => id.startsWith("headers.") && !reason.startsWith("headers.") && values?.["header"] !== undefined,
  );
  if (compared.length === 0 || !compared.every(check => counts(report, check))) return nothing;
  return html`<table class="compared">
    <caption>${texts["compared.title"]}</caption>
    <thead>
      <tr><th scope="col">${texts["compared.field"]}</th><th scope="col">${texts["compared.header"]}</th><th scope="col">${texts["compared.signed"]}</th></tr>
    </thead>
    <tbody>
      ${compared.map(
        ({ id, status, values }) => html`<tr class=${status}>
          <th scope="row">${icon(status)} ${known(context, `compared.${id.slice("headers.".length)}`) ?? value(id)}</th>
          <td data-label=${texts["compared.header"]}>${value(values!["header"]!)}</td>
          <td data-label=${texts["compared.signed"]}>${values!["signed"] === undefined ? texts["value.none"] : value(readable(values!["signed"], context))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
