import type { Outcome } from "../report/types";
import type { Fault, FaultCode, FromWorker, ToWorker } from "./protocol";

export type Result = { outcomes: Outcome[] } | { fault: Fault };

interface Job {
  id: number;
  file: File;
  begun: () => void;
  settle: (result: Result) => void;
}

/** A worker that dies this often before it was ready is not started again. */
const MOST_FAILED_STARTS = 2;

/**
 * The verifier in its worker. Files may be given before it is ready; they wait. One is verified at a time, so that when
 * the worker dies it is known on which; the next one finds a new worker.
 */
export class Core {
  readonly #workerUrl: URL;
  readonly #coreUrl: URL;
  readonly #changed: (state: "loading" | "ready" | "error") => void;
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  #worker: Worker | undefined;
  #ready = false;
  #failedStarts = 0;
  #lastId = 0;

  constructor(workerUrl: URL, coreUrl: URL, changed: (state: "loading" | "ready" | "error") => void) {
    this.#workerUrl = workerUrl;
    this.#coreUrl = coreUrl;
    this.#changed = changed;
  }

  start(): void {
    if (this.#worker !== undefined) return;
    this.#ready = false;
    this.#changed("loading");
    const worker = new Worker(this.#workerUrl);
    // A worker that has been given up may still have its last words under way.
    const current = (act: () => void): void => {
      if (this.#worker === worker) act();
    };
    worker.addEventListener("message", (event: MessageEvent<FromWorker>) => current(() => this.#hear(event.data)));
    worker.addEventListener("messageerror", () => current(() => this.#died("an answer could not be read")));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      current(() => this.#died(event.message || "the worker stopped"));
    });
    this.#worker = worker;
    this.#tell({ type: "start", core: this.#coreUrl.href });
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = false;
  }

  /** verify promises the outcome of one file; it never rejects. begun is called when its turn comes. */
  verify(file: File, begun: () => void = () => {}): Promise<Result> {
    return new Promise((settle) => {
      this.#waiting.push({ id: ++this.#lastId, file, begun, settle });
      if (this.#worker === undefined) {
        this.#failedStarts = 0;
        this.start();
      }
      this.#next();
    });
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
        this.#ready = true;
        this.#failedStarts = 0;
        this.#changed("ready");
        this.#next();
        break;
      case "stopped":
        this.#died(message.message);
        break;
      case "verified":
        this.#finish(message.id, { outcomes: message.outcomes });
        break;
      case "failed":
        this.#finish(message.id, { fault: message.fault });
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

  #died(message: string): void {
    const wasReady = this.#ready;
    this.stop();
    if (this.#current !== undefined) this.#finish(this.#current.id, fault("crash", message));
    if (!wasReady && ++this.#failedStarts >= MOST_FAILED_STARTS) {
      this.#changed("error");
      for (const { settle } of this.#waiting.splice(0)) settle(fault("core", message));
      return;
    }
    this.start();
  }
}

function fault(code: FaultCode, message: string): Result {
  return { fault: { code, message, sha256: "" } };
}
