import { html, type TemplateResult } from "lit";
import { EXAMPLES, type Example } from "../../core/example";
import type { Context } from "../parts/context";
import { helpView } from "../parts/help";
import "./example";

/** What helps a person who has given nothing yet. */
export function startView(context: Context, show: (example: Example) => void): TemplateResult {
  const { texts } = context;
  return html`<section class="first">
    <p class="tools">
      <span id="examples">${texts["example.try"]}</span>
      ${EXAMPLES.map(one => html`<button type="button" class="btn btn-outline-primary btn-sm" aria-describedby="examples" @click=${() => show(one)}>${texts[`example.${one}`]}</button>`)}
    </p>
    ${helpView(context, false, "help.first")}
  </section>`;
}
