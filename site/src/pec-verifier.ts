import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from "lit";
import type { HostFault } from "./core/host";
import type { ListAnswer, ListAsk, ListInfo } from "./core/lists";
import type { Example } from "./core/example";
import { SharedCore, type CoreState } from "./core/shared";
import { define } from "./views/parts/define";
import { Joining } from "./files/joining";
import { match } from "./views/dossier/match";
import { dossierSection } from "./views/dossier/section";
import { DropZone } from "./views/parts/zone";
import { dropped } from "./files/folder";
import { officeView } from "./views/parts/office";
import { ListPanel, type PanelHost } from "./views/providers/panel";
import type { Item } from "./model/item";
import { isUnread, type Outcome } from "./model/report";
import type { Context } from "./views/parts/context";
import { spoken as said } from "./views/report/head";
import { Results } from "./views/list/results";
import { startView } from "./views/start/start";
import styles from "./styles/element.scss";
import { Printing } from "./views/takeaway/print";
import { choose, isLanguage, load, spoken, textsOf, type Language } from "./texts";
import { plain, sentence } from "./texts/fill";
import { FEW, frozen, Work } from "./files/work";

export { ListFault, type ListFaultCode } from "./core/lists";
export { choose, isLanguage, load, spoken, textsOf, type Key, type Language, type Texts } from "./texts";

export type State = "loading" | "ready" | "working" | "done" | "error";

/**
 * `<pec-verifier>`: a drop zone and what comes of the files.
 *
 * Attribute `state` says how far it is; `lang` chooses the language, otherwise the browser does; `organisation`, `contact` and
 * `compact` are for sites that embed it; `given` says that there are files. Property `reports` holds
 * all reports in the order in which the files were given. Event `pec-report` comes for each, its detail is the report.
 */
export class PecVerifier extends LitElement implements PanelHost {
  static override readonly styles = unsafeCSS(styles);

  static override readonly properties = {
    state: { type: String, reflect: true },
    lang: { type: String },
    organisation: { type: String },
    contact: { type: String },
    compact: { type: Boolean },
    given: { type: Boolean, reflect: true },
  };

  declare state: State;
  /** Who offers the check on this site. */
  declare organisation: string;
  /** Whom a person may ask: an address of a page (https), of a mailbox, a telephone number, or words. */
  declare contact: string;
  /** Takes little room on a page of other things. */
  declare compact: boolean;
  /** Something was given: what led there may make room. */
  declare given: boolean;

