import type { Outcome } from "../report/types";
import type { ContentAnswer, ContentAsk } from "./content";
import { makeWorker, PartFault, type PartFaultCode } from "./parts";
import { ListFault, type ListAnswer, type ListAsk, type ListInfo } from "./lists";
import type { Fault, FaultCode, FromWorker, ToWorker } from "./protocol";

export type Result = { outcomes: Outcome[]; pieces: Uint8Array<ArrayBuffer> } | { fault: Fault } | { cancelled: true };

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
  sent: boolean;
  answer: (answer: ListAnswer) => void;
  fail: (fault: ListFault) => void;
}

/** A worker that dies this often before it was ready is not started again. */
const MOST_FAILED_STARTS = 2;

/**
 * The verifier in its worker. Files may be given before it is ready; they wait. One is verified at a time, so that when
 * the worker dies it is known on which; the next one finds a new worker.
 */
export class Core {
  readonly #changed: (state: "loading" | "ready" | "error") => void;
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  /** The start that is under way, or of which #worker came. */
  #attempt: object | undefined;
  #worker: Worker | undefined;
  #fault: PartFaultCode | undefined;
  #ready = false;
  #failedStarts = 0;
  #lastId = 0;
  readonly #questions = new Map<number, Question>();
  readonly #opening = new Map<number, { answer: (answer: ContentAnswer) => void; fail: (error: Error) => void }>();
  /** Lists in use that the browser could not keep: a new worker gets them again. By SHA-256. */
  readonly #carried = new Map<string, ListAsk>();

  constructor(changed: (state: "loading" | "ready" | "error") => void) {
    this.#changed = changed;
  }

  /** Why the program did not start, where a part of it is to blame. */
  get fault(): PartFaultCode | undefined {
    return this.#fault;
  }

