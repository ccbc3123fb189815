import { html, LitElement, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { Core, type Result } from "./core/client";
import type { ListAnswer, ListAsk, ListInfo } from "./core/lists";
import { ListPanel, type PanelHost } from "./providers/panel";
import type { Source } from "./content/source";
import { chosenFolder, dropped } from "./many/folder";
import "./many/list";
import { Pace, progressView } from "./many/progress";
import { rowsOf, type Row } from "./many/rows";
import type { Item } from "./report/item";
import { isUnread, type Outcome } from "./report/types";
import { spoken } from "./report/view/head";
import type { Context } from "./report/view/context";
import { icon } from "./report/view/icon";
import { reportView, unreadView } from "./report/view/report";
import styles from "./styles/element.scss";
import { csv } from "./takeaway/csv";
import { Printing } from "./takeaway/print";
import { save } from "./content/save";
import { choose, isLanguage, texts, type Language } from "./texts";
import { plain, sentence, value } from "./texts/fill";

export { ListFault, type ListFaultCode } from "./core/lists";
export { choose, isLanguage, texts, LANGUAGES, type Key, type Language } from "./texts";

export type State = "loading" | "ready" | "working" | "done" | "error";

const SCHEMA = "pec-report/1";

/** So many results are shown below each other; of more, only the one that is chosen from the list. */
const SHOWN_TOGETHER = 30;
/** With more files than this the page is drawn and results are announced only now and then. */
const FEW = 10;
const REDRAWN_EVERY = 200; // ms
const QUEUED_AT_ONCE = 500; // files

/**
 * `<pec-verifier>`: a drop zone and what comes of the files.
 *
 * Attribute `state` says how far it is; `lang` chooses the language, otherwise the browser does. Property `reports` holds
 * all reports in the order in which the files were given. Event `pec-report` comes for each, its detail is the report.
 */
export class PecVerifier extends LitElement implements PanelHost {
  static override readonly styles = unsafeCSS(styles);

  static override readonly properties = {
    state: { type: String, reflect: true },
    lang: { type: String },
    items: { state: true },
    over: { state: true },
    chosen: { state: true },
  };

  declare state: State;
  declare items: readonly Item[];
  declare over: boolean;
  /** The result that is shown, of too many to show them all. */
  declare chosen: Row | undefined;

  readonly #core = new Core(new URL(BUILD_WORKER, import.meta.url), new URL(BUILD_CORE, import.meta.url), (state) => {
    this.#coreState = state;
    this.#settle();
    if (state === "ready") void this.#lists.refresh();
  });
  #coreState: "loading" | "ready" | "error" = "loading";
  #lastId = 0;
  #announcement = "";
  readonly #lists = new ListPanel(this);
  #listVersion = 0;
  readonly #pace = new Pace();
  /** Counts how often work was stopped. */
  #round = 0;
  #redraw: ReturnType<typeof setTimeout> | undefined;
  readonly #folder = document.createElement("input");
  readonly #printing = new Printing(() => this.renderRoot);

  constructor() {
    super();
    this.state = "loading";
    this.lang = "";
    this.items = [];
    this.over = false;
    this.#folder.type = "file";
    this.#folder.webkitdirectory = true;
    this.#folder.addEventListener("change", () => {
      void this.verify(chosenFolder(this.#folder.files ?? []));
      this.#folder.value = "";
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#core.start();
    addEventListener("beforeprint", this.#printing.before);
    addEventListener("afterprint", this.#printing.after);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#printing.before);
    removeEventListener("afterprint", this.#printing.after);
    // Moving the element in a page disconnects and connects it at once: then the core goes on.
    queueMicrotask(() => {
      if (!this.isConnected) this.#core.stop();
    });
  }

  /** All reports so far, in the order in which their files were given. */
  get reports(): Outcome[] {
    return this.items.flatMap((item) => item.outcomes);
  }

  /** Verifies files and promises their reports, in their order. It never rejects: what cannot be read has a report that says so. */
  async verify(files: Iterable<File>): Promise<Outcome[]> {
    const given = Array.from(files, (file) => ({ file, item: this.#newItem(file) }));
    if (given.length === 0) return [];
    if (!this.items.some((item) => item.state !== "done")) this.#pace.begin(this.items.length);
    this.items = [...this.items, ...given.map(({ item }) => item)];
    return this.#run(given);
  }

  /**
   * Adds a provider list (any format that `pecverify -trust` takes) to the one in use, without a question, and verifies
   * again what was verified before; then the promise resolves with what is in use. A list that is damaged, contradicts
   * itself or bears a signature that does not hold is refused: the promise rejects with a ListFault (`code`, `message`)
   * and nothing has changed. By whom a list is signed refuses nothing here, as a list without a signature is accepted
   * too: `parts` of the result says it. `confirmed` is the SHA-256 of a signer's certificate that the caller knows.
   */
  importList(file: File, confirmed = ""): Promise<ListInfo> {
    return this.#lists.import(file, confirmed);
  }

  /** Verifies all files again, with an event for each report: another list may judge otherwise. */
  async recheck(): Promise<void> {
    this.#listVersion++;
    const again = this.items.flatMap((item) => (item.state === "done" && item.file !== undefined ? [{ file: item.file, item }] : []));
    for (const { item } of again) {
      item.state = "waiting";
      item.outcomes = [];
      delete item.fault;
    }
    this.items = [...this.items];
    await this.#run(again);
  }

  ask<Ask extends ListAsk>(ask: Ask): Promise<ListAnswer<Ask>> {
    return this.#core.list(ask);
  }

  announce(text: string): void {
    this.#announcement = text;
    this.requestUpdate();
  }

  listContext(): Context {
    return this.#context();
  }

  async #run(given: readonly { file: File; item: Item }[]): Promise<Outcome[]> {
    const done: Promise<Outcome[]>[] = [];
    const round = this.#round;
    this.#settle();
    for (const [i, one] of given.entries()) {
      // Thousands at once would hold the page up.
      if (i > 0 && i % QUEUED_AT_ONCE === 0) await new Promise((next) => setTimeout(next));
      if (round !== this.#round) break;
      done.push(this.#one(one));
    }
    return (await Promise.all(done)).flat();
  }

  async #one({ file, item }: { file: File; item: Item }): Promise<Outcome[]> {
    let result: Result;
    let list: number;
    do {
      list = this.#listVersion;
      result = await this.#core.verify(file, () => {
        list = this.#listVersion;
        this.#change(item, { state: "working" });
      });
    } while (list !== this.#listVersion && !("cancelled" in result)); // the list changed meanwhile
    if ("cancelled" in result) return [];
    if ("fault" in result) {
      const { fault } = result;
      const outcome = { schema: SCHEMA, file: { name: file.name, size: file.size, sha256: fault.sha256 }, error: fault.message };
      this.#change(item, { state: "done", outcomes: [outcome], fault });
    } else {
      this.#change(item, { state: "done", outcomes: result.outcomes });
    }
    for (const outcome of item.outcomes) this.#announce(outcome);
    return [...item.outcomes];
  }

  /** Forgets the results of all files that are done. */
  clear(): void {
    this.items = this.items.filter((item) => item.state !== "done");
    this.#announcement = "";
    this.chosen = undefined;
    this.#settle();
  }

  #newItem(file: File): Item {
    return { id: ++this.#lastId, name: file.name, file, state: "waiting", outcomes: [] };
  }

  /** Stops the work on all files that are not done; what is done stays. */
  cancel(): void {
    this.items = this.items.filter((item) => item.state === "done");
    this.#round++;
    this.#core.cancel();
    this.#announcement = this.#context().texts["many.cancelled"];
    this.#settle();
  }

  /** The files and folders of a drop, wherever on a page it was. */
  async take(transfer: DataTransfer | null): Promise<Outcome[]> {
    return this.verify(await dropped(transfer));
  }

  #change(item: Item, to: Partial<Item>): void {
    Object.assign(item, to);
    if (this.items.length <= FEW) this.#show();
    else this.#redraw ??= setTimeout(() => this.#show(), REDRAWN_EVERY);
  }

  #show(): void {
    clearTimeout(this.#redraw);
    this.#redraw = undefined;
    this.items = [...this.items];
    this.#settle();
  }

  #announce(outcome: Outcome): void {
    this.dispatchEvent(new CustomEvent("pec-report", { detail: outcome, bubbles: true, composed: true }));
    if (this.items.length > FEW) return; // nobody can listen to so many
    const context = this.#context();
    this.#announcement = isUnread(outcome)
      ? `${plain("{name}", { name: outcome.file.name })}: ${context.texts["verdict.error"]}`
      : spoken(outcome, context);
  }

  #settle(): void {
    const open = this.items.some((item) => item.state !== "done");
    if (this.#coreState === "error") this.state = "error";
    else if (this.#coreState === "loading") this.state = "loading";
    else this.state = open ? "working" : this.items.length > 0 ? "done" : "ready";
    this.requestUpdate();
  }

  #context(): Context {
    const language = this.#language();
    return { language, texts: texts[language], listDate: this.#lists.date };
  }

  #language(): Language {
    const own = this.lang.toLowerCase().split("-", 1)[0]!;
    return isLanguage(own) ? own : choose(navigator.languages);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const before = changed.get("items") as readonly Item[] | undefined;
    if (before !== undefined && before.length < this.items.length) this.#showFrom(this.items[before.length]!.id);
  }

  /** Brings the first of the new results into view; what is already in view stays. */
  #showFrom(id: number): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.renderRoot.querySelector(`[data-item="${id}"]`)?.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }

  protected override render(): TemplateResult {
    const context = this.#context();
    const { texts } = context;
    return html`<div class="verifier" lang=${context.language}>
      ${this.#dropZone(context)}
      <p class="state" role="status">${this.#stateText(context)}</p>
      <p class="visually-hidden" aria-live="polite">${this.#announcement}</p>
      ${this.items.length === 0
        ? nothing
        : html`<section class="results" aria-labelledby="results">
            <div class="bar">
              <h2 id="results">${texts["result.title"]}</h2>
              <div class="tools">
                <button type="button" class="btn btn-outline-primary btn-sm" @click=${this.clear}>${texts["result.clear"]}</button>
                ${this.reports.length < 2
                  ? nothing
                  : html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${this.#saveJson}>${texts["takeaway.all-json"]}</button>
                      <button type="button" class="btn btn-outline-primary btn-sm" @click=${this.#saveCsv}>${texts["takeaway.all-csv"]}</button>
                      <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => print()}>${texts["takeaway.all-print"]}</button>`}
              </div>
            </div>
            ${this.#results(context)}
          </section>`}
      ${this.#lists.render(context)}
    </div>`;
  }

  #results(context: Context): unknown {
    const rows = rowsOf(this.items);
    const together = rows.length <= SHOWN_TOGETHER;
    const chosen = together ? undefined : rows.find(({ item, index }) => item === this.chosen?.item && index === this.chosen.index);
    const done = this.items.filter((item) => item.state === "done").length;
    return html`${this.state === "working" && this.items.length > 1
      ? progressView(done, this.items.length, this.#pace.left(done, this.items.length), () => this.cancel(), context)
      : nothing}
    ${rows.length < 2
      ? nothing
      : html`<pec-list .rows=${rows} .context=${context} .chosen=${together ? undefined : this.chosen} @choose=${(event: CustomEvent<Row>) => void this.#reach(event.detail, together)}></pec-list>`}
    ${together
      ? repeat(
          this.items,
          (item) => item.id,
          (item) => html`<div data-item=${item.id}>${this.#item(item, context)}</div>`,
        )
      : chosen === undefined
        ? html`<p class="note">${context.texts["many.hint"]}</p>`
        : html`<div data-item=${chosen.item.id}>${this.#outcome(chosen.item, chosen.index, context)}</div>`}`;
  }

  /** Leads to one result of the list. */
  async #reach(row: Row, together: boolean): Promise<void> {
    if (!together) this.chosen = row;
    await this.updateComplete;
    const all = this.renderRoot.querySelectorAll<HTMLElement>(`[data-item="${row.item.id}"] article.result`);
    const article = together ? all[row.index] : all[0];
    article?.scrollIntoView({ block: "start" });
    article?.focus({ preventScroll: true });
  }

  #dropZone(context: Context): TemplateResult {
    const { texts } = context;
    return html`<section
      class="drop ${this.over ? "over" : ""}"
      aria-labelledby="drop"
      @dragenter=${this.#dragOver}
      @dragover=${this.#dragOver}
      @dragleave=${this.#dragLeave}
      @drop=${this.#drop}
    >
      ${icon("upload")}
      <h2 id="drop">${texts["drop.title"]}</h2>
      <p>
        <button type="button" class="btn btn-primary" @click=${this.#choose}>${texts["drop.button"]}</button>
        <button type="button" class="btn btn-outline-primary" @click=${() => this.#folder.click()}>${texts["many.folder"]}</button>
        <span class="or">${texts["drop.hint"]}</span>
      </p>
      <p class="note">${texts["drop.what"]}</p>
      <input type="file" multiple hidden aria-label=${texts["drop.input"]} @change=${this.#chosen} />
    </section>`;
  }

  #stateText(context: Context): unknown {
    const { texts } = context;
    const done = String(this.items.filter((item) => item.state === "done").length);
    switch (this.state) {
      case "working":
        if (this.items.length > FEW) return texts["state.busy"]; // the numbers are in the progress
        return sentence(texts["state.working"], { done, total: String(this.items.length) });
      case "done":
        return sentence(texts["state.done"], { total: String(this.reports.length) });
      default:
        return texts[`state.${this.state}`];
    }
  }

  #item(item: Item, context: Context): unknown {
    const { texts } = context;
    if (item.state !== "done") {
      const text = item.state === "working" ? texts["result.working"] : texts["result.waiting"];
      return html`<p class="pending ${item.state}">${value(item.name)} <span class="note">${text}</span></p>`;
    }
    // A result that stands is not drawn again with every file that follows.
    return guard([item.outcomes, texts, context.listDate], () => item.outcomes.map((_, i) => this.#outcome(item, i, context)));
  }

  #outcome(item: Item, index: number, context: Context): unknown {
    const outcome = item.outcomes[index];
    if (outcome === undefined) return nothing;
    const source = item.file === undefined ? undefined : { file: item.file, ask: this.#open };
    const id = `result-${item.id}-${index}`;
    return isUnread(outcome) ? unreadView(outcome, item.fault?.code ?? "input", context, id) : reportView(outcome, context, id, source);
  }

  readonly #open: Source["ask"] = (ask) => this.#core.content(ask);

  #saveJson(): void {
    save([JSON.stringify(this.reports, undefined, 2)], "verifica-pec.json");
  }

  #saveCsv(): void {
    save([csv(this.reports)], "verifica-pec.csv");
  }

  #choose(): void {
    this.renderRoot.querySelector("input")?.click();
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    void this.verify(input.files ?? []);
    input.value = ""; // the same file can be chosen again
  }

  #dragOver(event: DragEvent): void {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    this.over = true;
  }

  #dragLeave(event: DragEvent): void {
    const to = event.relatedTarget;
    if (!(to instanceof Node && (event.currentTarget as Node).contains(to))) this.over = false;
  }

  #drop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    void this.take(event.dataTransfer);
  }
}

customElements.define("pec-verifier", PecVerifier);

declare global {
  interface HTMLElementTagNameMap {
    "pec-verifier": PecVerifier;
  }
}
