import { html, nothing, type TemplateResult } from "lit";
import { known, type Context } from "../parts/context";
import { icon } from "../parts/icon";
import { more } from "../parts/bounded";
import { set } from "../../texts/fill";
import { proofLink, type Go } from "./sources";
import type { Recipient, State, Transmission } from "../../model/transmission";
import { said } from "./words";

const ICONS = {
  proved: "yes",
  contradicted: "warning",
  failed: "no",
  open: "open",
  "not-provable": "skipped",
  missing: "warning",
} as const satisfies Record<State, string>;

export function stateWord(state: State, context: Context): TemplateResult {
  return html`<span class="state-word ${state}">${icon(ICONS[state])}<span>${context.texts[`dossier.state.${state}`]}</span></span>`;
}

/** Pieces that are named of one recipient. */
const PROOFS = 20;

/** Some of the recipients as a table, each with its state and why. */
export function recipientsTable(transmission: Transmission, recipients: readonly Recipient[], context: Context, go: Go): TemplateResult {
  const { texts } = context;
  return html`<table class="facts-table">
    <caption class="visually-hidden">
      ${texts["dossier.recipients"]}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts["dossier.recipient"]}</th>
        <th scope="col">${texts["dossier.recipient.state"]}</th>
        <th scope="col">${texts["dossier.recipient.why"]}</th>
        <th scope="col">${texts["dossier.recipient.proofs"]}</th>
      </tr>
    </thead>
    <tbody>
      ${recipients.map(
        recipient => html`<tr>
          <th scope="row">${set(recipient.address)}<span class="note">${type(recipient, context)}</span></th>
          <td>${stateWord(recipient.state, context)}</td>
          <td>${why(recipient, context)}</td>
          <td>
            ${
              recipient.evidence.length === 0
                ? nothing
                : html`<ul class="plain">
                    ${recipient.evidence.slice(0, PROOFS).map(number => html`<li>${proofLink(transmission.evidence[number]!, context, go)}</li>`)}
                  </ul>
                  ${more(recipient.evidence.length - PROOFS, context)}`
            }
          </td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function type({ type, named }: Recipient, context: Context): TemplateResult {
  const word = (known(context, `recipient.${type}`) ?? context.texts["recipient.other"]).split(":", 1)[0]!;
  return html`${word}${named ? nothing : html`. ${context.texts["dossier.recipient.unnamed"]}`}`;
}

function why(recipient: Recipient, context: Context): TemplateResult {
  const { texts } = context;
  const kinds = recipient.lookFor?.kinds.map(kind => texts[`kind.${kind}`]) ?? [];
  return html`${said(recipient, context)}${
    kinds.length === 0
      ? nothing
      : html`<span class="note look">${texts["dossier.look"]}: ${kinds.map((kind, i) => html`${i === 0 ? nothing : html` ${texts["dossier.or"]} `}${kind}`)}.</span>`
  }`;
}
