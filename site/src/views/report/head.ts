import { html, nothing, type TemplateResult } from "lit";
import { plain, sentence, set, type Values } from "../../texts/fill";
import type { Report } from "../../model/report";
import { meaning, tone, warnings, type Tone } from "../../model/verdict";
import { listNotes } from "../providers/note";
import { known, ofSystem, type Context } from "../parts/context";
import { icon } from "../parts/icon";
import { listDate, listNames } from "../parts/names";
import { statementView } from "./statement";

/** The verdict in one sentence, with the values that belong in it. */
export function headline(report: Report, context: Context): { text: string; values: Values } {
  const { texts } = context;
  const what = meaning(report);
  if (report.indication === "TOTAL-PASSED" && what !== undefined) return { text: ofSystem(report, context, `passed.${what}`)!, values: {} };
  if (report.indication === "NO-EVIDENCE") return { text: texts["verdict.NO-EVIDENCE"], values: {} };
  const text =
    ofSystem(report, context, `verdict.${report.subindication}`) ??
    known(context, `verdict.${report.indication}`) ??
    texts["verdict.INDETERMINATE"];
  return { text, values: { list: listNames(report.trust, context), date: listDate(report.trust?.listDate ?? "", context) } };
}

/** The headline as a screen reader hears it when it arrives. */
export function spoken(report: Report, context: Context): string {
  const { text, values } = headline(report, context);
  const said = tone(report);
  const label = said === "good" ? "" : `${context.texts[`tone.${said}`]}. `;
  return `${plain("{name}", { name: report.file.name })}: ${label}${plain(text, values)}`;
}

export function head(report: Report, context: Context, id: string): TemplateResult {
  const { text, values } = headline(report, context);
  const kind = report.kind === "none" ? undefined : known(context, `kind.${report.kind}`);
  return verdict({
    tone: tone(report),
    file: html`${set(report.file.name)}${report.part === "" ? nothing : html`, ${sentence(context.texts["result.part"], { part: report.part })}`}`,
    // Where the bytes are not known to be those that were signed, not even the kind is.
    kind: report.answers.bytes === "yes" ? kind : undefined,
    headline: sentence(text, values),
    advice: undefined,
    wrapped:
      report.indication !== "TOTAL-FAILED" && warnings(report).some(({ id }) => id === "wrapper.unsigned")
        ? context.texts["result.wrapped"]
        : undefined,
    says: statementView(report, context),
    list: context.example ? [] : listNotes(report, context), // what an example rests on is said above it
    context,
    id,
  });
}

interface Verdict {
  tone: Tone;
  file: unknown;
  kind: string | undefined;
  headline: unknown;
  advice: string | TemplateResult | undefined;
  /** Said where what is unsigned surrounds the evidence: the verdict is not about the whole file. */
  wrapped?: string | undefined;
  /** What the provider states. */
  says?: unknown;
  /** What a reader must know of the provider list that it rests on. */
  list?: readonly TemplateResult[];
  context: Context;
  id: string;
}

/** The head of every result, also of those without a report. */
export function verdict({ tone, file, kind, headline, advice, wrapped, says = nothing, list = [], context, id }: Verdict): TemplateResult {
  return html`<header class="verdict">
    ${icon(tone)}
    <div>
      ${context.example ? html`<p class="example-mark"><strong>${context.texts["example.mark"]}</strong></p>` : nothing}
      <p class="file">${file}</p>
      <p class="tone"><strong>${context.texts[`tone.${tone}`]}</strong>${kind === undefined ? nothing : html`<span class="kind">${kind}</span>`}</p>
      <h3 id=${id}>${headline}</h3>
      ${wrapped === undefined ? nothing : html`<p class="wrapped">${wrapped}</p>`}
      ${advice === undefined ? nothing : html`<p class="advice">${advice}</p>`} ${says}
      ${list.length === 0 ? nothing : html`<div class="list-notes">${list.map(note => html`<p>${note}</p>`)}</div>`}
    </div>
  </header>`;
}
