import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { define } from "../parts/define";
import { ContentFault, type OpenedBody, type OpenedMessage } from "../../core/content";
import { trusted } from "../../core/trusted";
import type { Context } from "../parts/context";
import { bounded, row } from "../parts/bounded";
import { visibleLines } from "../../texts/visible";
import { plain, sentence, set, value } from "../../texts/fill";
import { attachmentsView, type Listed } from "./attachments";
import { formatted, pictures, plainText, type Formatted } from "./frame";
import { safeName } from "../parts/filenames";
import { save } from "../parts/save";
import type { Source } from "../../core/source";

/** Characters of a text that are shown; a page with more answers slowly. */
const LONGEST_TEXT = 200_000;
/** Bytes of one picture in HTML, and how many pictures. */
const LARGEST_PICTURE = 3_000_000;
const MOST_PICTURES = 30;

/** Whether a text may be taller than its box on a narrow screen: who has keys alone must scroll it, and stops nowhere else. */
function scrolls(text: string): boolean {
  return text.length > 300 || text.split("\n", 8).length > 7;
}

/**
 * `<pec-message>`: the certified message of one report, or one attached to it. It opens the file anew when it comes into
 * view. It has no shadow of its own, so that the styles of the report hold.
 */
export class PecMessage extends LitElement {
  static override readonly properties = {
    source: { attribute: false },
    reportPart: { attribute: false },
    path: { attribute: false },
    listed: { attribute: false },
    context: { attribute: false },
    message: { state: true },
    fault: { state: true },
    frame: { state: true },
    unfolded: { state: true },
  };

  declare source: Source;
  declare reportPart: string;
  /** Leads into attached messages. */
  declare path: string;
  /** Attachments as the report has them; those of an attached message come with it. */
  declare listed: readonly Listed[] | undefined;
  declare context: Context;
  declare message: OpenedMessage | undefined;
  declare fault: "open" | "save" | "changed" | undefined;
  declare frame: Formatted | undefined;
  declare unfolded: ReadonlySet<number>;

  #seen: IntersectionObserver | undefined;
  #asked = false;

