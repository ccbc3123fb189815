import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { HostFault } from "../../core/host";
import {
  ListFault,
  sums,
  type ListAnswer,
  type ListAsk,
  type ListInfo,
  type ListPart,
  type ListPreview,
  type WaitingList,
} from "../../core/lists";
import { plain, sentence } from "../../texts/fill";
import type { Context } from "../parts/context";
import { dated as dateOf } from "../parts/format";
import { save } from "../parts/save";
import { admitted, faultView, inUseView, manageView, type Deeds, type RefusedList } from "./inuse";
import { OtherPages } from "./pages";
import { digits, previewView, type FingerprintFault } from "./preview";
import type { TableState } from "./table";
import { noticeView } from "./waiting";

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
  #fault: RefusedList | undefined;
  #reading = "";
  #table: TableState = { search: "", open: false, services: false };
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
      save([text], `elenco-gestori-pec${/^\d{4}-\d\d-\d\d/.exec(this.#info?.date ?? "")?.[0].replace(/^/, "-") ?? ""}.json`);
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

  #failed(name: string, code: RefusedList["code"], message: string): void {
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
      <h2 id="providers" class="visually-hidden">${texts["providers.title"]}</h2>
      <p>${texts["providers.lead"]}</p>
      ${info === undefined ? html`<p class="note">${texts["providers.loading"]}</p>` : inUseView(info, this.#host.hostFault, file => void this.#offer([file]), context)}
      <input class="list-file" type="file" hidden aria-label=${texts["providers.input"]} @change=${this.#chosen} />
      <div role="alert">${this.#fault === undefined ? nothing : faultView(this.#fault, context)}</div>
      ${this.#reading === "" ? nothing : html`<p class="note">${sentence(texts["providers.reading"], { name: this.#reading })}</p>`}
      ${info === undefined ? nothing : manageView(info, this.#table, this.#does, context)}
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

  readonly #does: Deeds = {
    choose: () => this.#choose(),
    save: () => void this.#export(),
    forget: sha256 => void this.#forget(sha256),
    agree: list => void this.#agree([list]),
    show: to => {
      this.#table = { ...this.#table, ...to };
      this.#host.requestUpdate();
    },
  };

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

/** Which lists wait, in one word. */
function waits(info: ListInfo | undefined): string {
  return info?.waiting.map(({ sha256 }) => sha256).join() ?? "";
}
