import type { Result } from "../core/client";
import type { SharedCore } from "../core/shared";
import { Pace } from "./pace";
import type { Given } from "./folder";
import type { Item, Left } from "../model/item";
import { isUnread, type Outcome } from "../model/report";

const SCHEMA = "pec-report/1";

/** With more files than this the page is told of changes only now and then. */
export const FEW = 10;
const TOLD_EVERY = 200; // ms
const QUEUED_AT_ONCE = 500; // files
/** For who reads reports: what is left, in English. */
const LEFT: Record<Left["reason"], string> = {
  read: "this file could not be opened",
  folder: "this folder could not be read",
  deep: "this folder lies below too many others",
  many: "these files were left out: there are too many for one go",
  stopped: "the work was stopped before these files",
};

/** Who is told of what happens to the files. */
export interface Watcher {
  /** The items, or the state of one, are not what they were. */
  changed(): void;
  /** A file is done; this is one of its outcomes. */
  outcome(outcome: Outcome): void;
}

/**
 * What a person gave, from the moment it is given to its outcomes, in the order in which it was given. Everything that was given is an
 * item until the person clears it: a file, or a mark on what could not be taken as one.
 */
export class Work {
  items: readonly Item[] = [];
  readonly #core: SharedCore;
  readonly #watcher: Watcher;
  readonly #pace = new Pace();
  #lastId = 0;
  #listVersion = 0;
  /** Counts how often work was stopped. */
  #round = 0;
  /** While the work rests. */
  #resumed: Promise<void> | undefined;
  #resume = (): void => {};
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(core: SharedCore, watcher: Watcher) {
    this.#core = core;
    this.#watcher = watcher;
  }

  get outcomes(): Outcome[] {
    return this.items.flatMap(item => item.outcomes);
  }

  /** The files that came with one: those that it may belong to by its name first, and no more than are looked at. */
  beside(item: Item): File[] {
    const others = this.items.flatMap(({ file }) => (file === undefined || file === item.file ? [] : [file]));
    const near = (file: File): boolean => file.name !== "" && item.name.startsWith(file.name);
    return [...others.filter(near), ...others.filter(file => !near(file))].slice(0, 100);
  }

  /** How many files are done. */
  get done(): number {
    return this.items.filter(item => item.state === "done").length;
  }

  get open(): boolean {
    return this.items.some(item => item.state !== "done");
  }

  /** Seconds until all is done; undefined while it is too early to say. */
  get left(): number | undefined {
    return this.#pace.left(this.done, this.items.length);
  }

  /** add verifies files and promises their outcomes, in their order. It never rejects. */
  add(files: Iterable<File>): Promise<Outcome[]> {
    return this.take({ files: Array.from(files), left: [], own: new Set() });
  }

