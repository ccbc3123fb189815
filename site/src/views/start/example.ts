import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Source } from "../../core/source";
import { EXAMPLES, ExampleCore, type Example } from "../../core/example";
import { define } from "../parts/define";
import { isUnread, type Report } from "../../model/report";
import type { Context } from "../parts/context";
import { spoken } from "../report/head";
import { reportView } from "../report/report";

/** Nobody who meets a saved part of an example anywhere shall take it for somebody's mail. */
const MARK = "ESEMPIO-";

/** `<pec-example>`: the result of a made-up message. Sends `leave` when the person is done. */
export class PecExample extends LitElement {
  static override readonly properties = {
    which: { attribute: false },
    context: { attribute: false },
    shown: { state: true },
    failed: { state: true },
  };

  declare which: Example;
  declare context: Context;
  declare shown: { report: Report; source: Source } | undefined;
  declare failed: boolean;

  readonly #core = new ExampleCore();

  constructor() {
    super();
    this.failed = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#core.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("which")) return;
    this.shown = undefined;
    this.failed = false;
    void this.#judge(this.which);
  }

  async #judge(which: Example): Promise<void> {
    try {
      const { file, outcome } = await this.#core.verify(which, one => `${MARK}${this.context.texts[`example.file.${one}`]}.eml`);
      if (isUnread(outcome)) throw new Error(outcome.error);
      if (which !== this.which) return;
      const source: Source = { file, sha256: outcome.file.sha256, prefix: MARK, ask: ask => this.#core.content(ask) };
      this.shown = { report: outcome, source };
    } catch {
      if (this.isConnected && which === this.which) this.failed = true;
    }
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    const { texts } = this.context;
    const context: Context = {
      ...this.context,
      example: true,
      match: () => ({ said: "open", nothingThere: true, why: html`${texts["dossier.reason.match.alone"]}` }),
    };
    return html`<section class="example" aria-labelledby="example">
      <div class="example-bar">
        <h2 id="example">${texts["example.title"]}</h2>
        <p>${texts["example.what"]}</p>
        <p class="tools">
          <button type="button" class="btn btn-primary" @click=${() => this.dispatchEvent(new CustomEvent("leave"))}>${texts["example.leave"]}</button>
          ${EXAMPLES.filter(one => one !== this.which).map(one => html`<button type="button" class="btn btn-outline-primary" @click=${() => (this.which = one)}>${texts[`example.${one}`]}</button>`)}
        </p>
      </div>
      <p class="visually-hidden" aria-live="polite">${shown === undefined ? nothing : spoken(shown.report, context)}</p>
      ${
        shown === undefined
          ? html`<p role="status">${texts[this.failed ? "example.fault" : "content.opening"]}</p>`
          : reportView(shown.report, context, "example-result", shown.source)
      }
    </section>`;
  }
}

define("pec-example", PecExample);
