import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../parts/define";
import { moment } from "../parts/format";
import { known, type Context } from "../parts/context";
import { icon } from "../parts/icon";
import { visible } from "../../texts/visible";
import { sentence, value } from "../../texts/fill";
import { arrange, came, cameTotals, EVERYTHING, toneWord, totals, values, type Column, type Row, type View } from "../../model/rows";

/** Lines on one page of the list: what is drawn stays small, however many files there are. */
const PAGE = 50;
/** Lines on paper: all, within reason. */
const PAPER = 5000;
/** Fewer lines are seen at a glance: there is nothing to filter. */
const WORTH_A_FILTER = 6;
const TONES = ["good", "unknown", "bad", "none", "error", "waiting"] as const;

/** `<pec-list>`: many results as a table. Sends `choose` with the Row whose result is to be shown. */
export class PecList extends LitElement {
  static override readonly properties = {
    rows: { attribute: false },
    context: { attribute: false },
    chosen: { attribute: false },
    view: { state: true },
    page: { state: true },
    printing: { state: true },
  };

  declare rows: readonly Row[];
  declare context: Context;
  declare chosen: Row | undefined;
  declare view: View;
  declare page: number;
  /** On paper there are no pages to turn. */
  declare printing: boolean;

  #arranged: Row[] = [];
  /** On a phone the filters would stand between a person and the list: there they are folded at first. */
  readonly #wide = matchMedia("(min-width: 768px)").matches;

  constructor() {
    super();
    this.view = EVERYTHING;
    this.page = 0;
    this.printing = false;
  }

  readonly #before = (): void => void (this.printing = true);
  readonly #after = (): void => void (this.printing = false);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.#before);
    addEventListener("afterprint", this.#after);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#before);
    removeEventListener("afterprint", this.#after);
  }

  /** The line that is so many steps from another, in the order and with the filters that are chosen; undefined past the ends. */
  beside(row: Row, step: number): Row | undefined {
    return this.#arranged[this.place(row) + step];
  }

  /** Which of the lines it is, from 0; -1 where the filters leave it out. */
  place(row: Row): number {
    return this.#arranged.findIndex(({ item, index }) => item === row.item && index === row.index);
  }

  /** How many lines the filters let through. */
  get length(): number {
    return this.#arranged.length;
  }

  /** How many filters are set. */
  get #filtering(): number {
    const { tone, kind, provider, from, to } = this.view;
    return [tone, kind, provider, from, to].filter(one => one !== "").length;
  }

