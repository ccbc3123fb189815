import { html, nothing, type TemplateResult } from "lit";
import type { FaultCode } from "../../model/fault";
import type { Left } from "../../model/item";
import { ours, sentence, set } from "../../texts/fill";
import { dated } from "../parts/format";
import type { Report, Unread } from "../../model/report";
import { sober, tone } from "../../model/verdict";
import { answersView } from "./answers";
import { checksView, warningsView } from "./checks";
import { contentView } from "./content";
import { dataView } from "./data";
import type { Source } from "../../core/source";
import { known, type Context } from "../parts/context";
import { inEnglish } from "../parts/english";
import { explanation } from "./explanation";
import { head, verdict } from "./head";
import { helpView } from "../parts/help";
import { proofView } from "./proves";
import { nowView } from "./now";
import { remNote } from "./rem";
import { quoteView } from "../takeaway/quoted";
import "../takeaway/takeaway";
import { technicalView } from "./technical";

/** One report, from the sentence that everybody reads to the details that few need. */
export function reportView(report: Report, context: Context, id: string, source?: Source): TemplateResult {
  return html`<article class="result ${tone(report)} ${sober(report) ? "sober" : ""}" aria-labelledby=${id} tabindex="-1">
    <p class="print-only title" role="heading" aria-level="2">${context.texts["print.title"]}</p>
    ${head(report, context, id)}
    <div class="body">
      <pec-takeaway .report=${report} .context=${context}></pec-takeaway>
      ${report.indication === "NO-EVIDENCE" ? html`${whatItIs(report, context)} ${signedAlone(report, context, source)} ${helpView(context, true)}` : nothing}
      ${report.indication === "TOTAL-FAILED" ? html`<p class="nothing">${context.texts["failed.nothing"]}</p>` : nothing}
      ${remNote(report, context)} ${warningsView(report, context)}
      ${
        report.indication === "NO-EVIDENCE"
          ? nothing
          : report.indication === "TOTAL-PASSED"
            ? html`${answersView(report, context)} ${proofView(report, context)} ${nowView(report, context)}`
            : html`${nowView(report, context)} ${answersView(report, context)}`
      }
      <div class="sections">
        ${
          report.indication === "NO-EVIDENCE"
            ? nothing
            : html`${contentView(report, context, source)} ${dataView(report, context, source)} ${quoteView(report, context)} ${checksView(report, context)}`
        }
        ${technicalView(report, context)}
      </div>
      ${printFoot(context)}
    </div>
  </article>`;
}

/** Only on paper. */
export function printFoot(context: Context): TemplateResult {
  const { texts, language } = context;
  return html`<footer class="print-only">
    <p><strong>${texts["print.keep"]}</strong></p>
    <p>${sentence(texts["print.version"], { version: ours(BUILD_VERSION), today: dated(new Date().toISOString(), language) })}</p>
  </footer>`;
}

/** For what holds no evidence there is one check, which says what it is and what the person can do. */
function whatItIs(report: Report, context: Context): unknown {
  const check = report.checks.find(({ id }) => id === "file.type");
  return check === undefined ? nothing : html`<p class="what">${explanation(check, report, context)}</p>`;
}

/** What a file may be that is no evidence, and signed. */
const SIGNABLE: readonly string[] = ["signed", "cms", "pdf", "xml", "time-stamped", "zip", "binary"].map(what => `file.${what}`);

function signedAlone(report: Report, context: Context, source?: Source): unknown {
  const check = report.checks.find(({ id }) => id === "file.type");
  const stamped = /\.m7m$/iu.test(report.file.name); // a mail by its bytes, and no letter
  if (source === undefined || !(stamped || SIGNABLE.includes(check?.reason ?? ""))) return nothing;
  return html`<pec-signatures .source=${source} .reportPart=${report.part} .alone=${true} .context=${context}></pec-signatures>`;
}

/** What has no report, with a sentence of what the person can do: a file, a part of one, or what could not be taken as a file. */
export function unreadView(
  unread: Unread,
  why: FaultCode | "input" | Left,
  context: Context,
  id: string,
  retry?: () => void,
): TemplateResult {
  const { texts } = context;
  const [code, count] = typeof why === "string" ? [why, 1] : [why.reason, why.count];
  const part = unread.part ?? "";
  const file = html`${set(unread.file.name)}${part === "" ? nothing : html`, ${sentence(texts["result.part"], { part })}`}`;
  const advice = known(context, `unread.${unread.unread ?? ""}`) ?? sentence(texts[`fault.${code}`], { count });
  return html`<article class="result error" aria-labelledby=${id} tabindex="-1">
    ${verdict({ tone: "error", file, kind: undefined, headline: texts["verdict.error"], advice, context, id })}
    <div class="body">
      ${retry === undefined ? nothing : html`<p class="tools"><button type="button" class="btn btn-outline-primary btn-sm" @click=${retry}>${texts["fault.retry"]}</button></p>`}
      <details class="technical">
        <summary>${texts["fault.detail"]}</summary>
        <p>${inEnglish(unread.error, context)}</p>
      </details>
    </div>
  </article>`;
}
