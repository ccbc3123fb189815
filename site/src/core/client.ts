import { withKnownKind } from "../model/rem";
import type { Outcome } from "../model/report";
import { ContentFault, type ContentAnswer, type ContentAsk } from "./content";
import { Hand, most, type HandWatcher } from "./hand";
import { HostList, hostAsk } from "./host";
import { ListFault, ownStorage, sums, type BroughtList, type ListAnswer, type ListAsk, type ListInfo } from "./lists";
import type { PartFaultCode } from "./parts";
import { interned, type Pieces } from "../model/pieces";
import type { Fault, FaultCode } from "../model/fault";
import type { Answer } from "./protocol";

export type Result = { outcomes: Outcome[]; pieces: Pieces } | { fault: Fault } | { cancelled: true };

interface Job {
  id: number;
  file: File;
  begun: () => void;
  /** Who may cancel it. */
  owner: object | undefined;
  settle: (result: Result) => void;
}

interface Question {
  ask: ListAsk;
  /** Whom it was put to; undefined while it waits for the first worker. */
  to: Hand<Job> | undefined;
  answer: (answer: ListAnswer) => void;
  fail: (fault: ListFault) => void;
}

/** A first worker that dies this often before it was ready is not started again. */
const MOST_FAILED_STARTS = 2;
/** Files that one worker has at most: it reads the next ones meanwhile, and waits for no answer of the page. */
const MOST_GIVEN = 4;
/** A file of more bytes is not given ahead: it waits for the worker that is free first. */
const GIVEN_AHEAD = 1 << 20;
/** Another worker is started for every so many files that wait: for fewer its start takes longer than it saves. */
const WORTH_A_HAND = 4;

/**
 * The verifier in its workers. Files may be given before one is ready; they wait. The first worker also answers questions;
 * the others come when many files wait. Each works on one file after the other; when one dies, it is known on which.
 */