  /** Turns to the page of a line, and gives it the focus. */
  async lead(row: Row): Promise<void> {
    this.page = Math.max(0, Math.floor(this.place(row) / PAGE));
    await this.updateComplete;
    const button = this.querySelector<HTMLElement>(`[data-row="${row.item.id} ${row.index}"]`);
    (button ?? this.querySelector<HTMLElement>("th button"))?.focus();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("rows") || changed.has("view")) this.#arranged = arrange(this.rows, this.view);
    this.page = Math.max(0, Math.min(this.page, Math.ceil(this.#arranged.length / PAGE) - 1));
  }

  protected override render(): TemplateResult {
    const { texts } = this.context;
    const start = this.printing ? 0 : this.page * PAGE;
    const lines = this.printing ? PAPER : PAGE;
    return html`<section class="list" aria-labelledby="list-title">
      <h3 id="list-title">${texts["many.title"]}</h3>
      ${this.#totals()} ${this.rows.length < WORTH_A_FILTER && this.#filtering === 0 ? nothing : this.#filters()}
      <table>
        <caption class="visually-hidden">
          ${texts["many.title"]}
        </caption>
        <thead>
          <tr data-label=${texts["many.sort"]}>
            ${this.#head("given", texts["many.given"])} ${this.#head("name", texts["many.name"])} ${this.#head("tone", texts["many.tone"])} ${this.#head("came", texts["many.came"])}
            ${this.#head("kind", texts["many.kind"])} ${this.#head("provider", texts["many.provider"])} ${this.#head("time", texts["many.time"])}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            this.#arranged.slice(start, start + lines),
            row => `${row.item.id} ${row.index}`,
            row => this.#row(row),
          )}
        </tbody>
      </table>
      ${this.#arranged.length === 0 ? html`<p>${texts["many.nothing"]}</p>` : nothing} ${this.#pages(start)}
    </section>`;
  }

  #totals(): TemplateResult {
    const { texts } = this.context;
    const count = totals(this.rows);
    return html`<ul class="plain totals">
      <li>${sentence(texts["many.total"], { count: this.rows.length })}</li>
      ${TONES.filter(tone => count.has(tone)).map(tone => html`<li class="tone-${tone}">${this.#tone(tone)} <strong>${count.get(tone)}</strong></li>`)}
      ${cameTotals(this.rows, texts).map(([what, number]) => html`<li class="of">${what} <strong>${number}</strong></li>`)}
    </ul>`;
  }

  #tone(tone: Row["tone"]): TemplateResult {
    return html`${tone === "waiting" ? nothing : icon(tone)}<span>${toneWord(tone, this.context.texts)}</span>`;
  }

  #filters(): TemplateResult {
    const { texts } = this.context;
    const options = (all: string[], name: (one: string) => string): unknown =>
      all.map(one => html`<option value=${one}>${name(one)}</option>`);
    const choice = (field: "tone" | "kind" | "provider", label: string, all: string[], name: (one: string) => string): TemplateResult =>
      html`<label>${label}<select .value=${this.view[field]} @change=${(event: Event) => this.#look({ [field]: (event.target as HTMLSelectElement).value })}>
          <option value="">${texts["many.all"]}</option>
          ${options(all, name)}
        </select></label>`;
    const date = (field: "from" | "to", label: string): TemplateResult =>
      html`<label>${label}<input type="date" .value=${this.view[field]} @change=${(event: Event) => this.#look({ [field]: (event.target as HTMLInputElement).value })} /></label>`;
    return html`<details class="filter more" ?open=${this.#wide}>
      <summary>${texts["many.filter"]}${this.#filtering === 0 ? nothing : html` (${this.#filtering})`}</summary>
      <div class="filters" role="group" aria-label=${texts["many.filter"]}>
      ${choice(
        "tone",
        texts["many.tone"],
        values(this.rows, row => (row.tone === "waiting" ? "" : row.tone)),
        one => known(this.context, `tone.${one}`) ?? one,
      )}
      ${choice(
        "kind",
        texts["many.kind"],
        values(this.rows, row => row.kind),
        one => known(this.context, `kind.${one}`) ?? one,
      )}
      ${choice("provider", texts["many.provider"], values(this.rows, row => row.provider).slice(0, 500), one => visible(one))}
      ${date("from", texts["many.from"])} ${date("to", texts["many.to"])}
      </div>
    </details>`;
  }

  #head(column: Column, label: string): TemplateResult {
    const { view } = this;
    const sorted = view.column === column;
    return html`<th scope="col" class=${column} aria-sort=${sorted ? (view.descending ? "descending" : "ascending") : nothing}>
      <button type="button" @click=${() => this.#look({ column, descending: sorted && !view.descending })}>
        ${label}<span aria-hidden="true" class="arrow">${sorted ? (view.descending ? "▼" : "▲") : ""}</span>
      </button>
    </th>`;
  }

  #row(row: Row): TemplateResult {
    const { texts, language } = this.context;
    const at = moment(row.time, language);
    const name = html`${value(row.name)}${row.part === "" ? nothing : html` <span class="note">${value(row.part)}</span>`}`;
    const chosen = this.chosen !== undefined && this.chosen.item === row.item && this.chosen.index === row.index;
    return html`<tr class="tone-${row.tone} ${row.sober ? "sober" : ""} ${chosen ? "chosen" : ""}">
      <td class="given">${row.item.id}</td>
      <td class="name">
        ${
          row.index < 0
            ? name
            : html`<button type="button" class="link" data-row=${`${row.item.id} ${row.index}`} aria-current=${chosen ? "true" : nothing} @click=${() => this.dispatchEvent(new CustomEvent("choose", { detail: row }))}>${name}</button>`
        }
      </td>
      <td class="tone"><span class="toned">${this.#tone(row.tone)}</span></td>
      <td class="came">${came(row, texts)}</td>
      <td class="kind">${row.kind === "" || row.kind === "none" ? nothing : texts[`kind.${row.kind}`]}</td>
      <td class="provider">${row.provider === "" ? nothing : value(row.provider)}</td>
      <td class="time">${at === undefined ? nothing : html`<time datetime=${row.time}>${at.rome}</time>`}</td>
    </tr>`;
  }

  #pages(start: number): unknown {
    const { texts } = this.context;
    const total = this.#arranged.length;
    if (total <= PAGE) return nothing;
    const go = (page: number): void => {
      this.page = page;
    };
    const last = Math.ceil(total / PAGE) - 1;
    const button = (label: string, page: number, disabled: boolean): TemplateResult =>
      html`<button type="button" class="btn btn-outline-primary btn-sm" ?disabled=${disabled} @click=${() => go(page)}>${label}</button>`;
    return html`<nav class="pages tools" aria-label=${texts["many.pages"]}>
      ${button(texts["many.first"], 0, this.page === 0)} ${button(texts["many.previous"], this.page - 1, this.page === 0)}
      <span role="status">${sentence(texts["many.range"], { from: start + 1, to: Math.min(start + PAGE, total), total })}</span>
      ${button(texts["many.next"], this.page + 1, this.page === last)} ${button(texts["many.last"], last, this.page === last)}
    </nav>`;
  }

  #look(to: Partial<View>): void {
    this.view = { ...this.view, ...to };
    this.page = 0;
  }
}

define("pec-list", PecList);
