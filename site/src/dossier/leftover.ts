import { html, type TemplateResult } from "lit";
import type { Context } from "../report/view/context";
import { fileLink, type Go } from "./proof";
import type { Leftover } from "./types";
import { said } from "./words";

/** Pieces that belong to no transmission, each with its reason. */
export function leftoverTable(leftover: readonly Leftover[], context: Context, go: Go): TemplateResult {
  const { texts } = context;
  return html`<table class="facts-table">
    <caption class="visually-hidden">
      ${texts["dossier.leftover"]}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts["dossier.facts.file"]}</th>
        <th scope="col">${texts["dossier.recipient.why"]}</th>
      </tr>
    </thead>
    <tbody>
      ${leftover.map(
        one => html`<tr>
          <td>${fileLink(one, go)}</td>
          <td>${said(one, context)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
