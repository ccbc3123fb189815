import { html, nothing, type TemplateResult } from "lit";
import type { Report } from "../../model/report";
import { meaning } from "../../model/verdict";
import type { Context } from "../parts/context";

/** What an authentic piece of evidence proves, and what people wrongly take it to prove. */
export function proofView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  const what = meaning(report);
  if (report.indication !== "TOTAL-PASSED" || what === undefined) return nothing;
  const form = report.certified?.receiptType;
  return html`<section class="proof">
    <div>
      <h4>${texts["proof.yes"]}</h4>
      <p>${texts[`proves.${what}`]}</p>
    </div>
    <div>
      <h4>${texts["proof.no"]}</h4>
      <p>${texts[`proves-not.${what}`]}</p>
      ${report.kind === "avvenuta-consegna" && (form === "breve" || form === "sintetica") ? html`<p>${texts[`proves-not.${form}`]}</p>` : nothing}
    </div>
  </section>`;
}
