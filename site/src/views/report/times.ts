import { html, nothing, type TemplateResult } from "lit";
import { successionView } from "../providers/succession";
import { ours, sentence } from "../../texts/fill";
import { dated, day } from "../parts/format";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
import { row } from "../parts/bounded";
import { time } from "./statement";

/** Times that matter beside the certified one. What the law makes of them is a hint, and says so. */
export function timesView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts, language } = context;
  const { certified, law, signature } = report;
  if (certified === undefined || report.indication === "TOTAL-FAILED") return nothing;
  const later = signature?.later;
  const from = law?.countsFrom;
  const became = report.trust?.succession ?? [];
  if (later === undefined && from === undefined && law === undefined && became.length === 0) return nothing;
  return html`<section class="times">
    <h4>${texts["times.title"]}</h4>
    <dl>
      ${
        later === undefined
          ? nothing
          : row(
              texts["times.signing"],
              html`${time(signature!.signingTime, context)}
              <p class="note">${sentence(texts[later > 0 ? "times.later" : "times.earlier"], { minutes: ours(new Intl.NumberFormat(language).format(Math.abs(later))) })}</p>`,
            )
      }
      ${
        from === undefined
          ? nothing
          : row(
              texts["times.night"],
              html`<p>${sentence(texts["times.night.hint"], { day: dated(from, language) })}</p><p class="note">${texts["times.hint"]}</p>`,
            )
      }
      ${
        law === undefined
          ? nothing
          : row(
              texts["times.log"],
              html`${day(law.logUntil, language)}
              <p class="note">${texts[law.logOver ? "times.log.past" : "times.log.lost"]}</p>`,
            )
      }
      ${became.length === 0 ? nothing : row(texts["succession.title"], successionView(became, context))}
    </dl>
  </section>`;
}
