import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Source } from "../core/source";
import { ContentFault } from "../core/content";
import type { Profile } from "../core/dossier";
import { together, type Pieces } from "../model/pieces";
import { markOf, type Item, type Mark } from "../model/item";
import { isUnread, type Outcome } from "../model/report";
import type { Work } from "./work";
import { Dossier } from "../model/dossier";

/** What the core says of a mail without evidence: it may be one that was sent. */
const MAILS = new Set(["file.mail", "file.mail-postacert", "file.mail-unopened"]);

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/** Joins the files to a dossier, each time that all of them are done. */
export class Joining implements ReactiveController {
  readonly #host: Host;
  readonly #work: Work;
  readonly #ask: Source["ask"];
  /** Undefined while there is none: files are being verified, or none was given. */
  dossier: Dossier | undefined;
  /** reading: the dossier stands, but for the sent mails. */
  state: "idle" | "building" | "reading" | "fault" = "idle";
  profile: Profile = "";
  /** Names of files in which a sent mail was to be looked for, and which are not those that were verified any more. */
  changed: readonly string[] = [];
  #joined: readonly Pieces[] = [];
  #marks: readonly Mark[] = [];
  #run = 0;
  /** Sent mails by the pieces of their file, and what was wanted of it. */
  readonly #sent = new WeakMap<Pieces, { wanted: string; mails: Pieces }>();

  constructor(host: Host, work: Work, ask: Source["ask"]) {
    this.#host = host;
    this.#work = work;
    this.#ask = ask;
    host.addController(this);
  }

  hostUpdate(): void {
    const pieces = this.#work.open ? [] : this.#work.items.flatMap(item => item.pieces ?? []);
    const marks = this.#work.open ? [] : this.#work.items.flatMap(item => markOf(item) ?? []);
    const same = pieces.length === this.#joined.length && pieces.every((one, i) => one === this.#joined[i]);
    if (same && JSON.stringify(marks) === JSON.stringify(this.#marks)) return;
    this.#joined = pieces;
    this.#marks = marks;
    this.dossier = undefined;
    void this.#join();
  }

  /** The files behind the dossier. */
  get items(): readonly Item[] {
    return this.#work.items;
  }

  /** Leads to the dossier; undefined while there is none, or no more in it than one file. */
  get way(): (() => void) | undefined {
    if (this.dossier === undefined || this.dossier.lines.length === 0 || this.dossier.single) return undefined;
    return () => {
      const title = this.#host.renderRoot.querySelector<HTMLElement>("#dossier");
      title?.scrollIntoView({ block: "start" });
      title?.focus({ preventScroll: true });
    };
  }

  choose(profile: Profile): void {
    this.profile = profile;
    void this.#join();
  }

  retry(): void {
    void this.#join();
  }

  async #join(): Promise<void> {
    const run = ++this.#run;
    const current = (): boolean => run === this.#run;
    const tell = (state: Joining["state"], dossier?: Dossier): void => {
      if (!current()) return;
      this.state = state;
      this.dossier = dossier ?? this.dossier;
      this.#host.requestUpdate();
    };
    if (this.#joined.length === 0) {
      this.state = "idle";
      return;
    }
    this.state = "building";
    this.changed = [];
    const changed: string[] = [];
    const join = async (pieces: readonly Pieces[]): Promise<Dossier> =>
      new Dossier(await this.#ask({ do: "join", pieces: together(pieces), profile: this.profile, unread: this.#marks }));
    try {
      const { mails, waiting } = this.#mails();
      const first = await join([...this.#joined, ...mails]);
      tell(waiting.length === 0 ? "idle" : "reading", first);
      if (waiting.length === 0) return;
      for (const { item, wanted } of waiting) {
        if (!current()) return;
        const pieces = item.pieces!;
        const found = await this.#ask({ do: "sent", file: item.file!, pieces: together([pieces]), wanted }).catch((error: unknown) => {
          if (!(error instanceof ContentFault && error.changed)) throw error;
          changed.push(item.name);
        });
        if (found === undefined) continue;
        const own = { own: found, blocks: [] };
        this.#sent.set(pieces, { wanted: wanted.join("\n"), mails: own });
        mails.push(own);
      }
      if (!current()) return;
      const whole = await join([...this.#joined, ...mails]);
      if (current()) this.changed = changed;
      tell("idle", whole);
    } catch {
      tell("fault");
    }
  }

  /** Mails that may have been sent: those that were read for the same evidence, and the files that are still to be read. */
  #mails(): { mails: Pieces[]; waiting: { item: Item; wanted: string[] }[] } {
    const items = this.#work.items.filter(item => item.pieces !== undefined && item.file !== undefined && item.outcomes.some(isMail));
    if (items.length === 0) return { mails: [], waiting: [] };
    const wanted = [...new Set(this.#work.outcomes.flatMap(named))].sort();
    const found = { mails: [] as Pieces[], waiting: [] as { item: Item; wanted: string[] }[] };
    for (const item of items) {
      const known = this.#sent.get(item.pieces!);
      if (known !== undefined && known.wanted === wanted.join("\n")) found.mails.push(known.mails);
      else found.waiting.push({ item, wanted });
    }
    return found;
  }
}

function isMail(outcome: Outcome): boolean {
  return !isUnread(outcome) && outcome.checks.some(({ id, reason }) => id === "file.type" && MAILS.has(reason));
}

/** The identifiers under which evidence knows its message. */
function named(outcome: Outcome): string[] {
  if (isUnread(outcome) || outcome.indication !== "TOTAL-PASSED" || outcome.certified === undefined) return [];
  return [outcome.certified.identifier, outcome.certified.messageID].filter(Boolean);
}
