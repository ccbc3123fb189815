import { html, nothing, type TemplateResult } from "lit";
import "../content/daticert";
import type { Source } from "../../core/source";
import { isREM } from "../../model/rem";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
import { remFacts } from "./rem";
import { section } from "../parts/section";
import { factsView } from "./statement";
import { timesView } from "./times";

/** What is certified, one by one, with the times that matter beside it and the file that says it. */
export function dataView(report: Report, context: Context, source?: Source): TemplateResult | typeof nothing {
  const { texts } = context;
  const { certified } = report;
  if (certified === undefined || report.indication === "TOTAL-FAILED") return nothing;
  const opens = source !== undefined && report.answers.bytes === "yes" && report.content !== undefined && report.kind !== "anomalia";
  const night = report.law?.countsFrom !== undefined;
  return section(
    "data",
    texts["facts.title"],
    html`${texts["facts.summary"]}${night ? html` <strong>${texts["times.night"]}.</strong>` : nothing}`,
    html`${factsView(report, context)} ${remFacts(report, context)} ${timesView(report, context)}
    ${opens ? html`<pec-daticert .source=${source} .reportPart=${report.part} .evidence=${isREM(report) ? (certified.event ?? "") : undefined} .context=${context}></pec-daticert>` : nothing}`,
  );
}
