import { html, nothing, type TemplateResult } from "lit";
import { size } from "../parts/format";
import type { Context } from "../parts/context";
import { icon } from "../parts/icon";
import { bounded } from "../parts/bounded";
import { sentence, set, value } from "../../texts/fill";
import { programEnding } from "../parts/filenames";

/** An attachment as the report or the opened message tells of it. */
export interface Listed {
  name: string;
  type: string;
  size: number;
  sha256: string;
  hash?: string;
}

/** The attachments of a message; tools gives the buttons of one. */
export function attachmentsView(
  list: readonly Listed[],
  context: Context,
  tools: (number: number) => unknown = () => nothing,
): TemplateResult {
  const numbered = list.map((one, number) => ({ one, number }));
  return bounded(numbered, context, ({ one, number }) => attachmentView(one, context, tools(number)));
}

function attachmentView(attachment: Listed, context: Context, tools: unknown): TemplateResult {
  const { texts, language } = context;
  const ending = programEnding(attachment.name);
  return html`<div class="attachment">
    ${icon("file")}
    <div>
      <p>
        <strong>${attachment.name === "" ? texts["attachment.unnamed"] : set(attachment.name)}</strong>
        <span class="note">${size(attachment.size, language)}${attachment.type === "" ? nothing : html`, ${set(attachment.type)}`}</span>
      </p>
      ${ending === "" ? nothing : html`<p class="program">${sentence(texts["attachment.program"], { ending })}</p>`}
      <p class="hash">${texts["attachment.sha256"]} <code>${value(attachment.sha256)}</code></p>
      ${attachment.hash ? html`<p class="hash">${texts["attachment.hash"]} <code>${value(attachment.hash)}</code></p>` : nothing}
      ${tools}
    </div>
  </div>`;
}
