import type { Outcome } from "../model/report";
import type { ContentAnswer, ContentAsk } from "./content";
import { Hand } from "./hand";
import type { AnswerTo, Ask } from "./protocol";
import { examples } from "./load/fetched";

export const EXAMPLES = ["delivered", "altered", "unknown"] as const;
export type Example = (typeof EXAMPLES)[number];

/** Made-up messages, and the one list that knows their authority. */
export type Examples = Readonly<Record<Example | "list", string>>;

/**
 * A worker of its own for the examples. It judges with their list and nothing else, and judges nothing else: no file of a person comes
 * here, and no list of theirs.
 */
export class ExampleCore {
  #hand: Hand | undefined;
  #ready: Promise<Examples> | undefined;

  /** One example under a name, judged. */
  async verify(which: Example, name: (which: Example) => string): Promise<{ file: File; outcome: Outcome }> {
    const ready = (this.#ready ??= this.#start());
    // What could not be had now may be had when another one is asked for.
    ready.catch(() => this.#ready === ready && this.stop());
    const texts = await ready;
    const file = new File([texts[which]], name(which));
    const { reports } = await this.#ask({ do: "verify", file });
    return { file, outcome: (JSON.parse(reports) as Outcome[])[0]! };
  }

  async content<Ask extends ContentAsk>(ask: Ask): Promise<ContentAnswer<Ask>> {
    return (await this.#ask(ask)) as ContentAnswer<Ask>;
  }

  stop(why = "stopped"): void {
    this.#hand?.stop("crash", why);
    this.#hand = undefined;
    this.#ready = undefined;
  }

  async #start(): Promise<Examples> {
    const texts = await examples();
    this.#hand = new Hand("none", (_, message) => this.stop(message));
    await this.#hand.begun;
    await this.#ask({ do: "only", name: "ESEMPIO", bytes: new TextEncoder().encode(texts.list) });
    return texts;
  }

  #ask<One extends Ask>(ask: One): Promise<AnswerTo<One>> {
    return this.#hand === undefined ? Promise.reject(new Error("stopped")) : this.#hand.ask(ask);
  }
}
