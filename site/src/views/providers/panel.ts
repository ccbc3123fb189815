import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { programHost, type HostFault } from "../../core/host";
import {
  ListFault,
  ownStorage,
  sums,
  type ListAnswer,
  type ListAsk,
  type ListFaultCode,
  type ListInfo,
  type ListPart,
  type ListPreview,
  type WaitingList,
} from "../../core/lists";
import { dated as dateOf } from "../parts/format";
import type { Context } from "../parts/context";
import { inEnglish } from "../parts/english";
import { icon } from "../parts/icon";
import { plain, sentence } from "../../texts/fill";
import { age, OLD_AFTER_DAYS } from "./age";
import { hostFaultView } from "./host";
import { dated, partView } from "./parts";
import { OtherPages } from "./pages";
import { previewView, type FingerprintFault } from "./preview";
import { tableView, type TableState } from "./table";
import { noticeView, waitingView } from "./waiting";
import { dropped, faults } from "./words";

/** What the panel needs of the element it is a part of. */
export interface PanelHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
  listContext(): Context;
  ask<Ask extends ListAsk>(ask: Ask): Promise<ListAnswer<Ask>>;
  readonly hostFault: HostFault | undefined;
  /** Verifies again what was verified with another list. */
  recheck(): Promise<void>;
  announce(text: string): void;
}

interface Pending {
  file: File;
  confirmed: string;
  preview: ListPreview;
}

/** The panel "Elenco dei gestori": which list judges, and how another one comes in. */
export class ListPanel implements ReactiveController {
  readonly #host: PanelHost;
  readonly #others = new OtherPages(() => this.#follow());
  /** Names of lists in use that another page has forgotten. */
  #lost: readonly string[] = [];
  /** Kept lists about which the person said: not now. */
  #declined = "";
  #info: ListInfo | undefined;
  #pending: Pending | undefined;
  #fingerprintFault: FingerprintFault;
  #fault: { name: string; code: ListFaultCode | "several"; message: string } | undefined;
  #reading = "";
  #table: TableState = { search: "", open: false };
  #over = false;
  /** Whoever has a list to import wants to see all; others want to know which one judges. */
  #open = false;

  constructor(host: PanelHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#others.listen();
  }

  hostDisconnected(): void {
    this.#others.close();
  }

