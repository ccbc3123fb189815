import { html, nothing, type TemplateResult } from "lit";
import type { WaitingList } from "../../core/lists";
import type { Context } from "../parts/context";
import { icon } from "../parts/icon";
import { bounded } from "../parts/bounded";
import { plain, sentence, set, value } from "../../texts/fill";
import { kinds, origin } from "./words";

export interface WaitingActions {
  agree: () => void;
  decline: () => void;
}

/**
 * Asks once a visit about what is kept in the browser: whoever writes on the page's origin may have put it there. lost are
 * lists in use that another page forgot.
 */
export function noticeView(
  waiting: readonly WaitingList[],
  lost: readonly string[],
  act: WaitingActions,
  context: Context,
): TemplateResult | typeof nothing {
  const { texts } = context;
  if (waiting.length === 0 && lost.length === 0) return nothing;
  return html`<section class="kept" aria-labelledby="kept">
    <h2 id="kept">${icon("warning")} ${texts["providers.kept"]}</h2>
    ${
      waiting.length === 0
        ? nothing
        : html`<p>${texts["providers.kept.why"]}</p>
          ${bounded(waiting, context, one => html`<p>${set(one.name)}</p>${described(one, context)}`)}`
    }
    ${lost.map(name => html`<p>${sentence(texts["providers.lost"], { name })}</p>`)}
    <p class="tools">
      ${waiting.length === 0 ? nothing : html`<button type="button" class="btn btn-primary btn-sm" @click=${act.agree}>${texts["providers.kept.agree"]}</button>`}
      <button type="button" class="btn btn-outline-primary btn-sm" @click=${act.decline}>
        ${texts[waiting.length === 0 ? "providers.lost.read" : "providers.kept.decline"]}
      </button>
    </p>
  </section>`;
}

/** One of them in the panel, with what can be done about it. */
export function waitingView(list: WaitingList, agree: () => void, forget: (sha256: string) => void, context: Context): TemplateResult {
  const { texts } = context;
  return html`<li class="part unknown waits">
    <div class="part-head">
      ${icon("unknown")}
      <div>
        <h3>${value(list.name)}</h3>
        <p><strong>${texts["providers.waits"]}</strong></p>
        ${described(list, context)}
      </div>
      <div class="tools">
        <button type="button" class="btn btn-outline-primary btn-sm" aria-label=${plain(texts["providers.use.name"], { name: list.name })} @click=${agree}>
          ${texts["providers.use"]}
        </button>
        <button
          type="button"
          class="btn btn-outline-primary btn-sm"
          aria-label=${plain(texts["providers.forget.name"], { name: list.name })}
          @click=${() => forget(list.sha256)}
        >
          ${texts["providers.forget"]}
        </button>
      </div>
    </div>
  </li>`;
}

/** What can be said of it for certain: nothing of when or by whom it was put there. */
function described(list: WaitingList, context: Context): TemplateResult {
  const { texts } = context;
  const signed = list.origin.signer !== "";
  return html`<p class="note">${texts[kinds[list.kind]]}. ${texts[origin(list).short]}.</p>
    ${
      signed
        ? html`<p class="note">${sentence(texts["providers.kept.signer"], { signer: list.origin.signer })} <code>${value(list.origin.sha256)}</code></p>
          ${list.confirmed ? html`<p class="note">${texts["providers.kept.confirmed"]}</p>` : nothing}`
        : nothing
    }`;
}