  start(): void {
    if (this.#attempt !== undefined) return;
    const attempt = (this.#attempt = {});
    this.#ready = false;
    this.#changed("loading");
    // A worker that has been given up may still have its last words under way.
    const current = (act: () => void): void => {
      if (this.#attempt === attempt) act();
    };
    makeWorker().then(
      (worker) => {
        if (this.#attempt !== attempt) return worker.terminate();
        worker.addEventListener("message", (event: MessageEvent<FromWorker>) => current(() => this.#hear(event.data)));
        worker.addEventListener("messageerror", () => current(() => this.#died("an answer could not be read")));
        worker.addEventListener("error", (event) => {
          event.preventDefault();
          current(() => this.#died(event.message || "the worker stopped"));
        });
        this.#worker = worker;
      },
      (error: unknown) => current(() => this.#died(String(error), error instanceof PartFault ? error.code : undefined)),
    );
  }

  stop(): void {
    this.#worker?.terminate();
    for (const { fail } of this.#opening.values()) fail(new Error("the core stopped"));
    this.#opening.clear();
    this.#attempt = undefined;
    this.#worker = undefined;
    this.#ready = false;
    for (const question of this.#questions.values()) question.sent = false;
  }

  /** verify promises the outcome of one file; it never rejects. begun is called when its turn comes. */
  verify(file: File, begun: () => void = () => {}, owner?: object): Promise<Result> {
    return new Promise((settle) => {
      this.#waiting.push({ id: ++this.#lastId, file, begun, owner, settle });
      if (this.#attempt === undefined) {
        this.#failedStarts = 0;
        this.start();
      }
      this.#next();
    });
  }

  /** cancel lets all files of an owner go that are not done yet; the one that is being worked on costs the worker its life. */
  cancel(owner?: object): void {
    const mine = (job: Job): boolean => job.owner === owner;
    const given = this.#waiting.filter(mine);
    this.#waiting.splice(0, Infinity, ...this.#waiting.filter((job) => !mine(job)));
    if (this.#current !== undefined && mine(this.#current)) {
      given.unshift(this.#current);
      this.#current = undefined;
      this.#unanswered("crash", "cancelled", (question) => question.sent);
      this.stop();
      this.start();
    }
    for (const { settle } of given) settle({ cancelled: true });
  }

  /** list puts a question about the provider list; it rejects with a ListFault. */
  async list<Ask extends ListAsk>(ask: Ask): Promise<ListAnswer<Ask>> {
    if (this.#attempt === undefined) {
      this.#failedStarts = 0;
      this.start();
    }
    const answer = await this.#put(ask, this.#ready);
    if (ask.do === "accept" || ask.do === "forget") this.#carry(answer as ListInfo, ask);
    return answer as ListAnswer<Ask>;
  }

  /** content asks for something of what a report certifies; it rejects where that cannot be given. */
  content<Ask extends ContentAsk>(ask: Ask): Promise<ContentAnswer<Ask>> {
    if (!this.#ready) return Promise.reject(new Error("the core is not ready"));
    return new Promise((answer, fail) => {
      const id = ++this.#lastId;
      this.#opening.set(id, { answer: answer as (answer: ContentAnswer) => void, fail });
      this.#tell({ type: "content", id, ask });
    });
  }

  #put(ask: ListAsk, now: boolean): Promise<ListAnswer> {
    return new Promise((answer, fail) => {
      const id = ++this.#lastId;
      this.#questions.set(id, { ask, sent: now, answer, fail });
      if (now) this.#tell({ type: "list", id, ask });
    });
  }

  #carry(info: ListInfo, ask: ListAsk): void {
    const last = info.parts.at(-1);
    if (ask.do === "accept" && last?.remembered === false) {
      this.#carried.set(last.sha256, { do: "restore", file: ask.file, confirmed: ask.confirmed, accepted: last.accepted });
    }
    for (const sha256 of this.#carried.keys()) {
      if (!info.parts.some((part) => part.sha256 === sha256)) this.#carried.delete(sha256);
    }
  }

  /** Nothing is verified before the new worker has the lists that the old one had. */
  async #restored(): Promise<void> {
    const worker = this.#worker;
    for (const ask of this.#carried.values()) await this.#put(ask, true).catch(() => {});
    if (this.#worker !== worker) return;
    this.#ready = true;
    this.#fault = undefined;
    this.#failedStarts = 0;
    for (const [id, question] of this.#questions) {
      question.sent = true;
      this.#tell({ type: "list", id, ask: question.ask });
    }
    this.#changed("ready");
    this.#next();
  }

  #tell(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #next(): void {
    if (!this.#ready || this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) return;
    this.#current.begun();
    this.#tell({ type: "verify", id: this.#current.id, file: this.#current.file });
  }

  #hear(message: FromWorker): void {
    switch (message.type) {
      case "ready":
        void this.#restored();
        break;
      case "stopped":
        this.#died(message.message);
        break;
      case "verified":
        this.#finish(message.id, { outcomes: message.outcomes, pieces: message.pieces });
        break;
      case "failed":
        this.#finish(message.id, { fault: message.fault });
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
        this.#opening.get(message.id)?.fail(new Error(message.message));
        this.#opening.delete(message.id);
        break;
      case "unlisted":
        this.#questions.get(message.id)?.fail(new ListFault(message.code, message.message));
        this.#questions.delete(message.id);
        break;
    }
  }

  #finish(id: number, result: Result): void {
    if (this.#current?.id !== id) return;
    const { settle } = this.#current;
    this.#current = undefined;
    settle(result);
    this.#next();
  }

  #died(message: string, part?: PartFaultCode): void {
    const wasReady = this.#ready;
    this.#fault = part;
    this.#unanswered("crash", message, (question) => question.sent);
    this.stop();
    if (this.#current !== undefined) this.#finish(this.#current.id, fault("crash", message));
    if (!wasReady && ++this.#failedStarts >= MOST_FAILED_STARTS) {
      this.#changed("error");
      for (const { settle } of this.#waiting.splice(0)) settle(fault("core", message));
      this.#unanswered("core", message);
      return;
    }
    this.start();
  }

  /** What was never asked stays to be asked of the next worker. */
  #unanswered(code: "crash" | "core", message: string, which: (question: Question) => boolean = () => true): void {
    for (const [id, question] of this.#questions) {
      if (!which(question)) continue;
      this.#questions.delete(id);
      question.fail(new ListFault(code, message));
    }
  }
}

function fault(code: FaultCode, message: string): Result {
  return { fault: { code, message, sha256: "" } };
}
