import { html, nothing, type TemplateResult } from "lit";
import type { Context } from "../parts/context";
import { sentence } from "../../texts/fill";

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
