import { html, nothing, type TemplateResult } from "lit";
import { dated } from "../parts/format";
import type { Succession } from "../../model/report";
import type { Context } from "../parts/context";
import { bounded } from "../parts/bounded";
import type { Key } from "../../texts";
import { sentence } from "../../texts/fill";

const words: Record<Succession["kind"], Key> = {
  renamed: "succession.renamed",
  merged: "succession.merged",
  "taken-over": "succession.taken-over",
  ended: "succession.ended",
  left: "succession.left",
};

/** What became of a provider, step by step, each with its source; in the end who has its logs now, where that is known. */
export function successionView(all: readonly Succession[], context: Context): TemplateResult {
  const { texts } = context;
  const now = all.at(-1)?.to ?? "";
  return html`${bounded(all, context, one => step(one, context))}
    ${now === "" ? nothing : html`<p><strong>${sentence(texts["succession.now"], { to: now })}</strong></p>`}`;
}

function step(one: Succession, { texts, language }: Context): TemplateResult {
  const { kind, from = "", to = "", date, logsUntil = "", source } = one;
  return html`${sentence(texts[kind === "ended" && to !== "" ? "succession.taken-over" : words[kind]], { from, to, date: dated(date, language) })}
    ${logsUntil === "" ? nothing : sentence(texts["succession.logs"], { date: dated(logsUntil, language) })}
    <span class="note">${sentence(texts["succession.source"], { source })}</span> ${secondHandMark(one.secondHand, texts)}`;
}

/** A mark on what neither a certificate nor the authority says. */
export function secondHandMark(is: boolean | undefined, texts: Context["texts"]): TemplateResult | typeof nothing {
  return is ? html`<span class="note second-hand">${texts["succession.second-hand"]}</span>` : nothing;
}
