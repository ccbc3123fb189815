import { html, nothing, type TemplateResult } from "lit";
import type { Context } from "../parts/context";
import { sentence } from "../../texts/fill";

/** Buttons for the pages of a long list; nothing where all is on one. */
export function paging(
  page: number,
  size: number,
  total: number,
  label: string,
  context: Context,
  go: (page: number) => void,
): TemplateResult | typeof nothing {
  if (total <= size) return nothing;
  const { texts } = context;
  const last = Math.ceil(total / size) - 1;
  const button = (text: string, to: number, disabled: boolean): TemplateResult =>
    html`<button type="button" class="btn btn-outline-primary btn-sm" ?disabled=${disabled} @click=${() => go(to)}>${text}</button>`;
  return html`<nav class="pages tools" aria-label=${label}>
    ${button(texts["many.first"], 0, page === 0)} ${button(texts["many.previous"], page - 1, page === 0)}
    <span role="status">${sentence(texts["many.range"], { from: String(page * size + 1), to: String(Math.min((page + 1) * size, total)), total: String(total) })}</span>
    ${button(texts["many.next"], page + 1, page === last)} ${button(texts["many.last"], last, page === last)}
  </nav>`;
}