export class Core {
  readonly #changed: (state: "loading" | "ready" | "error") => void;
  readonly #waiting: Job[] = [];
  #first: Hand<Job> | undefined;
  readonly #others = new Set<Hand<Job>>();
  #mostOthers = most();
  /** The lists in use, as the first worker said last. */
  #inUse: string | undefined;
  #fault: PartFaultCode | undefined;
  #failedStarts = 0;
  #lastId = 0;
  readonly #questions = new Map<number, Question>();
  readonly #opening = new Map<number, { ask: ContentAsk; answer(answer: ContentAnswer): void; fail(error: Error): void }>();
  /** The person's lists in use: a new worker gets these, whatever the browser keeps by then. */
  #carried: readonly BroughtList[] = [];
  readonly host = new HostList();
  readonly #watcher: HandWatcher = {
    heard: (hand, message) => this.#hear(hand as Hand<Job>, message),
    died: (hand, message, part) => this.#died(hand as Hand<Job>, message, part),
  };

  constructor(changed: (state: "loading" | "ready" | "error") => void) {
    this.#changed = changed;
  }

  /** Why the program did not start, where a part of it is to blame. */
  get fault(): PartFaultCode | undefined {
    return this.#fault;
  }

  start(): void {
    if (this.#first !== undefined) return;
    this.#changed("loading");
    void this.host.look().then(() => this.#offer());
    // The first of a visit looks at what is kept; one that takes its place has what it had.
    const kept = this.#inUse === undefined ? "kept" : "given";
    this.#first = new Hand<Job>(this.#watcher, ownStorage() ? kept : "none");
  }

  stop(): void {
    this.#retireOthers();
    this.#stopFirst();
  }

  /** verify promises the outcome of one file; it never rejects. begun is called when its turn comes. */
  verify(file: File, begun: () => void = () => {}, owner?: object): Promise<Result> {
    return new Promise(settle => {
      this.#waiting.push({ id: ++this.#lastId, file, begun, owner, settle });
      this.#wake();
      this.#next();
    });
  }

  /** cancel lets all files of an owner go that are not done yet; one that is being worked on costs its worker its life. */
  cancel(owner?: object): void {
    const mine = (job: Job): boolean => job.owner === owner;
    for (const hand of this.#others) {
      if (!hand.jobs.some(mine)) continue;
      this.#again(hand.jobs);
      this.#dismiss(hand);
    }
    const first = this.#first;
    if (first?.jobs.some(mine)) {
      this.#again(first.jobs);
      this.#unanswered(first, "crash", "cancelled");
      this.#stopFirst();
      this.start();
    }
    const given = this.#waiting.filter(mine);
    this.#waiting.splice(0, Infinity, ...this.#waiting.filter(job => !mine(job)));
    for (const { settle } of given) settle({ cancelled: true });
  }

  /** list puts a question about the provider list; it rejects with a ListFault. */
  async list<Ask extends ListAsk>(ask: Ask): Promise<ListAnswer<Ask>> {
    this.#wake();
    const answer = await this.#put(ask, this.#first?.ready ? this.#first : undefined);
    if (ask.do === "preview" || ask.do === "export" || ask.do === "brought") return answer as ListAnswer<Ask>;
    const inUse = sums(answer as ListInfo);
    if (inUse !== this.#inUse) {
      const first = this.#inUse === undefined;
      this.#inUse = inUse;
      await this.#carry(answer as ListInfo);
      // The others judge with the lists that they started with; before the first answer none of them judges.
      if (!first) this.#retireOthers();
      this.#mostOthers = most();
      this.#next();
    }
    return answer as ListAnswer<Ask>;
  }

  /** content asks for something of what a report certifies; it rejects where that cannot be given. */
  content<Ask extends ContentAsk>(ask: Ask): Promise<ContentAnswer<Ask>> {
    this.#wake();
    return new Promise((answer, fail) => {
      const id = ++this.#lastId;
      this.#opening.set(id, { ask, answer: answer as (answer: ContentAnswer) => void, fail });
      if (this.#first?.ready) this.#first.tell({ type: "content", id, ask });
    });
  }

  #wake(): void {
    if (this.#first !== undefined) return;
    this.#failedStarts = 0;
    this.start();
  }

  #put(ask: ListAsk, to: Hand<Job> | undefined): Promise<ListAnswer> {
    return new Promise((answer, fail) => {
      const id = ++this.#lastId;
      this.#questions.set(id, { ask, to, answer, fail });
      to?.tell({ type: "list", id, ask });
    });
  }

  /** Has the lists in use at hand for the next worker. */
  async #carry({ parts }: ListInfo): Promise<void> {
    const alone = parts.every(({ from }) => from === "embedded");
    this.#carried = alone ? [] : ((await this.#put({ do: "brought" }, this.#first?.ready ? this.#first : undefined)) as BroughtList[]);
  }

  /** The list beside the page, where it came after the program was ready. */
  async #offer(): Promise<void> {
    if (!this.#first?.ready || !this.host.waits) return;
    await this.host.offer(file => this.list(hostAsk(file)));
    if (this.#first?.ready) this.#changed("ready");
  }

  /** Nothing is verified before a new worker has the lists that the one before had. */
  async #restored(hand: Hand<Job>): Promise<void> {
    if (hand !== this.#first && this.#inUse === undefined) await this.list({ do: "info" }).catch(() => {});
    const replaces = hand !== this.#first || this.#inUse !== undefined;
    await this.host.give(!replaces, file => this.#put(hostAsk(file), hand));
    for (const list of replaces ? this.#carried : []) await this.#put({ do: "restore", list }, hand).catch(() => {}); // whether all are there is asked next
    if (replaces && hand === this.#first) await this.#put({ do: "reload" }, hand).catch(() => {}); // which of them are kept
    const agrees = !replaces || (await this.#agrees(hand));
    if (hand.stopped) return;
    if (!agrees && hand === this.#first) {
      this.#died(hand, "the lists in use could not be read again", "lists");
      return;
    }
    if (!agrees) {
      this.#dismiss(hand);
      this.#mostOthers = this.#others.size;
      return;
    }
    hand.ready = true;
    if (hand === this.#first) {
      this.#fault = undefined;
      this.#failedStarts = 0;
      for (const [id, question] of this.#questions) {
        if (question.to !== undefined) continue;
        question.to = hand;
        hand.tell({ type: "list", id, ask: question.ask });
      }
      for (const [id, { ask }] of this.#opening) hand.tell({ type: "content", id, ask });
      this.#changed("ready");
      void this.#offer();
    }
    this.#next();
  }

  /** A worker that could not read the lists in use, for want of storage or of a file, would judge with others. */
  async #agrees(hand: Hand<Job>): Promise<boolean> {
    try {
      return sums((await this.#put({ do: "info" }, hand)) as ListInfo) === this.#inUse;
    } catch {
      return false;
    }
  }

  /** Gives every worker a file, and a few small ones ahead; calls another worker where many wait. */
  #next(): void {
    if (!this.#first?.ready) return;
    for (let given = 0; given < MOST_GIVEN; given++) {
      for (const hand of [this.#first, ...this.#others]) {
        const [job] = this.#waiting;
        if (job === undefined) return;
        if (!hand.ready || hand.jobs.length !== given || (given > 0 && job.file.size > GIVEN_AHEAD)) continue;
        this.#waiting.shift();
        hand.jobs.push(job);
        job.begun();
        hand.tell({ type: "verify", id: job.id, file: job.file });
      }
    }
    while (this.#others.size < Math.min(this.#mostOthers, Math.floor(this.#waiting.length / WORTH_A_HAND)))
      this.#others.add(new Hand<Job>(this.#watcher, "none")); // it is told which
  }

  #hear(hand: Hand<Job>, message: Answer): void {
    switch (message.type) {
      case "ready":
        void this.#restored(hand);
        break;
      case "verified":
        this.#finish(hand, message.id, {
          outcomes: (JSON.parse(message.reports) as Outcome[]).map(withKnownKind),
          pieces: interned(message.pieces.own, message.pieces.blocks),
        });
        break;
      case "failed":
        this.#finish(hand, message.id, { fault: message.fault });
        break;
      case "listed":
        this.#questions.get(message.id)?.answer(message.answer);
        this.#questions.delete(message.id);
        break;
      case "opened":
        this.#opening.get(message.id)?.answer(message.answer);
        this.#opening.delete(message.id);
        break;
      case "unopened":
        this.#opening.get(message.id)?.fail(new ContentFault(message.changed, message.message));
        this.#opening.delete(message.id);
        break;
      case "unlisted":
        this.#questions.get(message.id)?.fail(new ListFault(message.code, message.message));
        this.#questions.delete(message.id);
        break;
    }
  }

  #finish(hand: Hand<Job>, id: number, result: Result): void {
    const at = hand.jobs.findIndex(job => job.id === id);
    if (at < 0) return;
    const [job] = hand.jobs.splice(at, 1);
    job!.settle(result);
    this.#next();
  }

  #died(hand: Hand<Job>, message: string, part?: PartFaultCode): void {
    const { ready } = hand;
    // It takes them in order: the first one is to blame.
    const [job, ...ahead] = hand.jobs;
    this.#again(ahead);
    if (hand !== this.#first) {
      this.#dismiss(hand);
      // Where one could not start, no further one is tried.
      if (!ready) this.#mostOthers = this.#others.size;
      job?.settle(fault("crash", message));
      this.#next();
      return;
    }
    this.#fault = part;
    this.#unanswered(hand, "crash", message);
    this.#stopFirst();
    job?.settle(fault("crash", message));
    if (!ready && ++this.#failedStarts >= MOST_FAILED_STARTS) {
      this.#retireOthers();
      this.#changed("error");
      for (const { settle } of this.#waiting.splice(0)) settle(fault("core", message));
      this.#unanswered(undefined, "core", message);
      this.#unopened();
      return;
    }
    this.start();
  }

  #stopFirst(): void {
    const first = this.#first;
    first?.stop();
    this.#first = undefined;
    if (first?.ready) this.#unopened(); // before it is, they wait
    for (const question of this.#questions.values()) if (question.to === first) question.to = undefined;
  }

  #unopened(): void {
    for (const { fail } of this.#opening.values()) fail(new Error("the core stopped"));
    this.#opening.clear();
  }

  /** A worker beside the first goes; what it was asked fails. */
  #dismiss(hand: Hand<Job>): void {
    hand.stop();
    this.#others.delete(hand);
    this.#unanswered(hand, "crash", "dismissed");
  }

  /** The workers beside the first go, and the files that they worked on wait again, before all others. */
  #retireOthers(): void {
    const jobs = [...this.#others].flatMap(hand => hand.jobs);
    for (const hand of this.#others) this.#dismiss(hand);
    this.#again(jobs);
  }

  /** Files that had been given to a worker wait again, before all others. */
  #again(jobs: readonly Job[]): void {
    this.#waiting.unshift(...[...jobs].sort((a, b) => a.id - b.id));
  }

  /** What was never asked stays to be asked of the next worker. */
  #unanswered(of: Hand<Job> | undefined, code: "crash" | "core", message: string): void {
    for (const [id, question] of this.#questions) {
      if (question.to !== of) continue;
      this.#questions.delete(id);
      question.fail(new ListFault(code, message));
    }
  }
}

function fault(code: FaultCode, message: string): Result {
  return { fault: { code, message, sha256: "" } };
}
