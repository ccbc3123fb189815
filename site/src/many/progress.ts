import { html, nothing, type TemplateResult } from "lit";
import type { Context } from "../report/view/context";
import { sentence } from "../texts/fill";

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

export function progressView(done: number, total: number, left: number | undefined, cancel: () => void, context: Context): TemplateResult {
  const { texts } = context;
  const time =
    left === undefined
      ? nothing
      : left < 60
        ? sentence(texts["many.left.seconds"], { count: left })
        : sentence(texts["many.left.minutes"], { count: Math.ceil(left / 60) });
  return html`<div class="progress">
    <progress max=${total} value=${done} aria-label=${texts["many.progress"]}></progress>
    <p>${sentence(texts["state.working"], { done, total })} ${time}</p>
    <button type="button" class="btn btn-outline-primary btn-sm" @click=${cancel}>${texts["many.cancel"]}</button>
  </div>`;
}
