import { html, nothing, type TemplateResult } from "lit";
import { ours, sentence, set, value } from "../../texts/fill";
import { moment, timed } from "../parts/format";
import type { Certified, Kind, Report } from "../../model/report";
import { listed, statement } from "../../model/verdict";
import { known, ofSystem, type Context } from "../parts/context";
import { bounded, row } from "../parts/bounded";

/** These have no data of their own, and a sentence that says so. */
const UNSTATED: ReadonlySet<Kind> = new Set(["anomalia", "unknown"]);

/** Who certifies, what, and when, as one sentence. Nothing of this for a report that failed. */
export function statementView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  const which = statement(report);
  if (which === undefined) return nothing;
  // Where nobody knows who signed, or over what, nothing that the file states is shown.
  if (report.certified === undefined && !UNSTATED.has(report.kind)) return html`<p class="nothing">${texts["failed.nothing"]}</p>`;
  return html`<section class="statement">
    ${report.indication === "TOTAL-PASSED" || report.certified === undefined ? nothing : html`<p class="unconfirmed">${texts.unconfirmed}</p>`}
    <p class="says">${withWho(ofSystem(report, context, `statement.${which}`)!, report, context)}</p>
    ${reason(report, context)} ${report.certified === undefined || report.kind === "anomalia" ? nothing : html`<p class="about">${texts["fact.subject"]}: ${subject(report.certified, context)}</p>`}
  </section>`;
}

function withWho(text: string, report: Report, context: Context): TemplateResult {
  const { texts, language } = context;
  const certified = report.certified;
  const none = ours(texts["value.none"]);
  // Of somebody whom nobody vouches for it is not certain that anything is certified.
  const passed = report.indication === "TOTAL-PASSED";
  const claimed = certified?.provider || report.trust?.provider || "";
  const who = listed(report) ? texts["who.listed"] : claimed === "" ? texts["who.unnamed"] : texts["who.named"];
  return sentence(text.replace("{who}", who).replace("{says}", texts[passed ? "says.certifies" : "says.claims"]), {
    provider: (listed(report) && report.trust?.provider) || claimed,
    when: timed(certified?.time ?? report.signature?.signingTime ?? "", language) || none,
    sender: certified?.sender || none,
    delivered: certified?.deliveredTo || none,
  });
}

/** Why it failed, in the provider's own words, where ours have none. */
function reason({ certified }: Report, { texts }: Context): TemplateResult | typeof nothing {
  if (certified === undefined) return nothing;
  if (certified.error === "altro" && certified.errorDetail !== "")
    return html`<p class="about">${texts["fact.errorDetail"]}: ${set(certified.errorDetail)}</p>`;
  const [first] = certified.reasons ?? [];
  if (first === undefined || !/Failure$|Rejection$/.test(certified.event ?? "")) return nothing;
  return html`<p class="about">${texts["rem.reason"]}: ${set(`${first.code} ${first.text}`.trim())}</p>`;
}

/** What the message is about stands in a line of its own: it is the sender's to choose, to the last letter. */
function subject({ subject }: Certified, { texts }: Context): TemplateResult {
  return subject === "" ? html`${texts["value.no-subject"]}` : set(subject);
}

/** Only these say that a message was taken. */
const TAKEN = /^(presa-in-carico|RelayAcceptance)$/;

/** The same and the rest, one by one. */
export function factsView(report: Report, context: Context): TemplateResult | typeof nothing {
  const { texts } = context;
  const { certified } = report;
  if (certified === undefined || report.indication === "TOTAL-FAILED") return nothing;
  const optional = (label: string, text: string): TemplateResult | typeof nothing => (text === "" ? nothing : row(label, value(text)));
  const recipients = certified.recipients ?? [];
  const received = certified.receivedFor ?? [];
  return html`<section class="facts">
    <dl>
      ${row(texts[report.indication === "TOTAL-PASSED" ? "fact.time" : "fact.time-claimed"], time(certified.time, context))}
      ${optional(texts["fact.provider"], certified.provider)}
      ${optional(texts["fact.sender"], certified.sender)}
      ${
        recipients.length === 0
          ? nothing
          : row(
              texts["fact.recipients"],
              bounded(
                recipients,
                context,
                one => html`${set(one.address)} <span class="note">(${recipientType(one.type, context)})</span>`,
              ),
            )
      }
      ${optional(texts["fact.delivered"], certified.deliveredTo)}
      ${received.length === 0 ? nothing : row(texts[TAKEN.test(report.kind) ? "fact.received" : "fact.concerned"], bounded(received, context, value))}
      ${report.kind === "anomalia" ? nothing : row(texts["fact.subject"], certified.subject === "" ? texts["value.no-subject"] : value(certified.subject))}
      ${
        certified.error === "" || certified.error === "nessuno"
          ? nothing
          : row(texts["fact.error"], known(context, `error.${certified.error}`) ?? value(certified.error))
      }
      ${optional(texts["fact.errorDetail"], certified.errorDetail)}
      ${
        certified.receiptType === ""
          ? nothing
          : row(
              texts[report.kind === "posta-certificata" ? "fact.receiptAsked" : "fact.receiptType"],
              known(context, `receipt.${certified.receiptType}`) ?? value(certified.receiptType),
            )
      }
      ${certified.replyTo === certified.sender ? nothing : optional(texts["fact.replyTo"], certified.replyTo)}
      ${optional(texts["fact.identifier"], certified.identifier)}
      ${optional(texts["fact.messageID"], certified.messageID)}
    </dl>
  </section>`;
}

/** A certified time in Rome time with the name of the zone, in UTC beside it, and as it stands in the file. */
export function time(text: string, context: Context): TemplateResult {
  const at = moment(text, context.language);
  if (at === undefined) return text === "" ? html`${context.texts["value.none"]}` : value(text);
  return html`<time datetime=${text}>${at.rome}</time> (${sentence(context.texts["fact.rome"], { zone: ours(context.texts[`zone.${at.zone}`]) })})<br />
    <span class="note">${at.utc}</span>`;
}

function recipientType(type: string, context: Context): string {
  return known(context, `recipient.${type}`) ?? context.texts["recipient.other"];
}
