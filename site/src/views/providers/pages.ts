import { ownStorage } from "../../core/lists";

/** On it the pages of one origin tell one another that the kept lists have changed. Anybody of that origin can: what is told is only a reason to look. */
const CHANNEL = "pec-verifier-lists";

/** The other pages of the same origin; there are none where anybody's are. */
export class OtherPages {
  readonly #changed: () => Promise<void> | void;
  #channel: BroadcastChannel | undefined;
  #looking = false;
  #again = false;

  /** changed is called when another page says so, and not again before it is done. */
  constructor(changed: () => Promise<void> | void) {
    this.#changed = changed;
  }

  listen(): void {
    if (!ownStorage()) return;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.addEventListener("message", () => void this.#look());
  }

  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  tell(): void {
    this.#channel?.postMessage("changed");
  }

  async #look(): Promise<void> {
    this.#again = this.#looking;
    if (this.#looking) return;
    this.#looking = true;
    do {
      this.#again = false;
      await this.#changed();
    } while (this.#again);
    this.#looking = false;
  }
}
