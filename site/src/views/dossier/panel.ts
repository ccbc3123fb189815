import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Profile } from "../../core/dossier";
import { define } from "../parts/define";
import type { Context } from "../parts/context";
import { sentence } from "../../texts/fill";
import "./card";
import type { Dossier } from "../../model/dossier";
import { leftoverTable, unjudgedView } from "./leftover";
import { paging } from "./paging";
import type { Place } from "../../model/transmission";

/** Cards and lines on one page: what is drawn stays small, however many transmissions there are. */
const CARDS = 10;
const LINES = 25;

/** `<pec-dossier>`: transmissions as cards. Sends `choose` with the Place of a piece, `profile` with a Profile. */
export class PecDossier extends LitElement {
  static override readonly properties = {
    dossier: { attribute: false },
    context: { attribute: false },
    profile: { attribute: false },
    only: { state: true },
    page: { state: true },
    leftovers: { state: true },
    opened: { state: true },
  };

  declare dossier: Dossier;
  declare context: Context;
  declare profile: Profile;
  declare only: boolean;
  declare page: number;
  /** Page of the pieces that belong to none. */
  declare leftovers: number;
  /** Cards that are open, by number. */
  declare opened: ReadonlySet<number>;

  #shown: number[] = [];

  constructor() {
    super();
    this.profile = "";
    this.only = false;
    this.page = this.leftovers = 0;
    this.opened = new Set();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("dossier") || changed.has("only")) {
      const all = this.dossier.lines.map((_, number) => number);
      this.#shown = this.only ? all.filter(number => isIncomplete(this.dossier, number)) : all;
    }
    this.page = Math.max(0, Math.min(this.page, Math.ceil(this.#shown.length / CARDS) - 1));
  }

  protected override render(): TemplateResult {
    const { dossier, context } = this;
    const { texts } = context;
    const start = this.page * CARDS;
    const { single } = dossier;
    return html`${single ? nothing : html`${this.#totals()} ${this.#filtered()}`} ${unjudgedView(dossier, context, this.#go)}
      ${this.#shown.length === 0 ? html`<p>${texts["dossier.only.nothing"]}</p>` : nothing}
      <div class="cards">
        ${repeat(
          this.#shown.slice(start, start + CARDS),
          number => number,
          number => html`<pec-sending
            .transmission=${dossier.transmission(number)}
            .line=${dossier.lines[number]!}
            .number=${number}
            .context=${context}
            .go=${this.#go}
            .single=${single}
            .open=${this.opened.has(number)}
            @fold=${() => this.#fold(number)}
          ></pec-sending>`,
        )}
      </div>
      ${paging(this.page, CARDS, this.#shown.length, texts["dossier.pages"], context, page => (this.page = page))} ${this.#leftover()}
      ${this.#choices()}`;
  }

  /** Of one sending alone its card says it all; what there is none of is not counted. */
  #totals(): TemplateResult | typeof nothing {
    const { lines } = this.dossier;
    const { texts } = this.context;
    if (lines.length < 2) return nothing;
    const counts = [
      ["dossier.total", lines.length],
      ["dossier.complete", lines.filter(line => line.complete).length],
      ["dossier.incomplete", lines.filter(line => !line.complete).length],
      ["dossier.contradicted", lines.filter(line => line.contradicted || line.unlike).length],
    ] as const;
    return html`<ul class="plain totals">
      ${counts.map(([what, count]) => (count === 0 ? nothing : html`<li>${sentence(texts[what], { count })}</li>`))}
    </ul>`;
  }

  /** Only where there is something to leave out. */
  #filtered(): TemplateResult | typeof nothing {
    const { texts } = this.context;
    if (this.dossier.lines.length < 2 && !this.only) return nothing;
    return html`<div class="choices">
      <label
        ><input type="checkbox" .checked=${this.only} @change=${(event: Event) => this.#filter((event.target as HTMLInputElement).checked)} /> ${texts["dossier.only"]}</label
      >
    </div>`;
  }

  #choices(): TemplateResult {
    const { texts } = this.context;
    return html`<details class="section choices" ?open=${this.profile !== ""}>
      <summary><h3>${texts["dossier.list.short"]}</h3></summary>
      <label
        ><input
          type="checkbox"
          aria-describedby="profile-hint"
          .checked=${this.profile !== ""}
          @change=${(event: Event) => this.#send<Profile>("profile", (event.target as HTMLInputElement).checked ? "l53-1994" : "")}
        />
        ${texts["dossier.profile"]}</label
      >
      <p class="note" id="profile-hint">${texts["dossier.profile.hint"]}</p>
    </details>`;
  }

  #leftover(): TemplateResult | typeof nothing {
    const { leftover } = this.dossier.rest;
    if (leftover.length === 0) return nothing;
    const { texts } = this.context;
    const page = Math.min(this.leftovers, Math.ceil(leftover.length / LINES) - 1);
    return html`<details class="section leftover">
      <summary><h3 id="leftover">${texts["dossier.leftover"]}: ${leftover.length}</h3><span class="note">${texts["dossier.leftover.hint"]}</span></summary>
      ${leftoverTable(leftover.slice(page * LINES, (page + 1) * LINES), this.context, this.#go)}
      ${paging(page, LINES, leftover.length, texts["dossier.leftover"], this.context, to => (this.leftovers = to))}
    </details>`;
  }

  readonly #go = (place: Place): void => this.#send("choose", place);

  #send<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent<Detail>(name, { detail }));
  }

  #filter(only: boolean): void {
    this.only = only;
    this.page = 0;
  }

  #fold(number: number): void {
    const opened = new Set(this.opened);
    if (!opened.delete(number)) opened.add(number);
    this.opened = opened;
  }
}

/** Somebody has to look at it: a recipient is not proved, the acceptance is missing, or pieces contradict each other. */
function isIncomplete({ lines }: Dossier, number: number): boolean {
  const { complete, contradicted, unlike } = lines[number]!;
  return !complete || contradicted || unlike;
}

define("pec-dossier", PecDossier);
