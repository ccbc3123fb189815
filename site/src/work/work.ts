import type { Result } from "../core/client";
import type { SharedCore } from "../core/shared";
import { Pace } from "../many/progress";
import type { Item } from "../report/item";
import type { Outcome } from "../report/types";

const SCHEMA = "pec-report/1";

/** With more files than this the page is told of changes only now and then. */
export const FEW = 10;
const TOLD_EVERY = 200; // ms
const QUEUED_AT_ONCE = 500; // files

/** Who is told of what happens to the files. */
export interface Watcher {
  /** The items, or the state of one, are not what they were. */
  changed(): void;
  /** A file is done; this is one of its outcomes. */
  outcome(outcome: Outcome): void;
}

/** The files that a person gave, from the moment they are given to their outcomes, in the order in which they were given. */
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
  async add(files: Iterable<File>): Promise<Outcome[]> {
    const given = Array.from(files, file => ({ file, item: this.#newItem(file) }));
    if (given.length === 0) return [];
    if (!this.open) this.#pace.begin(this.items.length);
    this.items = [...this.items, ...given.map(({ item }) => item)];
    return this.#run(given);
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
    this.items = this.items.filter(item => item.state === "done" || item.repeated);
    for (const item of this.items) {
      if (item.state === "done") continue;
      const fault = { code: "cancelled", message: "cancelled", sha256: "" } as const;
      Object.assign(item, { state: "done", fault, outcomes: [unread(item.file!, fault)] });
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
    if ("fault" in result) this.#change(item, { state: "done", outcomes: [unread(file, result.fault)], fault: result.fault });
    else this.#change(item, { state: "done", outcomes: result.outcomes, pieces: result.pieces });
    for (const outcome of item.outcomes) this.#watcher.outcome(outcome);
    return [...item.outcomes];
  }

  #newItem(file: File): Item {
    return { id: ++this.#lastId, name: file.name, file, state: "waiting", outcomes: [] };
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

function unread(file: File, fault: { message: string; sha256: string }): Outcome {
  return { schema: SCHEMA, file: { name: file.name, size: file.size, sha256: fault.sha256 }, error: fault.message };
}
