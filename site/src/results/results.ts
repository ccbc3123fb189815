import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { Source } from "../content/source";
import { save } from "../content/save";
import type { PecList } from "../many/list";
import "../many/list";
import { progressView } from "../many/progress";
import { rowsOf, type Row } from "../many/rows";
import type { Item } from "../report/item";
import { isUnread } from "../report/types";
import type { Context } from "../report/view/context";
import { printFoot, reportView, unreadView } from "../report/view/report";
import { csv } from "../takeaway/csv";
import { sentence, set } from "../texts/fill";
import { FEW, type Work } from "../work/work";

/** So many results are shown below each other; of more, only the one that is chosen from the list. */
const SHOWN_TOGETHER = 30;

/** The results of all files: each in full, or a list to choose from. */
export class Results implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  readonly #work: Work;
  readonly #open: Source["ask"];
  readonly #cancel: () => void;
  /** The result that is shown, of too many to show them all. */
  #chosen: Row | undefined;
  #newest = 0;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, work: Work, open: Source["ask"], cancel: () => void) {
    this.#host = host;
    this.#work = work;
    this.#open = open;
    this.#cancel = cancel;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Brings the first of new results into view; what is already in view stays. */
  hostUpdated(): void {
    const first = this.#work.items.find(item => item.id > this.#newest);
    if (first === undefined) return;
    this.#newest = this.#work.items.at(-1)!.id;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const shown = this.#host.renderRoot.querySelector(`[data-item="${first.id}"]`) ?? this.#host.renderRoot.querySelector(".results");
    shown?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
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
    if (row !== undefined) await this.#reach(row, rows.length <= SHOWN_TOGETHER);
  }

  clear(): void {
    this.#chosen = undefined;
    this.#work.clear();
  }

  /** toDossier leads to the dossier, where there is one. */
  render(context: Context, toDossier?: () => void): unknown {
    const { texts } = context;
    const { items } = this.#work;
    if (items.length === 0) return nothing;
    return html`<section class="results ${rowsOf(items).length > SHOWN_TOGETHER && this.#chosen === undefined ? "listed" : ""}" aria-labelledby="results">
      <p class="print-only name" role="heading" aria-level="1">${texts["page.title"]}</p>
      <div class="bar">
        <h2 id="results">${texts["result.title"]}</h2>
        <div class="tools">
          ${toDossier === undefined ? nothing : html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${toDossier}>${texts["dossier.go"]}</button>`}
          <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => this.clear()}>${texts["result.clear"]}</button>
          ${
            this.#work.outcomes.length < 2 || (this.#work.open && items.length > FEW)
              ? nothing
              : html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${this.#saveJson}>${texts["takeaway.all-json"]}</button>
                <button type="button" class="btn btn-outline-primary btn-sm" @click=${this.#saveCsv}>${texts["takeaway.all-csv"]}</button>
                <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => print()}>${texts["takeaway.all-print"]}</button>`
          }
        </div>
      </div>
      ${this.#work.open && items.length > 1 ? progressView(this.#work.done, items.length, this.#work.left, this.#cancel, context) : nothing}
      ${items.filter(({ left }) => left?.reason === "stopped").map(({ left }) => html`<p class="note stopped">${set(left!.name)} ${sentence(texts["fault.stopped"], { count: left!.count })}</p>`)}
      ${this.#all(items, context)}
    </section>`;
  }

  #all(items: readonly Item[], context: Context): unknown {
    const rows = rowsOf(items);
    const together = rows.length <= SHOWN_TOGETHER;
    const chosen = together ? undefined : rows.find(({ item, index }) => item === this.#chosen?.item && index === this.#chosen.index);
    const list = html`<pec-list
      .rows=${rows}
      .context=${context}
      .chosen=${chosen}
      ?hidden=${chosen !== undefined}
      @choose=${(event: CustomEvent<Row>) => void this.#reach(event.detail, together)}
    ></pec-list>`;
    return html`${rows.length < 2 ? nothing : list}
    ${
      together
        ? repeat(
            items,
            item => item.id,
            item => html`<div data-item=${item.id}>${this.#item(item, context)}</div>`,
          )
        : chosen === undefined
          ? html`<p class="note hint">${context.texts["many.hint"]}</p>
            ${printFoot(context)}`
          : html`${this.#way(chosen, context)}
            <div data-item=${chosen.item.id}>${this.#outcome(chosen.item, chosen.index, context)}</div>`
    }`;
  }

  /** From one result of the list to the next, and back to the list. */
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
    this.#chosen = row;
    this.#host.requestUpdate();
  }

  async #back(from: Row): Promise<void> {
    this.#choose(undefined);
    await this.#host.updateComplete;
    await this.#list()?.lead(from);
  }

  #list(): PecList | null {
    return this.#host.renderRoot.querySelector("pec-list");
  }

  /** Leads to one result of the list. */
  async #reach(row: Row, together: boolean): Promise<void> {
    if (!together) this.#choose(row);
    await this.#host.updateComplete;
    const all = this.#host.renderRoot.querySelectorAll<HTMLElement>(`[data-item="${row.item.id}"] article.result`);
    const article = together ? all[row.index] : all[0];
    (together ? article : article?.parentElement?.previousElementSibling)?.scrollIntoView({ block: "start" }); // with the way back above it
    article?.focus({ preventScroll: true });
  }

  #item(item: Item, context: Context): unknown {
    const { texts } = context;
    if (item.state !== "done") {
      const text = item.state === "working" ? texts["result.working"] : texts["result.waiting"];
      return html`<p class="pending ${item.state}">${set(item.name)} <span class="note">${text}</span></p>`;
    }
    // A result that stands is not drawn again with every file that follows.
    return guard([item.outcomes, texts, context.listDate, context.dossier], () =>
      item.outcomes.map((_, i) => this.#outcome(item, i, context)),
    );
  }

  #outcome(item: Item, index: number, context: Context): unknown {
    const outcome = item.outcomes[index];
    if (outcome === undefined) return nothing;
    const id = `result-${item.id}-${index}`;
    if (isUnread(outcome)) {
      const retry = item.file === undefined || item.fault === undefined ? undefined : (): void => void this.#work.retry(item);
      return unreadView(outcome, item.left ?? item.fault?.code ?? "input", context, id, retry);
    }
    const source = item.file === undefined ? undefined : { file: item.file, sha256: outcome.file.sha256, ask: this.#open };
    return reportView(outcome, context, id, source);
  }

  readonly #saveJson = (): void => {
    save([JSON.stringify(this.#work.outcomes, undefined, 2)], "verifica-pec.json");
  };

  readonly #saveCsv = (): void => {
    save([csv(this.#work.outcomes)], "verifica-pec.csv");
  };
}
