import type { ListSource } from "./lists";
import { forbiddenBy } from "./load/policy";
import { keepCore, makeWorker, PartFault, type PartFaultCode } from "./parts";
import { Refused, type AnswerTo, type Ask, type FromWorker, type ToWorker } from "./protocol";

/** Workers at most: each has a core of its own in memory. */
const MOST_HANDS = 4;

/** How many workers there may be beside the first. */
export function most(): number {
  return Math.min(MOST_HANDS, Math.max(1, navigator.hardwareConcurrency ?? 1)) - 1;
}

interface Open {
  answer(answer: AnswerTo<Ask>): void;
  refuse(refused: Refused): void;
}

/** One worker, from its start to its end. It works on one file after the other, so that when it dies it is known on which. */
export class Hand<Job = unknown> {
  /** It has the lists in use; who made it says so. */
  ready = false;
  /** What it was given and has not answered, in the order in which it works. */
  readonly jobs: Job[] = [];
  /** It has said that the core runs. Rejects with a Refused where it ends before. */
  readonly begun: Promise<void>;
  readonly #open = new Map<number, Open>();
  #lastId = 0;
  #worker: Worker | undefined;
  #ended: Refused | undefined;
  #endBeginning: (refused: Refused) => void = () => {};

  /** died is told of its end, but for one that was asked for; part: a part of the program that is to blame. */
  constructor(lists: ListSource, died: (hand: Hand<Job>, message: string, part?: PartFaultCode) => void) {
    let begin = (): void => {};
    this.begun = new Promise((begun, fail) => {
      begin = begun;
      this.#endBeginning = fail;
    });
    this.begun.catch(() => {}); // who asks is told
    // A worker that has been given up may still have its last words under way.
    const die = (message: string, part?: PartFaultCode): void => {
      if (this.#ended === undefined) died(this, message, part);
    };
    makeWorker(lists).then(
      worker => {
        if (this.#ended !== undefined) return worker.terminate();
        worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
          if (this.#ended !== undefined) return;
          switch (data.type) {
            case "ready":
              keepCore(data.core);
              return begin();
            case "stopped":
              return die(data.message, data.part);
            case "unread":
              return void this.#read(data.id, data.file);
            case "answer":
              return this.#settled(data.id)?.answer(data.answer);
            case "refusal":
              return this.#settled(data.id)?.refuse(new Refused(data.refusal.code, data.refusal.message, data.refusal.sha256));
          }
        });
        worker.addEventListener("messageerror", () => die("an answer could not be read"));
        worker.addEventListener("error", event => {
          event.preventDefault();
          void forbiddenBy().then(directive =>
            die(event.message || "the worker stopped", directive === undefined ? undefined : "forbidden"),
          );
        });
        this.#worker = worker;
      },
      (error: unknown) => die(String(error), error instanceof PartFault ? error.code : undefined),
    );
  }

  get stopped(): boolean {
    return this.#ended !== undefined;
  }

  /** Puts a question; rejects with a Refused. */
  ask<One extends Ask>(ask: One): Promise<AnswerTo<One>> {
    return new Promise((answer, refuse) => {
      if (this.#ended !== undefined) return refuse(this.#ended);
      const id = ++this.#lastId;
      this.#open.set(id, { answer: answer as (answer: AnswerTo<Ask>) => void, refuse });
      // The pieces of a dossier are put together for this message alone, and are large: they go over without a copy.
      this.#worker?.postMessage({ type: "ask", id, ask } satisfies ToWorker, ask.do === "join" ? [ask.pieces.buffer] : []);
    });
  }

  /** Ends it; what was asked and not answered is refused with that code. */
  stop(code: "stopped" | "crash" = "stopped", message = "stopped"): void {
    this.#ended ??= new Refused(code, message);
    this.#worker?.terminate();
    this.#endBeginning(this.#ended);
    for (const { refuse } of this.#open.values()) refuse(this.#ended);
    this.#open.clear();
  }

  #settled(id: number): Open | undefined {
    const open = this.#open.get(id);
    this.#open.delete(id);
    return open;
  }

  /** Reads a file that the worker was given and may not read. */
  async #read(id: number, file: File): Promise<void> {
    const bytes = await file.arrayBuffer().then(
      buffer => new Uint8Array(buffer),
      () => undefined,
    );
    this.#worker?.postMessage({ type: "read", id, bytes } satisfies ToWorker, bytes === undefined ? [] : [bytes.buffer]);
  }
}
