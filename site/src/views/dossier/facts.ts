import { html, nothing, type TemplateResult } from "lit";
import type { Context } from "../parts/context";
import { more } from "../parts/bounded";
import { value } from "../../texts/fill";
import { fileLink, type Go } from "./sources";
import type { Evidence } from "../../model/transmission";
import { said, when } from "./words";

/** Places that are named of a piece that was met again and again. */
const COPIES = 10;

/** Some pieces of a transmission as a table in the order of time: what the line of time draws, in words. */
export function factsTable(evidence: readonly Evidence[], context: Context, go: Go): TemplateResult {
  const { texts } = context;
  return html`<table class="facts-table">
    <caption class="visually-hidden">
      ${texts["dossier.facts"]}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts["dossier.facts.time"]}</th>
        <th scope="col">${texts["dossier.facts.what"]}</th>
        <th scope="col">${texts["dossier.facts.whom"]}</th>
        <th scope="col">${texts["dossier.facts.provider"]}</th>
        <th scope="col">${texts["dossier.facts.match"]}</th>
        <th scope="col">${texts["dossier.facts.file"]}</th>
      </tr>
    </thead>
    <tbody>
      ${evidence.map(one => line(one, context, go))}
    </tbody>
  </table>`;
}

function line(one: Evidence, context: Context, go: Go): TemplateResult {
  const { texts } = context;
  const copies = one.copies.slice(0, COPIES);
  return html`<tr class=${one.counted ? "" : "uncounted"}>
    <td>${when(one.time, context)}</td>
    <td>
      ${texts[`kind.${one.kind}`]}
      ${one.counted || one.why === undefined ? nothing : html`<span class="note">${said(one.why, context)}</span>`}
    </td>
    <td data-label=${texts["dossier.facts.whom"]}>${one.recipient ? value(one.recipient) : nothing}</td>
    <td data-label=${texts["dossier.facts.provider"]}>${value(one.provider)}</td>
    <td data-label=${texts["dossier.facts.match"]}>${texts[`answer.${one.match.status}`]}</td>
    <td data-label=${texts["dossier.facts.file"]}>
      ${fileLink(one, go)}
      ${
        copies.length === 0
          ? nothing
          : html`<span class="note">${texts["dossier.facts.again"]} ${copies.map((place, i) => html`${i === 0 ? nothing : ", "}${fileLink(place, go)}`)}</span>${more(one.copies.length - COPIES, context)}`
      }
    </td>
  </tr>`;
}
