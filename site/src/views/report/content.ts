import { html, nothing, type TemplateResult } from "lit";
import "../content/brief";
import "../content/message";
import "../content/signatures";
import { attachmentsView } from "../content/attachments";
import type { Source } from "../../core/source";
import { value } from "../../texts/fill";
import { moment } from "../parts/format";
import type { Kind, Report } from "../../model/report";
import type { Context } from "../parts/context";
import { bounded, row } from "../parts/bounded";
import { section } from "../parts/section";

/** A date as a sender's program wrote it, read where it can be read. */
function written(date: string, context: Context): TemplateResult {
  const at = moment(date, context.language);
  return at === undefined ? value(date) : html`${at.rome}<br /><span class="note">${value(date)}</span>`;
}

/** What lies in these is nobody's word. */
const UNCERTIFIED: ReadonlySet<Kind> = new Set(["anomalia", "ReceivedFromNonERDS", "unknown"]);

/** The certified message inside the evidence. Without source there is only what the report tells of it. */
export function contentView(report: Report, context: Context, source?: Source): TemplateResult | typeof nothing {
  const { texts } = context;
  const { content } = report;
  if (content === undefined || report.indication === "TOTAL-FAILED") return nothing;
  const opens = source !== undefined && report.answers.bytes === "yes";
  if (content.form === "none") return nothing; // what that means stands among what it does not prove, or the warnings
  const title = texts[report.indication === "TOTAL-PASSED" && !UNCERTIFIED.has(report.kind) ? "content.title" : "content.inside"];
  const to = content.to ?? [];
  const attachments = content.attachments ?? [];
  const optional = (label: string, text: string): TemplateResult | typeof nothing => (text === "" ? nothing : row(label, value(text)));
  return section(
    "content",
    title,
    html`${attachments.length === 0 ? texts["content.no-attachments"] : html`${texts["content.attachments"]}: ${attachments.length}`}${content.form === "hashes" ? html`${attachments.length === 0 ? " " : ". "}${texts["content.hashes"]}` : nothing}`,
    html`${content.form === "hashes" ? html`<p>${texts["content.hashes"]}</p>` : nothing}
      <dl>
        ${optional(texts["content.from"], content.from)}
        ${to.length === 0 ? nothing : row(texts["content.to"], bounded(to, context, value))}
        ${optional(texts["content.subject"], content.subject)}
        ${content.date === "" ? nothing : row(texts["content.date"], written(content.date, context))}
        ${
          opens
            ? nothing
            : row(
                texts["content.attachments"],
                attachments.length === 0 ? texts["content.no-attachments"] : attachmentsView(attachments, context),
              )
        }
      </dl>
      ${opens ? html`<pec-message .source=${source} .reportPart=${report.part} .listed=${attachments} .context=${context}></pec-message>` : nothing}
      ${
        opens && content.form === "full" && attachments.length > 0
          ? html`<pec-signatures .source=${source} .reportPart=${report.part} .context=${context}></pec-signatures>`
          : nothing
      }
      ${
        opens && attachments.some(({ hash }) => hash)
          ? html`<pec-brief .source=${source} .listed=${attachments} .signer=${report.signature?.signer?.sha256 ?? ""} .context=${context}></pec-brief>`
          : nothing
      }`,
  );
}
