import { html, nothing, type TemplateResult } from "lit";
import type { Context } from "../parts/context";
import { icon } from "../parts/icon";
import { bounded } from "../parts/bounded";
import { sentence } from "../../texts/fill";
import type { Dossier } from "../../model/dossier";
import { fileLink, type Go } from "./sources";
import type { Leftover } from "../../model/transmission";
import { said } from "./words";

/** What was given and nobody knows what it says: as long as there is any, nothing is complete, and it stands before everything else. */
export function unjudgedView({ rest }: Dossier, context: Context, go: Go): TemplateResult | typeof nothing {
  if (rest.unjudged === 0) return nothing;
  const { texts } = context;
  const which = rest.leftover.filter(({ unjudged }) => unjudged !== undefined);
  return html`<section class="warnings unjudged">
    <p>${icon("warning")}<strong>${sentence(texts["dossier.unread"], { count: String(rest.unjudged) })}</strong></p>
    <p>${texts["dossier.unread.which"]}</p>
    ${bounded(which, context, one => html`${fileLink(one, go)}. ${said(one, context)}`)}
  </section>`;
}

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
