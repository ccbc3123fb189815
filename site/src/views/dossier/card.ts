import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Line } from "../../model/lines";
import { define } from "../parts/define";
import type { Context } from "../parts/context";
import { checklistView } from "./checklist";
import { drawing } from "./drawing";
import { factsTable } from "./facts";
import { originalView } from "./copies";
import { paging } from "./paging";
import type { Go } from "./sources";
import { recipientsTable } from "./recipients";
import { aboutView, completingView, headView, troubleView } from "./sending";
import { tone } from "../../model/standing";
import type { Transmission } from "../../model/transmission";

/** Lines of a table on one page. */
const PAGE = 25;

/** `<pec-sending>`: one transmission as a card. Its details are drawn when it is opened. */
export class PecSending extends LitElement {
  static override readonly properties = {
    transmission: { attribute: false },
    line: { attribute: false },
    number: { attribute: false },
    single: { type: Boolean },
    context: { attribute: false },
    go: { attribute: false },
    open: { type: Boolean },
    recipients: { state: true },
    facts: { state: true },
  };

  declare transmission: Transmission;
  declare line: Line;
  declare number: number;
  /** It is all that was given, and one file. */
  declare single: boolean;
  declare context: Context;
  declare go: Go;
  declare open: boolean;
  /** Pages of the two tables. */
  declare recipients: number;
  declare facts: number;

  constructor() {
    super();
    this.single = this.open = false;
    this.recipients = 0;
    this.facts = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("transmission")) this.recipients = this.facts = 0;
  }

  protected override render(): TemplateResult {
    const { transmission, line, number, context, single } = this;
    const id = `sending-${number}`;
    return html`<article class="sending ${tone(line, single)}" aria-labelledby=${id}>
      ${headView(transmission, line, number, id, context, single)} ${single ? completingView(transmission, context) : nothing}
      <p class="tools">
        <button type="button" class="link" aria-expanded=${this.open ? "true" : "false"} aria-describedby=${id} @click=${this.#toggle}>
          ${context.texts[this.open ? "dossier.card.close" : "dossier.card.open"]}
        </button>
      </p>
      ${this.open ? this.#details() : nothing}
    </article>`;
  }

  #details(): TemplateResult {
    const { transmission, context, go } = this;
    const { texts } = context;
    // Of several cards each has its own pages.
    const label = (of: string): string => `${texts["dossier.card"].replace("{number}", String(this.number + 1))}: ${of}`;
    const some = <Item>(all: readonly Item[], page: number): Item[] => all.slice(page * PAGE, (page + 1) * PAGE);
    return html`<div class="body">
      ${
        this.single
          ? nothing
          : html`${troubleView(transmission, context, go)}
            <section>
              <h4>${texts["dossier.line"]}</h4>
              ${drawing(transmission, context)}
            </section>`
      }
      <section>
        <h4>${texts["dossier.recipients"]}</h4>
        ${recipientsTable(transmission, some(transmission.recipients, this.recipients), context, go)}
        ${paging(this.recipients, PAGE, transmission.recipients.length, label(texts["dossier.recipients"]), context, page => (this.recipients = page))}
      </section>
      <section>
        <h4>${texts["dossier.facts"]}</h4>
        ${factsTable(some(transmission.evidence, this.facts), context, go)}
        ${paging(this.facts, PAGE, transmission.evidence.length, label(texts["dossier.facts"]), context, page => (this.facts = page))}
      </section>
      ${originalView(transmission, context, go)} ${aboutView(transmission, context)} ${checklistView(transmission, context, go)}
    </div>`;
  }

  #toggle(): void {
    this.open = !this.open;
    this.dispatchEvent(new CustomEvent("fold", { detail: this.open }));
  }
}

define("pec-sending", PecSending);