  readonly #core = new SharedCore(state => {
    this.#coreState = state;
    this.#settle();
    if (state === "ready") void this.#lists.refresh();
  });
  readonly #work = new Work(this.#core, { changed: () => this.#settle(), outcome: outcome => this.#announce(outcome) });
  readonly #zone = new DropZone(this, given => void this.#work.take(given).then(() => this.#results.arrived()));
  readonly #results = new Results(
    this,
    this.#work,
    ask => this.#core.content(ask),
    () => this.cancel(),
    address => this.dispatchEvent(new CustomEvent("pec-open", { detail: address })),
  );
  readonly #joining = new Joining(this, this.#work, ask => this.#core.content(ask));
  readonly #lists = new ListPanel(this);
  readonly #printing = new Printing(() => this.renderRoot);
  #coreState: CoreState = "loading";
  #announcement = "";
  /** The made-up message that is shown in place of everything else. */
  #example: Example | undefined;

  constructor() {
    super();
    this.state = "loading";
    this.lang = "";
    this.organisation = "";
    this.contact = "";
    this.compact = this.given = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#core.attach();
    this.#work.resume();
    addEventListener("beforeprint", this.#printing.before);
    addEventListener("afterprint", this.#printing.after);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#printing.before);
    removeEventListener("afterprint", this.#printing.after);
    // Moving the element in a page disconnects and connects it at once: then its work goes on.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#work.rest();
      this.#core.detach();
    });
  }

  /** All files so far, with how far each is. What is written into them changes nothing here. */
  get items(): readonly Item[] {
    return this.#work.items.map(item => ({ ...item }));
  }

  set items(items: readonly Item[]) {
    this.#work.items = items.map(item => ({ ...item, outcomes: frozen(structuredClone(item.outcomes)) }));
    this.#settle();
  }

  /** No file waits or is being verified. */
  get idle(): boolean {
    return !this.#work.open;
  }

  /** All reports so far, in the order in which their files were given. They are frozen, as the detail of each event is. */
  get reports(): Outcome[] {
    return this.#work.outcomes;
  }

  /** Verifies files and promises their reports, in their order. It never rejects: what cannot be read has a report that says so. */
  verify(files: Iterable<File>): Promise<Outcome[]> {
    this.#try(undefined); // what a script gives is no example
    return this.#work.add(files);
  }

  /** The files and folders of a drop, wherever on a page it was. */
  async take(transfer: DataTransfer | null): Promise<Outcome[]> {
    if (this.#example !== undefined) {
      this.announce(this.#context().texts["example.closed"]);
      return [];
    }
    return this.#work.take(await dropped(transfer));
  }

  /**
   * Opens the result of an address that event `pec-open` told, or with "" closes the one that is open; false where there is none. A page
   * may put such addresses into its own.
   */
  show(address: string): Promise<boolean> {
    return this.#results.at(address);
  }

  /** Stops the work on all files that are not done; what is done stays. */
  cancel(): void {
    this.#announcement = this.#context().texts["many.cancelled"];
    this.#work.cancel();
  }

  /** Forgets the results of all files that are done. */
  clear(): void {
    this.#announcement = "";
    this.#results.clear();
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
  recheck(): Promise<void> {
    return this.#work.again();
  }

  ask<Ask extends ListAsk>(ask: Ask): Promise<ListAnswer<Ask>> {
    return this.#core.list(ask);
  }

  get hostFault(): HostFault | undefined {
    return this.#core.hostFault;
  }

  announce(text: string): void {
    this.#announcement = text;
    this.requestUpdate();
  }

  listContext(): Context {
    return this.#context();
  }

  #announce(outcome: Outcome): void {
    this.dispatchEvent(new CustomEvent("pec-report", { detail: outcome, bubbles: true, composed: true }));
    if (this.#work.items.length > FEW) return; // nobody can listen to so many
    const context = this.#context();
    this.announce(
      isUnread(outcome) ? `${plain("{name}", { name: outcome.file.name })}: ${context.texts["verdict.error"]}` : said(outcome, context),
    );
  }

  #settle(): void {
    if (this.#coreState === "ready") this.state = this.#work.open ? "working" : this.#work.items.length > 0 ? "done" : "ready";
    else this.state = this.#coreState;
    this.given = this.#work.items.length > 0 || this.#example !== undefined;
    this.requestUpdate();
  }

  #context(): Context {
    const language = spoken(this.#language());
    const { dossier } = this.#joining;
    const context: Context = { language, texts: textsOf(language), dossier };
    context.match = report => match(report, dossier, context);
    return context;
  }

  #language(): Language {
    const own = this.lang.toLowerCase().split("-", 1)[0]!;
    return isLanguage(own) ? own : choose(navigator.languages);
  }

  /** Nothing is drawn in one language only to be drawn again in another. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const loading = load(this.#language());
    return loading === undefined ? super.scheduleUpdate() : loading.then(() => super.scheduleUpdate());
  }

  protected override render(): TemplateResult {
    const context = this.#context();
    const { given } = this;
    if (this.#example !== undefined) return this.#exampleView(this.#example, context);
    return html`<div class="verifier ${this.compact ? "compact" : ""} ${given ? "given" : ""}" lang=${context.language} @pec-import=${() => this.#lists.choose()}>
      <div class="start">
        ${this.#zone.render(context, given ? () => this.clear() : undefined)}
        <p class="state ${this.state}" role="status">${this.#stateText(context)}</p>
      </div>
      <p class="visually-hidden" aria-live="polite">${this.#announcement}</p>
      ${given ? nothing : startView(context, one => this.#try(one))} ${this.#lists.notice(context)} ${this.#content(context)} ${this.#lists.line(context)}
      ${officeView(this.organisation, this.contact, context)}
    </div>`;
  }

  /** A made-up message in place of everything else: nothing can be given meanwhile. */
  #exampleView(which: Example, context: Context): TemplateResult {
    return html`<div class="verifier ${this.compact ? "compact" : ""} given" lang=${context.language}>
      <p class="visually-hidden" aria-live="polite">${this.#announcement}</p>
      <pec-example .which=${which} .context=${context} @leave=${() => this.#try(undefined)}></pec-example>
      ${officeView(this.organisation, this.contact, context)}
    </div>`;
  }

  #try(example: Example | undefined): void {
    this.#example = example;
    this.#announcement = "";
    this.#settle();
  }

  /** Of several files first what they mean together; of very many first the table. */
  #content(context: Context): TemplateResult {
    const results = this.#results.render(context, this.#joining.way);
    const dossier = dossierSection(this.#joining, context, place => void this.#results.show(place));
    return this.#results.several && !this.#results.many ? html`${dossier} ${results}` : html`${results} ${dossier}`;
  }

  #stateText({ texts }: Context): unknown {
    switch (this.state) {
      case "working":
        if (this.#work.items.length > FEW) return texts["state.busy"]; // the numbers are in the progress
        return sentence(texts["state.working"], { done: this.#work.done, total: this.#work.items.length });
      case "done":
        return sentence(texts["state.done"], { total: this.reports.length });
      case "error":
        return this.#core.fault === undefined ? texts["state.error"] : texts[`core.${this.#core.fault}`];
      default:
        return texts[`state.${this.state}`];
    }
  }
}

define("pec-verifier", PecVerifier);

declare global {
  interface HTMLElementTagNameMap {
    "pec-verifier": PecVerifier;
  }
}
