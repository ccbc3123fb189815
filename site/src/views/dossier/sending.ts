import { html, nothing, type TemplateResult } from "lit";
import type { Line } from "../../model/lines";
import { timed } from "../parts/format";
import type { Context } from "../parts/context";
import { icon } from "../parts/icon";
import { bounded, more, row } from "../parts/bounded";
import { sentence, set, value } from "../../texts/fill";
import { proofLink, type Go } from "./sources";
import { stateWord } from "./recipients";
import { isREM } from "../../model/rem";
import { standing, TONES } from "../../model/standing";
import { STATES, type Transmission } from "../../model/transmission";
import { said } from "./words";

/** What everybody reads of a transmission: how it stands, what was sent by whom, and how many recipients are in which state. */
export function headView(
  transmission: Transmission,
  line: Line,
  number: number,
  id: string,
  context: Context,
  single = false,
): TemplateResult {
  const { texts } = context;
  const how = standing(line, single);
  const rem = isREM(transmission);
  return html`<header class="sending-head">
    ${icon(TONES[how])}
    <div>
      <p class="tone"><strong>${rem && how === "complete" ? texts["rem.sending.complete"] : texts[`dossier.card.${how}`]}</strong></p>
      <h3 id=${id}>${sentence(texts["dossier.card"], { number: number + 1 })}: ${transmission.subject === "" ? texts["value.no-subject"] : set(transmission.subject)}</h3>
      <p>${sentence(texts["dossier.card.from"], { sender: transmission.sender })} ${how === "single" && transmission.acceptance.state === "missing" ? nothing : acceptance(transmission, context)}</p>
      ${rem ? html`<p class="note">${texts["rem.sending"]}</p>` : nothing}
      ${transmission.sides.length === 1 && transmission.sides[0] === "recipient" ? html`<p class="note">${texts["dossier.side.recipient"]}</p>` : nothing}
      ${statesView(transmission, line, how === "single", context)}
      ${doubtsInShort(transmission, context)}
    </div>
  </header>`;
}

/** So few recipients are named with their states; of more the states are counted. */
const NAMED_RECIPIENTS = 3;

function statesView({ recipients }: Transmission, line: Line, single: boolean, context: Context): TemplateResult {
  if (recipients.length > NAMED_RECIPIENTS || single) {
    return html`<ul class="plain states">
      ${STATES.filter(state => line.states[state] !== undefined && !(single && state === "missing")).map(state => html`<li>${stateWord(state, context)} <strong>${line.states[state]}</strong></li>`)}
    </ul>`;
  }
  return html`<ul class="plain states">
    ${recipients.map(
      recipient => html`<li>
        ${stateWord(recipient.state, context)} ${set(recipient.address)}
        <span class="note">${recipient.state === "proved" && recipient.delivered !== undefined ? sentence("{time}", { time: timed(recipient.delivered.time, context.language) }) : said(recipient, context)}</span>
      </li>`,
    )}
  </ul>`;
}

/** Doubts that are said in the head already: nobody should have to open the details to meet them. */
const DOUBTS = 3;

function doubtsInShort({ doubts }: Transmission, context: Context): TemplateResult | typeof nothing {
  if (doubts.length === 0) return nothing;
  return html`<ul class="doubts">${doubts.slice(0, DOUBTS).map(one => html`<li>${said(one, context)} ${about(one, context)}</li>`)}</ul>
    ${more(doubts.length - DOUBTS, context)}`;
}

function about({ recipient }: { recipient?: string }, { texts }: Context): TemplateResult | typeof nothing {
  return recipient ? sentence(texts["dossier.contradictions.about"], { recipient }) : nothing;
}

/** Pieces that are named of a contradiction or a doubt. */
const NAMED = 5;

function named(evidence: readonly number[], transmission: Transmission, context: Context, go: Go): unknown {
  return html`${evidence.slice(0, NAMED).map(number => html` ${proofLink(transmission.evidence[number]!, context, go)}`)} ${more(evidence.length - NAMED, context)}`;
}

function acceptance({ acceptance: { state, time } }: Transmission, { texts, language }: Context): TemplateResult {
  return sentence(texts[`dossier.acceptance.${state}`], { time: timed(time, language) });
}

/** The same in a line: what is missing, without where it is. */
export function lacking({ missing }: Transmission, { texts }: Context): string {
  if (missing.length === 0) return texts["dossier.single.nothing"];
  const what = new Set(missing.map(({ reason }) => completes(reason)));
  return `${texts["dossier.single.missing"]} ${[...what].map(one => texts[`${one}.short`]).join(", ")}.`;
}

function completes(
  reason: string,
): "dossier.single.acceptance" | "dossier.single.original" | "dossier.single.delivery" | "rem.sending.original" {
  if (reason.startsWith("missing.acceptance")) return "dossier.single.acceptance";
  if (reason === "missing.original.rem") return "rem.sending.original";
  return reason === "missing.original" ? "dossier.single.original" : "dossier.single.delivery";
}

/** Which other files would complete what one file alone is about, and where they are. */
export function completingView({ missing }: Transmission, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  if (missing.length === 0) return nothing;
  return html`<section class="completing">
    <h4>${texts["dossier.single.title"]}</h4>
    ${bounded(missing, context, ({ reason, values = {} }) => sentence(texts[completes(reason)], values))}
  </section>`;
}

/** Contradictions, what is missing, whose mailbox the pieces are from. */
export function troubleView(transmission: Transmission, context: Context, go: Go): TemplateResult {
  const { texts } = context;
  // What is missing about a recipient stands in the recipient's line.
  const missing = transmission.missing.filter(({ values }) => values?.["recipient"] === undefined);
  return html`${
    transmission.contradictions.length === 0
      ? nothing
      : html`<section class="warnings">
        <h4>${icon("warning")}<span>${texts["dossier.contradictions"]}</span></h4>
        ${bounded(
          transmission.contradictions,
          context,
          one => html`${said(one, context)} ${about(one, context)} ${named(one.evidence, transmission, context, go)}`,
        )}
      </section>`
  }
  ${
    transmission.doubts.length === 0
      ? nothing
      : html`<section class="warnings">
        <h4>${icon("warning")}<span>${texts["dossier.doubts"]}</span></h4>
        ${bounded(
          transmission.doubts,
          context,
          one => html`${said(one, context)} ${about(one, context)} ${named(one.evidence, transmission, context, go)}`,
        )}
      </section>`
  }
  ${
    missing.length === 0
      ? nothing
      : html`<section class="lacking">
        <h4>${texts["dossier.missing"]}</h4>
        <ul>
          ${missing.map(one => html`<li>${said(one, context)}</li>`)}
        </ul>
      </section>`
  }`;
}

/** Facts about the transmission as a whole. */
export function aboutView({ identifier, messageID, provider, sides }: Transmission, context: Context): TemplateResult {
  const { texts } = context;
  return html`<dl>
    ${row(texts["dossier.sides"], html`<ul class="plain">${sides.map(side => html`<li>${texts[`dossier.side.${side}`]}</li>`)}</ul>`)}
    ${provider === "" ? nothing : row(texts["dossier.provider"], value(provider))}
    ${row(texts["fact.identifier"], value(identifier))}
    ${messageID === "" ? nothing : row(texts["fact.messageID"], value(messageID))}
  </dl>`;
}
