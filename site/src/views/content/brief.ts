import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../parts/define";
import type { BriefForm } from "../../core/content";
import type { Context } from "../parts/context";
import { icon } from "../parts/icon";
import { sentence } from "../../texts/fill";
import type { Listed } from "./attachments";
import type { Source } from "../../core/source";

/** Signers that were seen to take their hashes of files as they are, by the SHA-256 of their certificate. */
const decoding = new Set<string>();

/** Forms of which a match tells that one file has this hash, and not a text that holds it. */
const TELLS: BriefForm = "decoded";
const ITSELF: readonly BriefForm[] = ["decoded", "text"];

interface Compared {
  name: string;
  /** The hash that it has, and how; undefined for none of the receipt's. */
  match?: { name: string; form: BriefForm };
  fault?: boolean;
}

/** `<pec-brief>`: compares original files with the hashes that a brief receipt has in their place (RFC 6109 §3.3.2.2). */
export class PecBrief extends LitElement {
  static override readonly properties = {
    source: { attribute: false },
    listed: { attribute: false },
    signer: { attribute: false },
    context: { attribute: false },
    compared: { state: true },
    over: { state: true },
  };

  declare source: Source;
  declare listed: readonly Listed[];
  /** SHA-256 of the certificate that signed the receipt; "" = not known. */
  declare signer: string;
  declare context: Context;
  declare compared: readonly Compared[];
  declare over: boolean;

  /** Outside of the page: its one visible file input is for files to be verified. */
  readonly #input = document.createElement("input");

  constructor() {
    super();
    this.compared = [];
    this.over = false;
    this.signer = "";
    this.#input.type = "file";
    this.#input.multiple = true;
    this.#input.addEventListener("change", () => {
      void this.compare(Array.from(this.#input.files ?? []));
      this.#input.value = "";
    });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Compares files with the hashes of the receipt, one after the other. */
  async compare(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      const one: Compared = { name: file.name };
      try {
        const hashes = await this.source.ask({ do: "brief", file });
        const itself = hashes.find(({ form }) => ITSELF.includes(form))?.sha1;
        for (const { form, sha1 } of hashes) {
          const listed = this.listed.find(({ hash }) => hash === sha1);
          if (listed === undefined) continue;
          one.match = { name: listed.name, form };
          // Where an encoded text has the same hash there is nothing to learn.
          if (form === TELLS && !hashes.some(other => !ITSELF.includes(other.form) && other.sha1 === itself)) decoding.add(this.#provider);
          break;
        }
      } catch {
        one.fault = true;
      }
      this.compared = [...this.compared, one];
    }
  }

  protected override render(): TemplateResult {
    const { texts } = this.context;
    const stated = this.listed.filter(({ hash }) => hash);
    const found = new Set(this.compared.flatMap(({ match }) => (match === undefined || this.#refused(match.form) ? [] : [match.name])));
    return html`<div class="compare ${this.over ? "over" : ""}" @dragover=${this.#dragOver} @dragleave=${() => (this.over = false)} @drop=${this.#drop}>
      <p>${texts["brief.what"]}</p>
      <p class="tools"><button type="button" class="btn btn-outline-primary btn-sm" @click=${() => this.#input.click()}>${texts["brief.button"]}</button> <span class="or">${texts["drop.hint"]}</span></p>
      <div role="status">
        ${
          this.compared.length === 0
            ? nothing
            : html`<ul class="plain">
                ${repeat(
                  this.compared,
                  one => one,
                  one => this.#one(one),
                )}
              </ul>
              <p><strong>${sentence(texts["brief.count"], { found: String(found.size), total: String(stated.length) })}</strong></p>
              ${found.size === 0 ? nothing : html`<p class="note">${texts["brief.sha1"]}</p>`}`
        }
      </div>
    </div>`;
  }

  /** Whose hashes these are: without a certificate of this receipt alone. */
  get #provider(): string {
    return this.signer || `${this.source.sha256} ${this.listed.map(({ hash }) => hash).join(" ")}`;
  }

  /** The hash of an encoded text is not one of this provider's, who takes those of files as they are. */
  #refused(form: BriefForm): boolean {
    return !ITSELF.includes(form) && decoding.has(this.#provider);
  }

  #one({ name, match, fault }: Compared): TemplateResult {
    const { texts } = this.context;
    if (match !== undefined) {
      const refused = this.#refused(match.form);
      const how = refused ? "other" : match.form === TELLS ? undefined : match.form === "text" ? "text" : "encoded";
      const answer = refused ? "no" : how === undefined ? "yes" : "open";
      return html`<li class="answer ${answer}">
        ${icon(answer)}
        <div>
          <p>${sentence(how === undefined ? texts["brief.match"] : texts[`brief.match.${how}`], { name, hash: match.name })}</p>
          <p class="note">${texts[`brief.form.${match.form}`]}</p>
        </div>
      </li>`;
    }
    return html`<li class="answer ${fault ? "open" : "no"}">${icon(fault ? "open" : "no")}<p>${sentence(texts[fault ? "brief.fault" : "brief.none"], { name })}</p></li>`;
  }

  #dragOver(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = true;
  }

  #drop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    void this.compare(Array.from(event.dataTransfer?.files ?? []));
  }
}

define("pec-brief", PecBrief);
