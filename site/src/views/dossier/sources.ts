import { html, type TemplateResult } from "lit";
import type { Context } from "../parts/context";
import { plain, set } from "../../texts/fill";
import type { Evidence, Place } from "../../model/transmission";

/** Leads to the result of a piece. On paper there is nothing to press. */
export type Go = ((place: Place) => void) | undefined;

/** The file of a piece, to be pressed. */
export function fileLink(place: Place, go: Go): TemplateResult {
  const part = place.part === "" ? "" : html` <span class="note">${set(place.part)}</span>`;
  if (go === undefined) return html`${set(place.file.name)}${part}`;
  return html`<button type="button" class="link" @click=${() => go(place)}>${set(place.file.name)}${part}</button>`;
}

/** A piece by its kind, to be pressed. */
export function proofLink(evidence: Evidence, context: Context, go: Go): TemplateResult {
  const kind = context.texts[`kind.${evidence.kind}`];
  const uncounted = evidence.counted ? "" : html` <strong>${context.texts["dossier.facts.uncounted"]}</strong>`;
  if (go === undefined) return html`${kind} ${set(evidence.file.name)}${uncounted}`;
  const name = `${kind}: ${plain("{name}", { name: evidence.file.name })}`;
  return html`<button type="button" class="link" aria-label=${name} @click=${() => go(evidence)}>${kind}</button>${uncounted}`;
}
