import { html, nothing, type TemplateResult } from "lit";
import type { Key } from "../../texts";
import type { Report } from "../../model/report";
import { meaning, statement } from "../../model/verdict";
import { isREM } from "../../model/rem";
import { known, ofSystem, type Context } from "../parts/context";
import { helpView } from "../parts/help";

/** What the person can do now: one to three lines for every outcome. */
export function nowView(report: Report, context: Context): TemplateResult {
  const { texts } = context;
  const steps = unknownSigner(report);
  return html`<section class="now">
    <h4>${texts["now.title"]}</h4>
    ${steps ? html`<p>${texts["now.not-false"]}</p><ol>${stepsView(report, context)}</ol>` : lines(report, context).map(line => html`<p>${line}</p>`)}
    ${report.indication === "TOTAL-FAILED" ? helpView(context, false, "help.title", isREM(report) ? "rem.help.not" : "help.not") : nothing}
  </section>`;
}

/** Signed, with data of PEC, by somebody whom no list in use knows: the list may be wanting. */
function unknownSigner({ kind, subindication }: Report): boolean {
  return subindication === "NO_CERTIFICATE_CHAIN_FOUND" && kind !== "unknown";
}

function stepsView(report: Report, context: Context): TemplateResult {
  const { texts, example } = context;
  const ask = (event: Event): void =>
    void (event.target as HTMLElement).dispatchEvent(new CustomEvent("pec-import", { bubbles: true, composed: true }));
  return html`<li>${ofSystem(report, context, "now.unknown.look")}</li>
    <li>${texts["now.unknown.ask"]}</li>
    <li>${texts["now.unknown.import"]} ${example ? nothing : html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${ask}>${texts["providers.import"]}</button>`}</li>`;
}

function lines(report: Report, context: Context): string[] {
  const { texts } = context;
  if (report.indication === "TOTAL-PASSED") {
    const of = statement(report);
    const what = (of?.endsWith("-virus") ? known(context, `now.${of}`) : undefined) ?? known(context, `now.${meaning(report) ?? ""}`);
    return [what, keeps(report) ? texts["now.keep"] : undefined].filter(line => line !== undefined);
  }
  const advice: Key | undefined =
    report.kind === "unknown" && report.subindication === "NO_CERTIFICATE_CHAIN_FOUND" ? "advice.not-pec" : undefined;
  const said = isREM(report)
    ? remAdvice(report, context)
    : advice === undefined
      ? known(context, `advice.${report.subindication}`)
      : texts[advice];
  return [report.indication === "INDETERMINATE" && advice === undefined ? texts["now.not-false"] : undefined, said].filter(
    line => line !== undefined,
  );
}

/** No mailbox of PEC has the original, and no law of PEC says how long logs are kept. */
function remAdvice({ indication }: Report, { texts }: Context): string {
  return texts[indication === "TOTAL-FAILED" ? "rem.advice.again" : "rem.advice.ask"];
}

/** An envelope of an anomaly, or what is of no kind that is known, proves nothing that is worth keeping for. */
function keeps({ kind }: Report): boolean {
  return kind !== "anomalia" && kind !== "unknown";
}
