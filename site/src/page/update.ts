import { html, LitElement, nothing } from "lit";
import { isLanguage, textsOf } from "../pec-verifier.js";
import { offline } from "./registration";

/** `<pec-update>`: announces a new version and changes to it when the person agrees, never in the middle of a check. */
export class PecUpdate extends LitElement {
  static override readonly properties = { lang: { type: String } };

  readonly #changed = (): void => this.requestUpdate();
  readonly #watching = new MutationObserver(this.#changed);

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    offline.addEventListener("change", this.#changed);
    const verifier = document.querySelector("pec-verifier");
    if (verifier !== null) this.#watching.observe(verifier, { attributeFilter: ["state"] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    offline.removeEventListener("change", this.#changed);
    this.#watching.disconnect();
  }

  protected override render(): unknown {
    const words = textsOf(isLanguage(this.lang) ? this.lang : "it");
    if (offline.overtaken) return html`<p class="update" role="status">${words["update.elsewhere"]}</p>`;
    if (!offline.waiting) return nothing;
    return html`<div class="update" role="status">
      <p>${words["update.waiting"]} ${this.#idle ? words["update.lost"] : words["update.busy"]}</p>
      ${this.#idle ? html`<button type="button" @click=${this.#apply}>${words["update.apply"]}</button>` : nothing}
    </div>`;
  }

  get #idle(): boolean {
    return document.querySelector("pec-verifier")?.idle ?? true;
  }

  #apply(): void {
    if (this.#idle) offline.apply();
  }
}

customElements.define("pec-update", PecUpdate);
