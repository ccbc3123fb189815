import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { guard } from "lit/directives/guard.js";
import type { Source } from "../../core/source";
import { save } from "../parts/save";
import { filesView } from "./files";
import type { PecList } from "./table";
import "./table";
import { progressView } from "./progress";
import { rowsOf, same, type Row } from "../../model/rows";
import { isUnread } from "../../model/report";
import type { Context } from "../parts/context";
import { printFoot, reportView, unreadView } from "../report/report";
import { csv } from "../takeaway/csv";
import { sentence, set } from "../../texts/fill";
import { FEW, type Work } from "../../files/work";

/** So many files are lines that open where they stand; of more there is a table. */
const LINES = 29;

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/** The results of all files: the one in full, a few as lines to be opened, or a table to choose from. */
export class Results implements ReactiveController {
  readonly #host: Host;
  readonly #work: Work;
  readonly #open: Source["ask"];
  readonly #cancel: () => void;
  /** Told of the address of the result that is open; "" = none is. */
  readonly #opened: (address: string) => void;
  /** The result that is open, of several. */
  #chosen: Row | undefined;
  #newest = 0;
  /** Lines, when it was drawn last: of thousands of files they are not counted anew for every question. */
  #count = 0;

  constructor(host: Host, work: Work, open: Source["ask"], cancel: () => void, opened: (address: string) => void) {
    this.#host = host;
    this.#work = work;
    this.#open = open;
    this.#cancel = cancel;
    this.#opened = opened;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Brings new results into view; what is already in view stays. */
  hostUpdated(): void {
    if (!this.#work.items.some(item => item.id > this.#newest)) return;
    this.#newest = this.#work.items.at(-1)!.id;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const all = this.#host.renderRoot.querySelector(".verifier");
    const top = all?.getBoundingClientRect().top ?? 0;
    // The bar above them stands at the head: with it they begin.
    if (top < 0 || top > innerHeight / 4) all?.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  }

  /** The one result has the focus where a person gave its file: what comes next follows from there. */
  async arrived(): Promise<void> {
    await this.#host.updateComplete;
    const root = this.#host.renderRoot as ShadowRoot;
    if (!this.several && root.activeElement?.closest(".drop"))
      root.querySelector<HTMLElement>("article.result")?.focus({ preventScroll: true });
  }

  /** So many that a table leads, when it was drawn last. */
  get many(): boolean {
    return this.#count > LINES;
  }

  get several(): boolean {
    return this.#count > 1;
  }

  /** Leads to the result of a piece of evidence. */
  async show({ file, part }: { file: { name: string; sha256: string }; part: string }): Promise<void> {
    const rows = rowsOf(this.#work.items);
    const fits = ({ item, index }: Row): boolean => {
      const outcome = item.outcomes[index];
      return (
        outcome !== undefined && outcome.file.sha256 === file.sha256 && (isUnread(outcome) ? (outcome.part ?? "") : outcome.part) === part
      );
    };
    const row = rows.find(one => one.name === file.name && fits(one)) ?? rows.find(fits);
    if (row !== undefined) await this.#reach(row);
  }

  /** Opens the result of an address, or closes the one that is open; false where there is none of that address. */
  async at(address: string): Promise<boolean> {
    const row = rowsOf(this.#work.items).find(one => one.index >= 0 && addressOf(one) === address);
    if (row === undefined) {
      if (this.#chosen !== undefined) this.#choose(undefined);
      return address === "";
    }
    await this.#reach(row);
    return true;
  }

  clear(): void {
    this.#choose(undefined);
    this.#work.clear();
  }

  /** toDossier leads to the dossier, where there is one below. */
  render(context: Context, toDossier?: () => void): unknown {
    const { texts } = context;
    const { items } = this.#work;
    const rows = rowsOf(items);
    this.#count = rows.length;
    if (rows.length === 0) return nothing;
    const alone = rows.length < 2;
    const button = (text: string, press: () => void): unknown =>
      html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${press}>${text}</button>`;
    return html`<section class="results ${rows.length > LINES && this.#chosen === undefined ? "listed" : ""}" aria-labelledby="results">
      <p class="print-only name" role="heading" aria-level="1">${texts["page.title"]}</p>
      <div class="bar ${alone ? "visually-hidden" : ""}">
        <h2 id="results">${texts["result.title"]}</h2>
        ${
          this.#work.outcomes.length < 2 || (this.#work.open && items.length > FEW)
            ? nothing
            : html`<div class="tools">
              ${toDossier !== undefined ? button(texts["dossier.go"], toDossier) : nothing}
              ${button(texts["takeaway.all-print"], () => print())} ${button(texts["takeaway.all-json"], this.#saveJson)}
              ${button(texts["takeaway.all-csv"], this.#saveCsv)}
            </div>`
        }
      </div>
      ${this.#work.open && items.length > 1 ? progressView(this.#work.done, items.length, this.#work.left, this.#cancel, context) : nothing}
      ${items.filter(({ left }) => left?.reason === "stopped").map(({ left }) => html`<p class="note stopped">${set(left!.name)} ${sentence(texts["fault.stopped"], { count: left!.count })}</p>`)}
      ${alone ? rows.map(row => this.#alone(row, context)) : rows.length > LINES ? this.#table(rows, context) : this.#files(rows, context)}
    </section>`;
  }

  #alone(row: Row, context: Context): unknown {
    const { texts } = context;
    if (row.index >= 0) return html`<div data-item=${row.item.id}>${this.#outcome(row, context)}</div>`;
    const { item } = row;
    return html`<p class="pending ${item.state}" data-item=${item.id}>${set(item.name)} <span class="note">${texts[item.state === "working" ? "result.working" : "result.waiting"]}</span></p>`;
  }

  #files(rows: readonly Row[], context: Context): unknown {
    return filesView(
      rows,
      {
        chosen: this.#chosen,
        choose: row => void (row === undefined ? this.#close() : this.#reach(row)),
        result: row => this.#outcome(row, context),
      },
      context,
    );
  }

  #table(rows: readonly Row[], context: Context): unknown {
    const chosen = rows.find(one => this.#chosen !== undefined && same(one, this.#chosen));
    return html`<pec-list
        .rows=${rows}
        .context=${context}
        .chosen=${chosen}
        ?hidden=${chosen !== undefined}
        @choose=${(event: CustomEvent<Row>) => void this.#reach(event.detail)}
      ></pec-list>
      ${
        chosen === undefined
          ? html`<p class="note hint">${context.texts["many.hint"]}</p>
            ${printFoot(context)}`
          : html`${this.#way(chosen, context)}
            <div data-item=${chosen.item.id}>${this.#outcome(chosen, context)}</div>`
      }`;
  }

  /** From one result of the table to the next, and back to the table. */
  #way(chosen: Row, { texts }: Context): unknown {
    const list = this.#list();
    const step = (label: string, by: number): unknown => {
      const to = list?.beside(chosen, by);
      return html`<button type="button" class="btn btn-outline-primary btn-sm" ?disabled=${to === undefined} @click=${() => to && this.#choose(to)}>${label}</button>`;
    };
    const place = list?.place(chosen) ?? -1;
    return html`<nav class="way tools" aria-label=${texts["many.way"]}>
      <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.#back(chosen)}>${texts["many.back"]}</button>
      ${place < 0 ? nothing : html`${step(texts["many.previous"], -1)} <span role="status">${sentence(texts["many.place"], { place: place + 1, total: list!.length })}</span> ${step(texts["many.next"], 1)}`}
    </nav>`;
  }

  #choose(row: Row | undefined): void {
    if (row === undefined && this.#chosen === undefined) return;
    this.#chosen = row;
    this.#opened(row === undefined ? "" : addressOf(row));
    this.#host.requestUpdate();
  }

  async #back(from: Row): Promise<void> {
    this.#choose(undefined);
    await this.#host.updateComplete;
    await this.#list()?.lead(from);
  }

  /** Closes a line; the focus stays on it. */
  async #close(): Promise<void> {
    const from = this.#chosen;
    this.#choose(undefined);
    await this.#host.updateComplete;
    if (from !== undefined) this.#line(from)?.querySelector("summary")?.focus();
  }

  #list(): PecList | null {
    return this.#host.renderRoot.querySelector("pec-list");
  }

  #line({ item, index }: Row): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(`details.file[data-row="${item.id} ${index}"]`);
  }

  /** Leads to one result. */
  async #reach(row: Row): Promise<void> {
    if (this.several) this.#choose(row);
    await this.#host.updateComplete;
    const line = this.#line(row);
    const article = (line ?? this.#host.renderRoot).querySelector<HTMLElement>(
      `${line === null ? `[data-item="${row.item.id}"] ` : ""}article.result`,
    );
    (line ?? (this.many ? article?.parentElement?.previousElementSibling : article))?.scrollIntoView({ block: "start" }); // with the way back above it
    article?.focus({ preventScroll: true });
  }

  #outcome({ item, index }: Row, context: Context): unknown {
    const outcome = item.outcomes[index];
    if (outcome === undefined) return nothing;
    const id = `result-${item.id}-${index}`;
    // A result that stands is not drawn again with every file that follows.
    return guard([outcome, context.texts, context.dossier], () => {
      if (isUnread(outcome)) {
        const retry = item.file === undefined || item.fault === undefined ? undefined : (): void => void this.#work.retry(item);
        return unreadView(outcome, item.left ?? item.fault?.code ?? "input", context, id, retry);
      }
      const source =
        item.file === undefined
          ? undefined
          : { file: item.file, sha256: outcome.file.sha256, ask: this.#open, beside: () => this.#work.beside(item) };
      return reportView(outcome, context, id, source);
    });
  }

  readonly #saveJson = (): void => {
    save([JSON.stringify(this.#work.outcomes, undefined, 2)], "verifica-pec.json");
  };

  readonly #saveCsv = (): void => {
    save([csv(this.#work.outcomes)], "verifica-pec.csv");
  };
}

/** What names a result in the page's address: the number of its file, and of several in one which of them. */
function addressOf({ item, index }: Row): string {
  return item.outcomes.length < 2 ? `file-${item.id}` : `file-${item.id}-${index + 1}`;
}
