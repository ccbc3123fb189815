/** How long the rest takes, from what the files so far took. */
export class Pace {
  #begun = 0;
  #before = 0;

  /** To be called when work begins; done is what was finished before. */
  begin(done: number): void {
    this.#begun = performance.now();
    this.#before = done;
  }

  /** Seconds; undefined while it is too early to say. */
  left(done: number, total: number): number | undefined {
    const finished = done - this.#before;
    const spent = (performance.now() - this.#begun) / 1000;
    return finished < 5 || spent < 2 ? undefined : Math.ceil((spent / finished) * (total - done));
  }
}
