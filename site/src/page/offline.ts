import { html, LitElement, nothing } from "lit";
import { isLanguage, textsOf } from "../pec-verifier.js";
import { offline } from "./registration";

/** `<pec-offline>`: says that the page works without network, once it does. */
export class PecOffline extends LitElement {
  static override readonly properties = { lang: { type: String } };

  readonly #changed = (): void => this.requestUpdate();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    offline.addEventListener("change", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    offline.removeEventListener("change", this.#changed);
  }

  protected override render(): unknown {
    return offline.ready ? html`<p role="status">${textsOf(isLanguage(this.lang) ? this.lang : "it")["offline.ready"]}</p>` : nothing;
  }
}

customElements.define("pec-offline", PecOffline);
