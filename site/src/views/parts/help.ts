import { html, type TemplateResult } from "lit";
import type { Key } from "../../texts";
import type { Context } from "./context";

const PROGRAMS = ["webmail", "phone", "outlook", "thunderbird", "apple"] as const;

/** How to get the right file out of the programs that people use. */
export function helpView({ texts }: Context, open: boolean, title: Key = "help.title", not: Key = "help.not"): TemplateResult {
  return html`<details class="help" ?open=${open}>
    <summary>${texts[title]}</summary>
    <dl>${PROGRAMS.map(one => html`<div class="row"><dt>${texts[`help.${one}.name` satisfies Key]}</dt><dd>${texts[`help.${one}` satisfies Key]}</dd></div>`)}</dl>
    <p class="note">${texts[not]}</p>
  </details>`;
}
