import { html, LitElement, nothing, type TemplateResult } from "lit";
import { save } from "../parts/save";
import { define } from "../parts/define";
import type { Item } from "../../model/item";
import type { Context } from "../parts/context";
import { sentence } from "../../texts/fill";
import { csv } from "./csv";
import type { Dossier } from "../../model/dossier";
import { inOrder } from "./order";
import { paper, paperPage } from "./paper";
import { archive, ChangedFile } from "./zip";

/** `<pec-dossier-export>`: what a person takes away of a dossier. */
export class PecDossierExport extends LitElement {
  static override readonly properties = {
    dossier: { attribute: false },
    context: { attribute: false },
    items: { attribute: false },
    printing: { state: true },
    status: { state: true },
    packing: { state: true },
  };

  declare dossier: Dossier;
  declare context: Context;
  declare items: readonly Item[];
  /** The report stands on the page while it is printed. */
  declare printing: boolean;
  declare status: TemplateResult | string;
  declare packing: boolean;

  constructor() {
    super();
    this.printing = this.packing = false;
    this.status = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { texts } = this.context;
    const button = (text: string, press: () => void): TemplateResult =>
      html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${press}>${text}</button>`;
    return html`<section class="takeaway" aria-label=${texts["dossier.export"]}>
        <p class="tools">
          ${button(texts["dossier.export.print"], () => void this.#print())}
          <button type="button" class="btn btn-outline-primary btn-sm" aria-describedby="export-hint" ?disabled=${this.packing} @click=${() => void this.#zip()}>${texts["dossier.export.zip"]}</button>
          ${button(texts["dossier.export.json"], () => save(this.dossier.json(), this.#name("data", "json")))}
          ${button(texts["dossier.export.csv"], () => save(csv(this.dossier, this.context), this.#name("recipients", "csv")))}
        </p>
        <p class="visually-hidden" id="export-hint">${texts["dossier.export.hint"]}</p>
        <p role="status">${this.status}</p>
      </section>
      ${this.printing ? paper(this.dossier, this.context) : nothing}`;
  }

  #name(what: "data" | "recipients" | "report", ending: string): string {
    return `${this.context.texts[`dossier.file.${what}`]}.${ending}`;
  }

  async #print(): Promise<void> {
    this.printing = true;
    await this.updateComplete;
    const { host } = this.getRootNode() as ShadowRoot;
    host.toggleAttribute("printing-dossier", true);
    const restore = (): void => {
      host.removeAttribute("printing-dossier");
      this.printing = false;
    };
    addEventListener("afterprint", restore, { once: true });
    print();
  }

  async #zip(): Promise<void> {
    const { dossier, context, items } = this;
    const { texts } = context;
    this.packing = true;
    let done = 0;
    try {
      const placed = inOrder(dossier, texts);
      const tell = (): void =>
        void (this.status = sentence(texts["dossier.export.packing"], { done: String(done), total: String(placed.length) }));
      tell();
      const made = [
        { path: this.#name("report", "html"), parts: [paperPage(dossier, context, placed)] },
        { path: this.#name("data", "json"), parts: dossier.json() },
        { path: this.#name("recipients", "csv"), parts: csv(dossier, context) },
      ];
      const blob = await archive(placed, made, items, () => {
        done++;
        tell();
      });
      save([blob], this.#name("data", "zip"));
      this.status = texts["dossier.export.packed"];
    } catch (error) {
      this.status =
        error instanceof ChangedFile ? sentence(texts["dossier.export.changed"], { name: error.file }) : texts["dossier.export.fault"];
    }
    this.packing = false;
  }
}

define("pec-dossier-export", PecDossierExport);
