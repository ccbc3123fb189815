import { html, nothing, type TemplateResult } from "lit";
import { plain, value } from "../../texts/fill";
import type { Check, Report } from "../../model/report";
import { counts, isNote, SHOWN, warnings } from "../../model/verdict";
import { known, type Context } from "../parts/context";
import { explanation } from "./explanation";
import { icon } from "../parts/icon";
import { section } from "../parts/section";

function title(check: Check, context: Context): unknown {
  return known(context, `check.${check.id}`) ?? value(check.id);
}

/** Warnings stand right after the provider's statement: they never change the verdict and must not be missed. */
export function warningsView(report: Report, context: Context): TemplateResult | typeof nothing {
  const found = warnings(report);
  if (found.length === 0) return nothing;
  return html`<section class="warnings">
    <h4>${icon("warning")} ${context.texts["warnings.title"]}</h4>
    <ul>
      ${found.map(check => html`<li><strong>${title(check, context)}:</strong> ${explanation(check, report, context)}</li>`)}
    </ul>
  </section>`;
}

export function checksView(report: Report, context: Context): TemplateResult {
  const { texts } = context;
  const all = report.checks.map(check => ({ check, shown: isNote(check) ? ("note" as const) : check.status }));
  const count = (status: (typeof SHOWN)[number]): string[] => {
    const found = all.filter(({ shown }) => shown === status).length;
    return found === 0 ? [] : [plain(texts[`checks.count.${status}`], { count: found })];
  };
  return section(
    "checks",
    texts["checks.title"],
    html`${SHOWN.flatMap(count).join(", ")}`,
    html`<ul class="plain">
      ${all.map(
        ({ check, shown }) => html`<li class="check ${shown}">
          ${icon(shown)}
          <div>
            <p><strong>${title(check, context)}</strong> <span class="status">${texts[`status.${shown}`]}</span></p>
            <p>${counts(report, check) ? explanation(check, report, context) : texts["check.not-counted"]}</p>
          </div>
        </li>`,
      )}
    </ul>`,
  );
}
