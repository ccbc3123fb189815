import { html, nothing, type TemplateResult } from "lit";
import { sentence } from "../../texts/fill";
import type { Context } from "./context";

/** So many are shown at once, so many more on demand; what is beyond is only counted. */
const AT_ONCE = 10;
const AT_MOST = 500;

/** A row of a <dl>. */
export function row(label: string, content: unknown): TemplateResult {
  return html`<div class="row"><dt>${label}</dt><dd>${content}</dd></div>`;
}

/** How many more there are than are shown; nothing where all are. */
export function more(count: number, { texts }: Context): TemplateResult | typeof nothing {
  return count > 0 ? html`<span class="note">${sentence(texts["dossier.more"], { count: String(count) })}</span>` : nothing;
}

/** A list that no message can make endless. */
export function bounded<Item>(items: readonly Item[], context: Context, item: (one: Item) => unknown): TemplateResult {
  const list = (some: readonly Item[]): TemplateResult => html`<ul class="plain">${some.map(one => html`<li>${item(one)}</li>`)}</ul>`;
  if (items.length <= AT_ONCE) return list(items);
  const rest = items.slice(AT_ONCE, AT_MOST);
  const cut = items.length - AT_ONCE - rest.length;
  return html`${list(items.slice(0, AT_ONCE))}
    <details class="more">
      <summary>${sentence(context.texts["list.more"], { count: rest.length })}</summary>
      ${list(rest)}
      ${cut > 0 ? html`<p>${sentence(context.texts["list.cut"], { count: cut })}</p>` : nothing}
    </details>`;
}
