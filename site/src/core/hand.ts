import type { ListSource } from "./lists";
import { keepCore, makeWorker, PartFault, type PartFaultCode } from "./parts";
import type { Answer, FromWorker, ToWorker } from "./protocol";

/** Workers at most: each has a core of its own in memory. */
const MOST_HANDS = 4;

/** How many workers there may be beside the first. */
export function most(): number {
  return Math.min(MOST_HANDS, Math.max(1, (navigator.hardwareConcurrency ?? 1) - 1)) - 1;
}

/** What a worker does, for whoever has it. Nothing is told of one that was stopped. */
export interface HandWatcher {
  heard(hand: Hand, message: Answer): void;
  /** part: a part of the program that is to blame. */
  died(hand: Hand, message: string, part?: PartFaultCode): void;
}

/** One worker, from its start to its end. It works on one file after the other, so that when it dies it is known on which. */
export class Hand<Job = unknown> {
  /** It has said that it is ready, and has the lists in use. */
  ready = false;
  /** What it was given and has not answered, in the order in which it works. */
  readonly jobs: Job[] = [];
  #worker: Worker | undefined;
  #stopped = false;

  constructor(watcher: HandWatcher, lists: ListSource) {
    // A worker that has been given up may still have its last words under way.
    const current = (act: () => void): void => {
      if (!this.#stopped) act();
    };
    makeWorker(lists).then(
      worker => {
        if (this.#stopped) return worker.terminate();
        worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) =>
          current(() => {
            if (data.type === "stopped") return watcher.died(this, data.message, data.part);
            if (data.type === "unread") return void this.#read(data.id, data.file);
            if (data.type === "ready") keepCore(data.core);
            watcher.heard(this, data);
          }),
        );
        worker.addEventListener("messageerror", () => current(() => watcher.died(this, "an answer could not be read")));
        worker.addEventListener("error", event => {
          event.preventDefault();
          current(() => watcher.died(this, event.message || "the worker stopped"));
        });
        this.#worker = worker;
      },
      (error: unknown) => current(() => watcher.died(this, String(error), error instanceof PartFault ? error.code : undefined)),
    );
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  tell(message: ToWorker): void {
    // The pieces of a dossier are put together for this message alone, and are large: they go over without a copy.
    const given = message.type === "content" && message.ask.do === "join" ? [message.ask.pieces.buffer] : [];
    this.#worker?.postMessage(message, given);
  }

  /** Reads a file that the worker was given and may not read. */
  async #read(id: number, file: File): Promise<void> {
    const bytes = await file.arrayBuffer().then(
      buffer => new Uint8Array(buffer),
      () => undefined,
    );
    this.#worker?.postMessage({ type: "read", id, bytes } satisfies ToWorker, bytes === undefined ? [] : [bytes.buffer]);
  }

  stop(): void {
    this.#stopped = true;
    this.#worker?.terminate();
  }
}
