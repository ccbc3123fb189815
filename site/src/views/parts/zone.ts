import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { chosenFolder, dropped, type Given } from "../../files/folder";
import type { Context } from "./context";
import { icon } from "./icon";

/** Where files come in: by button, as a folder, or dropped. */
export class DropZone implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  readonly #given: (given: Given) => void;
  readonly #folder = document.createElement("input");
  #over = false;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, given: (given: Given) => void) {
    this.#host = host;
    this.#given = given;
    host.addController(this);
    this.#folder.type = "file";
    this.#folder.webkitdirectory = true;
    this.#folder.addEventListener("change", () => {
      given(chosenFolder(this.#folder.files ?? []));
      this.#folder.value = "";
    });
  }

  hostConnected(): void {}

  /** clear: forgets what was given; with it the zone is a bar above the results. */
  render({ texts }: Context, clear?: () => void): TemplateResult {
    return html`<section
      class="drop ${clear === undefined ? "" : "small"} ${this.#over ? "over" : ""}"
      aria-labelledby="drop"
      @dragenter=${this.#dragOver}
      @dragover=${this.#dragOver}
      @dragleave=${this.#dragLeave}
      @drop=${this.#drop}
    >
      ${icon("upload")}
      <h2 id="drop">${texts["drop.title"]}</h2>
      <p class="buttons">
        <button type="button" class="btn btn-primary" @click=${this.#choose}>${texts["drop.button"]}</button>
        <button type="button" class="btn btn-outline-primary" @click=${() => this.#folder.click()}>${texts["many.folder"]}</button>
        ${
          clear === undefined
            ? html`<span class="or">${texts["drop.hint"]}</span>`
            : html`<button type="button" class="btn btn-outline-primary" @click=${clear}>${texts["result.clear"]}</button>`
        }
      </p>
      <p class="note">${texts["drop.what"]}</p>
      <input type="file" multiple hidden aria-label=${texts["drop.input"]} @change=${this.#chosen} />
    </section>`;
  }

  readonly #choose = (): void => {
    this.#host.renderRoot.querySelector<HTMLInputElement>("input[type=file][multiple]")?.click();
  };

  readonly #chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.#given({ files: Array.from(input.files ?? []), left: [], own: new Set() });
    input.value = ""; // the same file can be chosen again
  };

  readonly #dragOver = (event: DragEvent): void => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    this.#hover(true);
  };

  readonly #dragLeave = (event: DragEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && (event.currentTarget as Node).contains(to))) this.#hover(false);
  };

  readonly #drop = (event: DragEvent): void => {
    event.preventDefault();
    this.#hover(false);
    void dropped(event.dataTransfer).then(this.#given);
  };

  #hover(over: boolean): void {
    if (this.#over === over) return;
    this.#over = over;
    this.#host.requestUpdate();
  }
}
