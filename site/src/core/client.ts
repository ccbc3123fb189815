import { withKnownKind } from "../model/rem";
import type { Outcome } from "../model/report";
import { contentFault, type ContentAnswer, type ContentAsk } from "./content";
import { Hand, most } from "./hand";
import { HostList, hostAsk } from "./host";
import {
  isListAsk,
  listFault,
  ownStorage,
  sums,
  type BroughtList,
  type ListAnswer,
  type ListAsk,
  type ListInfo,
  type ListSource,
} from "./lists";
import type { PartFaultCode } from "./parts";
import { interned, type Pieces } from "../model/pieces";
import { FAULT_CODES, type Fault, type FaultCode } from "../model/fault";
import { Refused, type Verified } from "./protocol";

export type Result = { outcomes: Outcome[]; pieces: Pieces } | { fault: Fault } | { cancelled: true };

interface Job {
  id: number;
  file: File;
  begun: () => void;
  /** Who may cancel it. */
  owner: object | undefined;
  settle: (result: Result) => void;
}

/** A question that waits for the first worker. */
interface Early {
  ask: ListAsk | ContentAsk;
  answer(answer: ListAnswer | ContentAnswer): void;
  refuse(error: unknown): void;
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
  readonly #early: Early[] = [];
  /** The person's lists in use: a new worker gets these, whatever the browser keeps by then. */
  #carried: readonly BroughtList[] = [];
  readonly host = new HostList();

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
    this.#first = this.#newHand(ownStorage() ? kept : "none");
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
      this.#again(hand);
      this.#dismiss(hand);
    }
    const first = this.#first;
    if (first?.jobs.some(mine)) {
      this.#again(first);
      this.#stopFirst("crash", "cancelled");
      this.start();
    }
    const given = this.#waiting.filter(mine);
    this.#waiting.splice(0, Infinity, ...this.#waiting.filter(job => !mine(job)));
    for (const { settle } of given) settle({ cancelled: true });
  }

  /** list puts a question about the provider list; it rejects with a ListFault. */
  async list<Ask extends ListAsk>(ask: Ask): Promise<ListAnswer<Ask>> {
    this.#wake();
    const answer = await this.#put(ask).catch((error: unknown) => Promise.reject(listFault(error)));
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

  /** content asks for something of what a report certifies; it rejects with a ContentFault where that cannot be given. */
  async content<Ask extends ContentAsk>(ask: Ask): Promise<ContentAnswer<Ask>> {
    this.#wake();
    const answer = await this.#put(ask).catch((error: unknown) => Promise.reject(contentFault(error)));
    return answer as ContentAnswer<Ask>;
  }

  #wake(): void {
    if (this.#first !== undefined) return;
    this.#failedStarts = 0;
    this.start();
  }

  #newHand(lists: ListSource): Hand<Job> {
    const hand = new Hand<Job>(lists, (hand, message, part) => this.#died(hand, message, part));
    hand.begun.then(
      () => void this.#restored(hand),
      () => {},
    );
    return hand;
  }

  /** Puts a question to the first worker, once it is ready; rejects with a Refused. */
  async #put(ask: ListAsk | ContentAsk): Promise<ListAnswer | ContentAnswer> {
    const first = this.#first;
    try {
      if (first?.ready) return await first.ask(ask);
      return await new Promise((answer, refuse) => this.#early.push({ ask, answer, refuse }));
    } catch (error) {
      // The element may be put elsewhere in its page: what it asked about its lists is asked of the next worker.
      if (error instanceof Refused && error.code === "stopped" && isListAsk(ask)) return this.#put(ask);
      throw error;
    }
  }

  /** Has the lists in use at hand for the next worker. */
  async #carry({ parts }: ListInfo): Promise<void> {
    const alone = parts.every(({ from }) => from === "embedded");
    this.#carried = alone ? [] : ((await this.#put({ do: "brought" })) as BroughtList[]);
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
    await this.host.give(!replaces, file => hand.ask(hostAsk(file)).catch((error: unknown) => Promise.reject(listFault(error))));
    for (const list of replaces ? this.#carried : []) await hand.ask({ do: "restore", list }).catch(() => {}); // whether all are there is asked next
    if (replaces && hand === this.#first) await hand.ask({ do: "reload" }).catch(() => {}); // which of them are kept
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
      for (const { ask, answer, refuse } of this.#early.splice(0)) hand.ask(ask).then(answer, refuse);
      this.#changed("ready");
      void this.#offer();
    }
    this.#next();
  }

  /** A worker that could not read the lists in use, for want of storage or of a file, would judge with others. */
  async #agrees(hand: Hand<Job>): Promise<boolean> {
    try {
      return sums(await hand.ask({ do: "info" })) === this.#inUse;
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
        hand.ask({ do: "verify", file: job.file }).then(
          verified => this.#finish(hand, job, judged(verified)),
          (error: unknown) => this.#finish(hand, job, { fault: faultOf(error) }),
        );
      }
    }
    while (this.#others.size < Math.min(this.#mostOthers, Math.floor(this.#waiting.length / WORTH_A_HAND)))
      this.#others.add(this.#newHand("none")); // it is told which
  }

  #finish(hand: Hand<Job>, job: Job, result: Result): void {
    const at = hand.jobs.indexOf(job);
    if (at < 0) return; // it was taken back
    hand.jobs.splice(at, 1);
    job.settle(result);
    this.#next();
  }

  #died(hand: Hand<Job>, message: string, part?: PartFaultCode): void {
    const { ready } = hand;
    // It takes them in order: the first one is to blame.
    const job = hand.jobs.shift();
    this.#again(hand);
    if (hand !== this.#first) {
      this.#dismiss(hand);
      // Where one could not start, no further one is tried.
      if (!ready) this.#mostOthers = this.#others.size;
      job?.settle(fault("crash", message));
      this.#next();
      return;
    }
    this.#fault = part;
    this.#stopFirst("crash", message);
    job?.settle(fault("crash", message));
    if (!ready && ++this.#failedStarts >= MOST_FAILED_STARTS) {
      this.#retireOthers();
      this.#changed("error");
      for (const { settle } of this.#waiting.splice(0)) settle(fault("core", message));
      for (const { refuse } of this.#early.splice(0)) refuse(new Refused("core", message));
      return;
    }
    this.start();
  }

  #stopFirst(code?: "stopped" | "crash", message?: string): void {
    this.#first?.stop(code, message);
    this.#first = undefined;
  }

  /** A worker beside the first goes; what it was asked is refused. */
  #dismiss(hand: Hand<Job>): void {
    hand.stop("crash", "dismissed");
    this.#others.delete(hand);
  }

  /** The workers beside the first go, and the files that they worked on wait again, before all others. */
  #retireOthers(): void {
    this.#again(...this.#others);
    for (const hand of this.#others) this.#dismiss(hand);
  }

  /** The files that were given to workers wait again, before all others. */
  #again(...hands: readonly Hand<Job>[]): void {
    this.#waiting.unshift(...hands.flatMap(hand => hand.jobs.splice(0)).sort((a, b) => a.id - b.id));
  }
}

function judged({ reports, pieces }: Verified): Result {
  return { outcomes: (JSON.parse(reports) as Outcome[]).map(withKnownKind), pieces: interned(pieces.own, pieces.blocks) };
}

function faultOf(error: unknown): Fault {
  const { code, message, sha256 } = error as Refused;
  return { code: FAULT_CODES.find(known => known === code) ?? "panic", message, sha256 };
}

function fault(code: FaultCode, message: string): Result {
  return { fault: { code, message, sha256: "" } };
}
