import { html, LitElement, nothing, type TemplateResult } from "lit";
import { isLanguage, textsOf, type Texts } from "../pec-verifier.js";
import { ownParts } from "./own/fetched";
import { sha256, type OwnPart } from "./own/own";

/** `<pec-proof>`: which program this is, by the hashes of its parts, and how to compare them with the published ones. */
export class PecProof extends LitElement {
  static override readonly properties = { lang: { type: String }, parts: { state: true }, handed: { state: true } };

  /** undefined until the person asks. */
  declare parts: readonly OwnPart[] | "computing" | "impossible" | undefined;
  /** A file that the person gave to be hashed. */
  declare handed: { name: string; sha256: string } | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const words = textsOf(isLanguage(this.lang) ? this.lang : "it");
    return html`<details class="proof-of-page" @toggle=${this.#toggle}>
      <summary>${words["proof.title"]}</summary>
      <p>${words["proof.lead"]}</p>
      ${this.#hashes(words)}
      <p><strong>${words["proof.limit"]}</strong></p>
      <h3>${words["proof.how"]}</h3>
      <ol>
        <li>${words["proof.how.sums"]}</li>
        <li>${words["proof.how.files"]} <code>sha256sum -c SHA256SUMS</code></li>
        <li>${words["proof.how.differs"]}</li>
      </ol>
      <p>
        <label>${words["proof.file"]} <input type="file" @change=${this.#hand} /></label>
      </p>
      <p role="status">${this.handed === undefined ? nothing : html`<code>${this.handed.sha256}</code> <bdi>${this.handed.name}</bdi>`}</p>
    </details>`;
  }

  #hashes(words: Texts): unknown {
    if (this.parts === undefined) return nothing;
    if (this.parts === "computing") return html`<p role="status">${words["proof.computing"]}</p>`;
    if (this.parts === "impossible") return html`<p role="status">${words["proof.impossible"]}</p>`;
    return html`<ul class="hashes">
      ${this.parts.map(part => {
        const outcome = outcomeOf(part);
        return html`<li class=${outcome}><code>${part.name}</code>: ${words[`proof.${outcome}`]} <code class="hash">${part.sha256}</code></li>`;
      })}
    </ul>`;
  }

  async #toggle(event: Event): Promise<void> {
    if (!(event.target as HTMLDetailsElement).open) return;
    if (!("subtle" in crypto)) return void (this.parts = "impossible");
    this.parts = "computing";
    this.parts = await ownParts().catch(() => "impossible" as const);
  }

  async #hand(event: Event): Promise<void> {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (file === undefined) return;
    const bytes = await file.arrayBuffer();
    this.handed = { name: file.name, sha256: await sha256(bytes) };
  }
}

type Outcome = "equal" | "differs" | "open" | "unread";

function outcomeOf({ sha256, expected }: OwnPart): Outcome {
  if (sha256 === "") return "unread";
  if (expected === "") return "open";
  return sha256 === expected ? "equal" : "differs";
}

customElements.define("pec-proof", PecProof);
