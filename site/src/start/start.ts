import { html, type TemplateResult } from "lit";
import type { Context } from "../report/view/context";
import { helpView } from "../report/view/help";

/** What helps a person who has given nothing yet. */
export function startView(context: Context): TemplateResult {
  return html`<section class="first">${helpView(context, false, "help.first")}</section>`;
}