  constructor() {
    super();
    this.path = "";
    this.unfolded = new Set();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const soon = { rootMargin: "800px" };
    this.#seen = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) void this.#open();
    }, soon);
    // In a part that is closed it is read too, so that paper has it.
    this.#seen.observe(this.closest("details.section") ?? this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Another file in the same place.
    if (changed.get("source") === undefined && changed.get("reportPart") === undefined) return;
    if ((changed.get("source") as Source | undefined)?.file === this.source.file && !changed.has("reportPart")) return;
    this.message = this.frame = this.fault = undefined;
    this.#asked = false;
    this.unfolded = new Set();
  }

  async #open(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    try {
      this.message = await this.source.ask({
        do: "open",
        file: this.source.file,
        sha256: this.source.sha256,
        part: this.reportPart,
        path: this.path,
      });
    } catch (error) {
      this.fault = faultOf(error, "open");
    }
  }

  protected override render(): TemplateResult {
    const { texts } = this.context;
    const listed = this.listed ?? this.message?.attachments ?? [];
    return html`${this.path === "" ? nothing : this.#head()} ${this.#body()}
      <h5>${texts["content.attachments"]}</h5>
      ${listed.length === 0 ? html`<p>${texts["content.no-attachments"]}</p>` : attachmentsView(listed, this.context, number => this.#tools(number, listed[number]!))}
      ${this.message?.cut ? html`<p class="note">${texts["content.cut"]}</p>` : nothing}
      <p role="status">${this.fault === undefined ? nothing : texts[`content.fault.${this.fault}`]}</p>
      ${this.#fields()}`;
  }

  #head(): unknown {
    const { texts } = this.context;
    const { message } = this;
    if (message === undefined) return nothing;
    const optional = (label: string, text: string): unknown => (text === "" ? nothing : row(label, value(text)));
    return html`<dl>
      ${optional(texts["content.from"], message.from)}
      ${message.to.length === 0 ? nothing : row(texts["content.to"], bounded(message.to, this.context, value))}
      ${optional(texts["content.subject"], message.subject)} ${optional(texts["content.date"], message.date)}
    </dl>`;
  }

  #body(): unknown {
    const { texts } = this.context;
    const { message } = this;
    if (message === undefined) return this.fault === undefined ? html`<p class="note opening">${texts["content.opening"]}</p>` : nothing;
    const rich = message.bodies.find(body => body.type === "text/html");
    const readable = message.bodies.filter(body => body.type !== "text/html");
    return html`<h5>${texts["content.text"]}</h5>
      ${readable.length > 0 ? readable.map(body => this.#text(body.text, body.cut)) : rich === undefined ? html`<p>${texts["content.no-text"]}</p>` : html`${this.#text(plainText(rich.text), rich.cut)}<p class="note">${texts["content.html-only"]}</p>`}
      ${rich === undefined ? nothing : this.#formatted(rich)}`;
  }

  /** What few need stands below what most came for. */
  #fields(): unknown {
    const fields = this.message?.fields ?? [];
    if (fields.length === 0) return nothing;
    return html`<details>
      <summary>${this.context.texts["content.fields"]}</summary>
      <dl>${fields.map(field => row(visibleLines(field.name, 200), value(field.value)))}</dl>
    </details>`;
  }

  #text(text: string, cut: boolean): TemplateResult {
    const { texts } = this.context;
    return html`<pre class="text" tabindex=${scrolls(text) ? "0" : nothing} role="group" aria-label=${texts["content.text"]} dir="auto">${visibleLines(text, LONGEST_TEXT)}</pre>
      ${cut || text.length > LONGEST_TEXT ? html`<p class="note">${texts["content.long"]}</p>` : nothing}`;
  }

  #formatted(body: OpenedBody): TemplateResult {
    const { texts } = this.context;
    const { frame } = this;
    return html`<p>
        <button type="button" class="btn btn-outline-primary btn-sm" aria-expanded=${frame !== undefined} @click=${() => void this.#toggle(body)}>
          ${texts[frame === undefined ? "content.format" : "content.format.hide"]}
        </button>
      </p>
      ${
        frame === undefined
          ? nothing
          : html`<p class="note format-note">${texts["content.format.note"]}${frame.remote === 0 ? nothing : html` ${sentence(texts["content.format.remote"], { count: frame.remote })}`}</p>
            <iframe class="mail" sandbox="" referrerpolicy="no-referrer" title=${texts["content.format.title"]} .srcdoc=${trusted().createHTML(frame.document)}></iframe>
            ${
              frame.links.length === 0
                ? nothing
                : html`<h5>${texts["content.links"]}</h5>
                  ${bounded(frame.links, this.context, ({ text, target }) => html`${text === "" ? nothing : html`${set(text)}: `}${value(target)}`)}`
            }`
      }`;
  }

  async #toggle(body: OpenedBody): Promise<void> {
    if (this.frame !== undefined) {
      this.frame = undefined;
      return;
    }
    this.frame = formatted(body.text, await this.#pictures(body.text));
  }

  /** The pictures that the message carries itself, as data: URLs by Content-ID. */
  async #pictures(source: string): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const id of pictures(source).slice(0, MOST_PICTURES)) {
      const number = this.message!.attachments.findIndex(one => one.id === id && one.size <= LARGEST_PICTURE);
      const picture = this.message!.attachments[number];
      if (picture === undefined || !picture.type.startsWith("image/")) continue;
      const bytes = await this.#bytes(number).catch(() => undefined);
      if (bytes === undefined) continue;
      let binary = "";
      for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
      found.set(id, `data:${picture.type};base64,${btoa(binary)}`);
    }
    return found;
  }

  #tools(number: number, attachment: Listed): TemplateResult {
    const { texts } = this.context;
    const label = (key: "attachment.save.name" | "attachment.open.name"): string =>
      plain(texts[key], { name: attachment.name || texts["attachment.unnamed"] });
    const open = this.unfolded.has(number);
    return html`<p class="tools">
        <button type="button" class="btn btn-outline-primary btn-sm" aria-label=${label("attachment.save.name")} @click=${() => void this.#save(number, attachment)}>
          ${texts["attachment.save"]}
        </button>
        ${
          this.message?.attachments[number]?.message
            ? html`<button type="button" class="btn btn-outline-primary btn-sm" aria-label=${label("attachment.open.name")} aria-expanded=${open} @click=${() => this.#unfold(number)}>
              ${texts["attachment.open"]}
            </button>`
            : nothing
        }
      </p>
      ${
        open
          ? html`<div class="nested">
            <pec-message .source=${this.source} .reportPart=${this.reportPart} .path=${this.path === "" ? String(number) : `${this.path}.${number}`} .context=${this.context}></pec-message>
          </div>`
          : nothing
      }`;
  }

  #unfold(number: number): void {
    const all = new Set(this.unfolded);
    if (!all.delete(number)) all.add(number);
    this.unfolded = all;
  }

  #bytes(number: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.source.ask({
      do: "attachment",
      file: this.source.file,
      sha256: this.source.sha256,
      part: this.reportPart,
      path: this.path,
      number,
    });
  }

  async #save(number: number, attachment: Listed): Promise<void> {
    try {
      save(
        [await this.#bytes(number)],
        (this.source.prefix ?? "") +
          safeName(attachment.name, attachment.type === "message/rfc822" ? `${number + 1}.eml` : String(number + 1)),
      );
      this.fault = undefined;
    } catch (error) {
      this.fault = faultOf(error, "save");
    }
  }
}

function faultOf<Fault>(error: unknown, other: Fault): Fault | "changed" {
  return error instanceof ContentFault && error.changed ? "changed" : other;
}

define("pec-message", PecMessage);
