import { html, nothing, type TemplateResult } from "lit";
import { known, type Context } from "../parts/context";
import { icon } from "../parts/icon";
import { bounded, more } from "../parts/bounded";
import { sentence, set, value } from "../../texts/fill";
import { proofLink, type Go } from "./sources";
import type { Transmission } from "../../model/transmission";
import { said, when } from "./words";

const ICONS = { yes: "yes", no: "no", uncertain: "open" } as const;
/** Pieces that are named below a line. */
const PROOFS = 5;

/** The questions of L. 53/1994, each with its answer, where it was seen and what is uncertain. A help and no advice. */
export function checklistView(transmission: Transmission, context: Context, go: Go): TemplateResult | typeof nothing {
  const { checklist } = transmission;
  if (checklist === undefined) return nothing;
  const { texts } = context;
  return html`<section class="checklist">
    <h4>${texts["dossier.list"]}</h4>
    <p class="help"><strong>${said(checklist.help, context)}</strong></p>
    <ul class="plain">
      ${checklist.lines.map(
        line => html`<li class="check ${line.status === "uncertain" ? "warning" : line.status}">
          ${icon(ICONS[line.status])}
          <div>
            <p>${known(context, `dossier.${line.id}`) ?? value(line.id)} <strong class="status">${texts[`dossier.list.${line.status}`]}</strong></p>
            <p>${said(line, context)}</p>
            ${line.doubt === undefined ? nothing : html`<p class="note">${texts["dossier.list.doubt"]} ${said(line.doubt, context)}</p>`}
            <p class="note">
              ${sentence(texts["dossier.list.field"], { field: line.field })}
              ${line.evidence.slice(0, PROOFS).map(number => html` ${proofLink(transmission.evidence[number]!, context, go)}`)}
              ${more(line.evidence.length - PROOFS, context)}
            </p>
          </div>
        </li>`,
      )}
    </ul>
    ${
      checklist.times.length === 0
        ? nothing
        : html`<h5>${texts["dossier.list.times"]}</h5>
          ${bounded(
            checklist.times,
            context,
            time =>
              html`${set(time.recipient)}: ${texts["dossier.list.delivered"]} ${when(time.delivered, context)}. ${texts["dossier.list.effective"]} ${when(time.effective, context)}.${
                time.moved ? html` <strong>(${texts["dossier.list.moved"]})</strong>` : nothing
              }`,
          )}`
    }
  </section>`;
}
