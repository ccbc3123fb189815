import { html, LitElement, nothing, type TemplateResult } from "lit";
import { ContentFault } from "../../core/content";
import { define } from "../parts/define";
import type { Context } from "../parts/context";
import { visibleLines } from "../../texts/visible";
import { save } from "../parts/save";
import type { Source } from "../../core/source";

/** Characters that are shown: a receipt for 50,000 recipients has millions. */
const LONGEST = 100_000;

/** `<pec-daticert>`: the certification data as the provider wrote it, or the evidence of REM with its signature, to read and to save. */
export class PecDaticert extends LitElement {
  static override readonly properties = {
    source: { attribute: false },
    reportPart: { attribute: false },
    evidence: { attribute: false },
    context: { attribute: false },
    bytes: { state: true },
    fault: { state: true },
  };

  declare source: Source;
  declare reportPart: string;
  /** The event that it is evidence of, of registered mail; else undefined. */
  declare evidence: string | undefined;
  declare context: Context;
  declare bytes: Uint8Array<ArrayBuffer> | undefined;
  declare fault: "open" | "changed" | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { texts } = this.context;
    const words =
      this.evidence === undefined
        ? { title: texts["daticert.title"], what: texts["daticert.what"], save: texts["daticert.save"] }
        : { title: texts["rem.evidence.title"], what: texts["rem.evidence.what"], save: texts["rem.evidence.save"] };
    return html`<details @toggle=${this.#toggle}>
      <summary>${words.title}</summary>
      <p class="note">${words.what}</p>
      ${
        this.bytes === undefined
          ? html`<p role="status">${this.fault === undefined ? texts["content.opening"] : texts[`content.fault.${this.fault}`]}</p>`
          : html`<pre class="text code" tabindex="0" role="group" aria-label=${this.#name()}>${this.#text(this.bytes)}</pre>
            ${this.bytes.length > LONGEST ? html`<p class="note">${texts["content.long"]}</p>` : nothing}
            <p class="tools"><button type="button" class="btn btn-outline-primary btn-sm" @click=${this.#save}>${words.save}</button></p>`
      }
    </details>`;
  }

  #name(): string {
    const event = this.evidence?.replaceAll(/[^A-Za-z0-9_-]/g, "") || "Evidence";
    return this.evidence === undefined ? "daticert.xml" : `${event}.xml`;
  }

  #text(bytes: Uint8Array): string {
    const start = bytes.subarray(0, LONGEST);
    const stated = /^[^>]*encoding=["']([\w-]+)["']/.exec(new TextDecoder("latin1").decode(start.subarray(0, 200)))?.[1] ?? "utf-8";
    const charset = /^(iso-8859-1|windows-1252)$/i.test(stated) ? "windows-1252" : "utf-8";
    return visibleLines(new TextDecoder(charset).decode(start), LONGEST);
  }

  async #toggle(event: Event): Promise<void> {
    if (!(event.target as HTMLDetailsElement).open || this.bytes !== undefined) return;
    try {
      this.bytes = await this.source.ask({ do: "daticert", file: this.source.file, sha256: this.source.sha256, part: this.reportPart });
      this.fault = undefined;
    } catch (error) {
      this.fault = error instanceof ContentFault && error.changed ? "changed" : "open";
    }
  }

  #save(): void {
    if (this.bytes !== undefined) save([this.bytes], `${this.source.prefix ?? ""}${this.#name()}`);
  }
}

define("pec-daticert", PecDaticert);
