import { html, LitElement, nothing, type TemplateResult } from "lit";
import { define } from "../parts/define";
import { safeName } from "../parts/filenames";
import { save } from "../parts/save";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
import { printOne } from "./print";
import { quote, quoteText } from "./quote";

/** `<pec-takeaway>`: what a person takes away of one result. */
export class PecTakeaway extends LitElement {
  static override readonly properties = {
    report: { attribute: false },
    context: { attribute: false },
    copied: { state: true },
  };

  declare report: Report;
  declare context: Context;
  declare copied: boolean;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { texts } = this.context;
    const lines = quote(this.report, this.context, new Date());
    const text = lines === undefined ? undefined : quoteText(lines);
    return html`<div class="takeaway" role="group" aria-label=${texts["takeaway.title"]}>
      <p class="tools">
        <button type="button" class="btn btn-outline-primary btn-sm" @click=${this.#print}>${texts["takeaway.print"]}</button>
        ${text === undefined ? nothing : html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.#copy(text)}>${texts["takeaway.copy"]}</button>`}
        <button type="button" class="btn btn-outline-primary btn-sm" @click=${this.#json}>${texts["takeaway.json"]}</button>
      </p>
      <p role="status">${this.copied ? texts["takeaway.copied"] : nothing}</p>
    </div>`;
  }

  #print(): void {
    const article = this.closest("article");
    if (article !== null) printOne(article);
  }

  #json(): void {
    const name = this.report.file.name + (this.report.part === "" ? "" : ` ${this.report.part}`);
    const mark = this.context.example ? { example: this.context.texts["example.mark"] } : {};
    save([JSON.stringify({ ...mark, ...this.report }, undefined, 2)], safeName(`${name}.json`, "report.json"));
  }

  async #copy(text: string): Promise<void> {
    const details = this.closest("article")!.querySelector<HTMLDetailsElement>("details.quote")!;
    details.open = true;
    try {
      await navigator.clipboard.writeText(text);
      this.copied = true;
    } catch {
      // Without the right to write there: it is selected, to be copied by hand.
      getSelection()?.selectAllChildren(details.querySelector(".lines")!);
      this.copied = false;
    }
  }
}

define("pec-takeaway", PecTakeaway);
