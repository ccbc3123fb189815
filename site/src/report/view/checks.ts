import { html, nothing, type TemplateResult } from "lit";
import { sentence, value } from "../../texts/fill";
import { STATUSES, type Check, type Report } from "../types";
import { counts, warnings } from "../verdict";
import { known, type Context } from "./context";
import { explanation } from "./explanation";
import { icon } from "./icon";

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
  const count = Object.fromEntries(STATUSES.map(status => [status, report.checks.filter(check => check.status === status).length]));
  return html`<details class="checks">
    <summary>${texts["checks.title"]}<span class="note">${sentence(texts["checks.count"], count)}</span></summary>
    <ul class="plain">
      ${report.checks.map(
        check => html`<li class="check ${check.status}">
          ${icon(check.status)}
          <div>
            <p><strong>${title(check, context)}</strong> <span class="status">${texts[`status.${check.status}`]}</span></p>
            <p>${counts(report, check) ? explanation(check, report, context) : texts["check.not-counted"]}</p>
          </div>
        </li>`,
      )}
    </ul>
  </details>`;
}