  /** The same for files and folders, with what could not be taken of them. */
  async take({ files, left, own }: Given): Promise<Outcome[]> {
    const given = files.map(file => ({ file, item: this.#newItem(file, own.has(file)) }));
    const marks = left.map(one => this.#mark(one));
    if (given.length + marks.length === 0) return [];
    if (!this.open) this.#pace.begin(this.items.length);
    this.items = [...this.items, ...given.map(({ item }) => item), ...marks];
    const outcomes = await this.#run(given);
    return [...outcomes, ...this.#told(marks)];
  }

  /** again verifies all files that are done once more: another list may judge otherwise. */
  async again(): Promise<void> {
    this.#listVersion++;
    await this.#repeat(this.items.filter(item => item.state === "done"));
  }

  /** retry verifies one file once more. */
  retry(item: Item): Promise<void> {
    return this.#repeat([item]);
  }

  async #repeat(items: readonly Item[]): Promise<void> {
    const again = items.flatMap(item => (item.file === undefined ? [] : [{ file: item.file, item }]));
    if (!this.open) this.#pace.begin(this.items.length - again.length);
    for (const { item } of again) {
      item.state = "waiting";
      item.repeated = true;
      item.outcomes = [];
      delete item.fault;
      delete item.pieces;
    }
    this.items = [...this.items];
    await this.#run(again);
  }

  /** clear forgets the files that are done. */
  clear(): void {
    this.items = this.items.filter(item => item.state !== "done");
    this.#watcher.changed();
  }

  /** cancel stops the work on all files that are not done. One that had a result before stays, to be tried again. */
  cancel(): void {
    this.#round++;
    const stopped = this.items.filter(item => item.state !== "done" && !item.repeated);
    this.items = this.items.filter(item => item.state === "done" || item.repeated);
    const [first] = stopped;
    if (first !== undefined) {
      const left: Left = { name: first.name, reason: "stopped", count: stopped.length, error: "" };
      this.items = [...this.items, { ...this.#mark(left), outcomes: [] }]; // who stopped them needs no report
    }
    for (const item of this.items) {
      if (item.state === "done") continue;
      const fault = { code: "cancelled", message: "cancelled", sha256: "" } as const;
      Object.assign(item, { state: "done", fault, outcomes: frozen([unread(item.file!, fault)]) });
    }
    this.#core.cancel();
    this.resume();
    this.#watcher.changed();
  }

  /** rest says that the core has let all files go; they are verified after resume. */
  rest(): void {
    this.#resumed ??= new Promise(resume => (this.#resume = resume));
    for (const item of this.items) if (item.state === "working") item.state = "waiting";
  }

  resume(): void {
    this.#resumed = undefined;
    this.#resume();
  }

  async #run(given: readonly { file: File; item: Item }[]): Promise<Outcome[]> {
    const done: Promise<Outcome[]>[] = [];
    const round = this.#round;
    this.#watcher.changed();
    for (const [i, one] of given.entries()) {
      // Thousands at once would hold the page up.
      if (i > 0 && i % QUEUED_AT_ONCE === 0) await new Promise(next => setTimeout(next));
      if (round !== this.#round) break;
      done.push(this.#one(one));
    }
    return (await Promise.all(done)).flat();
  }

  async #one({ file, item }: { file: File; item: Item }): Promise<Outcome[]> {
    const round = this.#round;
    let result: Result;
    let list: number;
    do {
      if (this.#resumed !== undefined) {
        await this.#resumed;
        if (round !== this.#round) return [];
      }
      list = this.#listVersion;
      result = await this.#core.verify(file, () => {
        list = this.#listVersion;
        this.#change(item, { state: "working" });
      });
      // Let go while the element was nowhere, or the list changed meanwhile.
    } while ("cancelled" in result ? round === this.#round : list !== this.#listVersion);
    if ("cancelled" in result) return [];
    if ("fault" in result) this.#change(item, { state: "done", outcomes: frozen([unread(file, result.fault)]), fault: result.fault });
    else if (item.own && result.outcomes.every(isSystems)) {
      this.items = this.items.filter(one => one !== item); // it was judged, and is what its name says
      this.#watcher.changed();
      return [];
    } else this.#change(item, { state: "done", outcomes: frozen(result.outcomes), pieces: result.pieces });
    for (const outcome of item.outcomes) this.#watcher.outcome(outcome);
    return [...item.outcomes];
  }

  #newItem(file: File, own: boolean): Item {
    return { id: ++this.#lastId, name: file.name, file, own, state: "waiting", outcomes: [] };
  }

  /** What stands in place of files that could not be taken. */
  #mark(left: Left): Item {
    const said = { file: { name: left.name, size: 0, sha256: "" }, error: left.error || LEFT[left.reason], unread: left.reason };
    return { id: ++this.#lastId, name: left.name, left, state: "done", outcomes: frozen([{ schema: SCHEMA, ...said }]) };
  }

  #told(marks: readonly Item[]): Outcome[] {
    const outcomes = marks.flatMap(item => item.outcomes);
    for (const outcome of outcomes) this.#watcher.outcome(outcome);
    return outcomes;
  }

  #change(item: Item, to: Partial<Item>): void {
    Object.assign(item, to);
    if (this.items.length <= FEW) this.#tell();
    else this.#telling ??= setTimeout(() => this.#tell(), TOLD_EVERY);
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#watcher.changed();
  }
}

/** Reports are handed out, and what is shown is read from the same: nobody may change them. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const one of Object.values(value)) frozen(one);
  return Object.freeze(value);
}

/** What is in it is what a system puts beside other files; by its name alone a receipt would be lost. */
function isSystems(outcome: Outcome): boolean {
  return !isUnread(outcome) && outcome.unread === undefined && outcome.checks.some(({ reason }) => reason === "file.system");
}

function unread(file: File, fault: { message: string; sha256: string }): Outcome {
  return { schema: SCHEMA, file: { name: file.name, size: file.size, sha256: fault.sha256 }, error: fault.message, unread: "unreadable" };
}
