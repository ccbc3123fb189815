import { html, nothing, type TemplateResult } from "lit";
import { value } from "../../texts/fill";
import { size } from "../format";
import type { Attachment, Report } from "../types";
import type { Context } from "./context";
import { bounded, row } from "./list";

/** The certified message inside the evidence, as far as the report tells of it. */
export function contentView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  const { content } = report;
  if (content === undefined || report.indication === "TOTAL-FAILED") return nothing;
  if (content.form === "none") {
    return report.kind === "avvenuta-consegna" ? html`<section class="content"><p>${texts["content.absent"]}</p></section>` : nothing;
  }
  const title = texts[report.indication === "TOTAL-PASSED" ? "content.title" : "content.inside"];
  const to = content.to ?? [];
  const attachments = content.attachments ?? [];
  const optional = (label: string, text: string): TemplateResult | typeof nothing => (text === "" ? nothing : row(label, value(text)));
  return html`<section class="content">
    <h4>${title}</h4>
    ${content.form === "hashes" ? html`<p>${texts["content.hashes"]}</p>` : nothing}
    <dl>
      ${optional(texts["content.from"], content.from)}
      ${to.length === 0 ? nothing : row(texts["content.to"], bounded(to, context, value))}
      ${optional(texts["content.subject"], content.subject)}
      ${optional(texts["content.date"], content.date)}
      ${row(
        texts["content.attachments"],
        attachments.length === 0 ? texts["content.no-attachments"] : bounded(attachments, context, (one) => attachmentView(one, context)),
      )}
    </dl>
  </section>`;
}

function attachmentView(attachment: Attachment, context: Context): TemplateResult {
  const { texts, language } = context;
  return html`<p class="attachment">
      <strong>${attachment.name === "" ? texts["attachment.unnamed"] : value(attachment.name)}</strong>
      <span class="note">${size(attachment.size, language)}${attachment.type === "" ? nothing : html`, ${value(attachment.type)}`}</span>
    </p>
    <p class="hash">${texts["attachment.sha256"]} <code>${value(attachment.sha256)}</code></p>
    ${attachment.hash ? html`<p class="hash">${texts["attachment.hash"]} <code>${value(attachment.hash)}</code></p>` : nothing}`;
}
