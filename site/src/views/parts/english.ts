import { html, type TemplateResult } from "lit";
import { set } from "../../texts/fill";
import type { Context } from "./context";

/** What only the core's own English says, marked as such. */
export function inEnglish(text: string, { texts }: Context): TemplateResult {
  return html`${texts["detail.english"]}: <span lang="en">${set(text)}</span>`;
}
