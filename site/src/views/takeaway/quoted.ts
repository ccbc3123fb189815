import { html, nothing, type TemplateResult } from "lit";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
import { section } from "../parts/section";
import { sentence } from "../../texts/fill";
import { quote } from "./quote";

/** The text for a document as it will be copied. */
export function quoteView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  const lines = quote(report, context, new Date());
  if (lines === undefined) return nothing;
  return section(
    "quote",
    texts["takeaway.quote"],
    texts["takeaway.quote.summary"],
    html`<div class="lines">
      ${lines.map(({ label, value }) => html`<p>${label === "" ? nothing : `${label}: `}${sentence("{value}", { value })}</p>`)}
    </div>`,
  );
}