  hostUpdated(): void {
    const dialog = this.#dialog();
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** Asks the core, once it is ready, what list is in use; the one beside the page may come after the first results. */
  async refresh(): Promise<void> {
    await this.#try("", async () => {
      const before = this.#info;
      this.#info = await this.#host.ask({ do: "info" });
      if (before !== undefined && sums(before) !== sums(this.#info)) await this.#host.recheck();
    });
  }

  /** Puts a list in use without a question; rejects with a ListFault and changes nothing if it is not accepted. */
  async import(file: File, confirmed: string): Promise<ListInfo> {
    const info = await this.#host.ask({ do: "accept", file, confirmed: digits(confirmed), expected: "" });
    await this.#use(info, "providers.accepted", file.name);
    return info;
  }

  /** Reads a list and shows what it is; nothing changes before the person accepts it. */
  async #offer(files: Iterable<File> = []): Promise<void> {
    const [file, another] = Array.from(files);
    if (file === undefined || this.#reading !== "") return;
    this.#open = true;
    if (another !== undefined) return this.#failed(file.name, "several", "");
    await this.#try(file.name, async () => {
      this.#reading = file.name;
      this.#pending = { file, confirmed: "", preview: await this.#host.ask({ do: "preview", file, confirmed: "" }) };
      this.#fingerprintFault = undefined;
    });
  }

  async #confirm(entered: string): Promise<void> {
    const pending = this.#pending;
    if (pending === undefined) return;
    const confirmed = digits(entered);
    if (!/^[0-9a-f]{64}$/.test(confirmed)) this.#fingerprintFault = "shape";
    else if (confirmed !== pending.preview.origin.sha256) this.#fingerprintFault = "differs";
    else {
      await this.#try(pending.file.name, async () => {
        const preview = await this.#host.ask({ do: "preview", file: pending.file, confirmed });
        this.#pending = { file: pending.file, confirmed, preview };
        this.#fingerprintFault = undefined;
      });
      await this.#host.updateComplete;
      this.#dialog()?.querySelector<HTMLElement>("h2")?.focus();
    }
    this.#host.requestUpdate();
  }

  async #accept(): Promise<void> {
    const pending = this.#pending;
    if (pending === undefined || this.#reading !== "") return;
    const { file, confirmed, preview } = pending;
    await this.#try(file.name, async () => {
      this.#reading = file.name;
      this.#host.requestUpdate();
      const info = await this.#host.ask({ do: "accept", file, confirmed, expected: preview.sha256 });
      this.#close();
      await this.#use(info, "providers.accepted", file.name);
    });
    this.#close();
  }

  async #forget(sha256: string): Promise<void> {
    await this.#try("", async () => {
      const info = await this.#host.ask({ do: "forget", sha256 });
      await this.#use(info, "providers.forgotten", "");
    });
    this.#button()?.focus(); // the one that was pressed is gone
  }

  async #export(): Promise<void> {
    await this.#try("", async () => {
      const text = await this.#host.ask({ do: "export" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = `elenco-gestori-pec${/^\d{4}-\d\d-\d\d/.exec(this.#info?.date ?? "")?.[0].replace(/^/, "-") ?? ""}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
  }

  /** Another page of the same origin, whoever wrote it, says that what is kept has changed: nothing of it is in use before the person agrees. */
  async #follow(): Promise<void> {
    const before = this.#info;
    const info = await this.#host.ask({ do: "reload" }).catch(() => undefined);
    if (info === undefined) return;
    this.#info = info;
    const kept = (all: readonly ListPart[] = []): Map<string, string> =>
      new Map(all.filter(one => one.remembered).map(one => [one.sha256, one.name]));
    const [was, is] = [kept(before?.parts), kept(info.parts)];
    const lost = [...was].filter(([sha256]) => !is.has(sha256)).map(([, name]) => name);
    this.#lost = [...this.#lost, ...lost];
    if (lost.length > 0 || waits(info) !== waits(before)) this.#host.announce(this.#host.listContext().texts["providers.changed"]);
    this.#host.requestUpdate();
  }

  /** Puts kept lists in use, which the person sees. */
  async #agree(lists: readonly WaitingList[]): Promise<void> {
    await this.#try("", async () => {
      const info = await this.#host.ask({ do: "agree", sha256: lists.map(({ sha256 }) => sha256) });
      await this.#use(info, "providers.agreed", "");
    });
    if (this.#fault !== undefined) this.#open = true;
    this.#host.requestUpdate();
  }

  async #use(info: ListInfo, said: "providers.accepted" | "providers.forgotten" | "providers.agreed", name: string): Promise<void> {
    this.#info = info;
    this.#lost = [];
    this.#fault = undefined;
    if (said !== "providers.agreed") this.#others.tell();
    this.#host.announce(plain(this.#host.listContext().texts[said], { name }));
    this.#host.requestUpdate();
    await this.#host.recheck();
  }

  async #try(name: string, work: () => Promise<void>): Promise<void> {
    this.#fault = undefined;
    this.#host.requestUpdate();
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ListFault)) throw error;
      this.#failed(name, error.code, error.message);
    } finally {
      this.#reading = "";
      this.#host.requestUpdate();
    }
  }

  #failed(name: string, code: ListFaultCode | "several", message: string): void {
    this.#fault = { name, code, message };
    this.#host.requestUpdate();
  }

  #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector<HTMLDialogElement>("dialog.preview");
  }

  #button(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(".providers .import");
  }

  /** Closing gives the focus back to where it was; after a drop that was nowhere. */
  #close(): void {
    if (this.#pending === undefined) return;
    const dialog = this.#dialog();
    dialog?.close();
    this.#pending = undefined;
    this.#fingerprintFault = undefined;
    const root = this.#host.renderRoot;
    const active = root instanceof ShadowRoot ? root.activeElement : null;
    if (active === null || dialog?.contains(active)) this.#button()?.focus();
    this.#host.requestUpdate();
  }

  /** Opens the panel and lets the person choose a list. */
  choose(): void {
    this.#open = true;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#choose());
  }

  /** The panel behind one line, with the date of what is in use. */
  line(context: Context): TemplateResult {
    const { texts } = context;
    const info = this.#info;
    const trouble =
      this.#fault !== undefined ||
      this.#pending !== undefined ||
      this.#host.hostFault !== undefined ||
      (info !== undefined && (info.storage !== "" || info.dropped.length > 0));
    return html`<details class="lists" ?open=${this.#open || trouble} @toggle=${(event: Event) => (this.#open = (event.target as HTMLDetailsElement).open)}>
      <summary>${texts["providers.title"]} <span class="note">${info === undefined ? texts["providers.loading"] : sentence(texts["providers.line"], { count: admitted(info), date: dateOf(info.date, context.language) })}</span></summary>
      ${this.render(context)}
    </details>`;
  }

  /** What is kept in the browser and waits for a word of the person; nothing where nothing does. */
  notice(context: Context): TemplateResult | typeof nothing {
    const { waiting } = this.#info ?? { waiting: [] };
    return noticeView(
      waits(this.#info) === this.#declined ? [] : waiting,
      this.#lost,
      {
        agree: () => void this.#agree(waiting),
        decline: () => {
          this.#declined = waits(this.#info);
          this.#lost = [];
          this.#host.requestUpdate();
        },
      },
      context,
    );
  }

  render(context: Context): TemplateResult {
    const { texts } = context;
    const info = this.#info;
    return html`<section
      class="providers ${this.#over ? "over" : ""}"
      aria-labelledby="providers"
      @dragenter=${this.#dragOver}
      @dragover=${this.#dragOver}
      @dragleave=${this.#dragLeave}
      @drop=${this.#drop}
    >
      <h2 id="providers">${texts["providers.title"]}</h2>
      <p>${texts["providers.lead"]}</p>
      ${info === undefined ? html`<p class="note">${texts["providers.loading"]}</p>` : this.#inUse(info, context)}
      <input class="list-file" type="file" hidden aria-label=${texts["providers.input"]} @change=${this.#chosen} />
      <div role="alert">${this.#fault === undefined ? nothing : this.#faultView(this.#fault, context)}</div>
      ${this.#reading === "" ? nothing : html`<p class="note">${sentence(texts["providers.reading"], { name: this.#reading })}</p>`}
      ${info === undefined ? nothing : this.#manage(info, context)}
      ${
        this.#pending === undefined
          ? nothing
          : previewView(
              this.#pending.preview,
              this.#fingerprintFault,
              this.#reading !== "",
              { accept: () => void this.#accept(), cancel: () => this.#close(), confirm: entered => void this.#confirm(entered) },
              context,
            )
      }
    </section>`;
  }

  /** What everybody reads: of what date the list is and what that means, and what went wrong with kept ones. */
  #inUse(info: ListInfo, context: Context): TemplateResult {
    const { texts } = context;
    const days = age(info.date, Date.now());
    const imported = info.parts.filter(({ from }) => from === "person").length;
    return html`<div>
        <p><strong>${texts["providers.dated"]}: ${dated(info.date, context)}</strong></p>
        ${imported === 0 ? nothing : html`<p>${sentence(texts["providers.imported"], { count: imported })}</p>`}
        ${days !== undefined && days > OLD_AFTER_DAYS ? html`<p class="note">${texts["providers.old"]}</p>` : nothing}
      </div>
      ${hostFaultView(this.#host.hostFault, file => void this.#offer([file]), context)}
      ${info.storage === "" ? nothing : html`<p class="old">${icon("warning")} ${texts["list-storage"]}</p>`}
      ${info.dropped.map(
        ({ name, reason, detail }) =>
          html`<div class="old">
            ${icon("warning")}
            <div>
              <p>${sentence(texts[dropped[reason]], { name })}</p>
              <p class="note">${inEnglish(detail, context)}</p>
            </div>
          </div>`,
      )}`;
  }

  /** The lists in use one by one, how another one comes in, and all that is in them. */
  #manage(info: ListInfo, context: Context): TemplateResult {
    const { texts } = context;
    return html`<ul class="plain parts">
        ${info.parts.map(part => partView(part, context, sha256 => void this.#forget(sha256)))}
        ${info.waiting.map(list =>
          waitingView(
            list,
            () => void this.#agree([list]),
            sha256 => void this.#forget(sha256),
            context,
          ),
        )}
      </ul>
      ${programHost() === undefined ? html`<p class="note">${texts["providers.alone"]}</p>` : nothing}
      ${ownStorage() ? nothing : html`<p class="note">${texts["providers.nowhere"]}</p>`}
      <div class="actions">
        <button type="button" class="btn btn-primary import" @click=${this.#choose}>${texts["providers.import"]}</button>
        <span class="note">${texts["providers.hint"]}</span>
      </div>
      <div class="actions">
        <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.#export()}>${texts["providers.export"]}</button>
        ${
          info.parts.some(({ from }) => from === "person")
            ? html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.#forget("")}>${texts["providers.back"]}</button>`
            : nothing
        }
      </div>
      ${tableView(info, this.#table, to => this.#show(to), context)}`;
  }

  #faultView(
    { name, code, message }: { name: string; code: ListFaultCode | "several"; message: string },
    context: Context,
  ): TemplateResult {
    const { texts } = context;
    return html`<div class="refused">
      ${icon("bad")}
      <div>
        <p>
          ${name === "" ? nothing : html`<strong>${sentence(texts["list-error.title"], { name })}</strong> `}${texts[faults[code]]}
          ${texts["list-error.unchanged"]}
        </p>
        ${message === "" ? nothing : html`<p class="note">${inEnglish(message, context)}</p>`}
      </div>
    </div>`;
  }

  #show(to: Partial<TableState>): void {
    this.#table = { ...this.#table, ...to };
    this.#host.requestUpdate();
  }

  #choose = (): void => {
    this.#host.renderRoot.querySelector<HTMLInputElement>("input.list-file")?.click();
  };

  #chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    void this.#offer(input.files ?? undefined);
    input.value = ""; // the same file can be chosen again
  };

  #dragOver = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    this.#hover(true);
  };

  #dragLeave = (event: DragEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && (event.currentTarget as Node).contains(to))) this.#hover(false);
  };

  #drop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    this.#hover(false);
    void this.#offer(event.dataTransfer?.files);
  };

  #hover(over: boolean): void {
    if (this.#over === over) return;
    this.#over = over;
    this.#host.requestUpdate();
  }
}

/** How many organisations were ever admitted, by a certificate of their own or by an authority. */
function admitted({ providers, authorities }: ListInfo): number {
  const names = [...providers, ...authorities.flatMap(({ organisations }) => organisations)].map(({ name }) => name.toLowerCase());
  return new Set(names).size;
}

/** Which lists wait, in one word. */
function waits(info: ListInfo | undefined): string {
  return info?.waiting.map(({ sha256 }) => sha256).join() ?? "";
}

/** A fingerprint as people write it: in pairs, with colons or blanks, in either case. */
function digits(fingerprint: string): string {
  return fingerprint.replace(/[\s:.-]/g, "").toLowerCase();
}
