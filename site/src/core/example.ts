import type { Outcome } from "../model/report";
import type { ContentAnswer, ContentAsk } from "./content";
import { Hand } from "./hand";
import type { Answer, ToWorker } from "./protocol";
import { examples } from "./load/fetched";

export const EXAMPLES = ["delivered", "altered", "unknown"] as const;
export type Example = (typeof EXAMPLES)[number];

/** Made-up messages, and the one list that knows their authority. */
export type Examples = Readonly<Record<Example | "list", string>>;

interface Waiting {
  answer(answer: Answer): void;
  fail(error: Error): void;
}

/**
 * A worker of its own for the examples. It judges with their list and nothing else, and judges nothing else: no file of a person comes
 * here, and no list of theirs.
 */
export class ExampleCore {
  readonly #waiting = new Map<number, Waiting>();
  #hand: Hand | undefined;
  #ready: Promise<Examples> | undefined;
  #lastId = 0;

  /** One example under a name, judged. */
  async verify(which: Example, name: (which: Example) => string): Promise<{ file: File; outcome: Outcome }> {
    const ready = (this.#ready ??= this.#start());
    // What could not be had now may be had when another one is asked for.
    ready.catch(() => this.#ready === ready && this.stop());
    const texts = await ready;
    const file = new File([texts[which]], name(which));
    const answer = await this.#ask(id => ({ type: "verify", id, file }));
    if (answer.type !== "verified") throw new Error(answer.type === "failed" ? answer.fault.message : answer.type);
    return { file, outcome: (JSON.parse(answer.reports) as Outcome[])[0]! };
  }

  async content<Ask extends ContentAsk>(ask: Ask): Promise<ContentAnswer<Ask>> {
    const answer = await this.#ask(id => ({ type: "content", id, ask }));
    if (answer.type !== "opened") throw new Error(answer.type);
    return answer.answer as ContentAnswer<Ask>;
  }

  stop(why = "stopped"): void {
    this.#hand?.stop();
    this.#hand = undefined;
    this.#ready = undefined;
    for (const { fail } of this.#waiting.values()) fail(new Error(why));
    this.#waiting.clear();
  }

  async #start(): Promise<Examples> {
    const texts = await examples();
    await new Promise<void>((ready, fail) => {
      this.#waiting.set(0, { answer: () => ready(), fail });
      this.#hand = new Hand(
        {
          heard: (_, message) => {
            const id = message.type === "ready" ? 0 : message.id;
            this.#waiting.get(id)?.answer(message);
            this.#waiting.delete(id);
          },
          died: (_, message) => this.stop(message),
        },
        "none",
      );
    });
    const bytes = new TextEncoder().encode(texts.list);
    const answer = await this.#ask(id => ({ type: "list", id, ask: { do: "only", name: "ESEMPIO", bytes } }));
    if (answer.type !== "listed") throw new Error("the list of the examples was not taken");
    return texts;
  }

  #ask(message: (id: number) => ToWorker): Promise<Answer> {
    return new Promise((answer, fail) => {
      if (this.#hand === undefined) return fail(new Error("stopped"));
      const id = ++this.#lastId;
      this.#waiting.set(id, { answer, fail });
      this.#hand.tell(message(id));
    });
  }
}
