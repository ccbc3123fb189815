import { html, nothing, type TemplateResult } from "lit";
import { sentence, set, value } from "../../texts/fill";
import { moment, timed } from "../parts/format";
import { isREM } from "../../model/rem";
import type { Report } from "../../model/report";
import { known, type Context } from "../parts/context";
import { bounded, row } from "../parts/bounded";

/** Results of registered mail are the first of their kind, and that is said before all else. */
export function remNote(report: Report, context: Context): TemplateResult | typeof nothing {
  if (!isREM(report)) return nothing;
  const { texts } = context;
  const { trust } = report;
  return html`<p class="note first">${texts["rem.first"]}</p>
    ${
      trust === undefined || trust.path === "none"
        ? nothing
        : html`<p>${texts[`rem.qualified.${trust.qualified === undefined ? "open" : trust.qualified ? "yes" : "no"}`]}</p>`
    }`;
}

/** What only registered mail states. */
export function remFacts(report: Report, context: Context): TemplateResult | typeof nothing {
  if (!isREM(report)) return nothing;
  const { texts, language } = context;
  const { certified, trust } = report;
  const optional = (label: string, text: string | undefined): TemplateResult | typeof nothing =>
    text === undefined || text === "" ? nothing : row(label, value(text));
  const time = (label: string, text: string | undefined): TemplateResult | typeof nothing =>
    text === undefined || text === "" ? nothing : row(label, moment(text, language)?.rome ?? value(text));
  const service = trust?.service;
  return html`<section class="rem">
    ${
      certified === undefined
        ? nothing
        : html`<h4>${texts["rem.title"]}</h4>
          <dl>
            ${optional(texts["rem.event"], certified.event)}
            ${
              (certified.reasons ?? []).length === 0
                ? nothing
                : row(
                    texts["rem.reason"],
                    bounded(certified.reasons ?? [], context, one => html`${set(one.code)} ${set(one.text === "" ? one.uri : one.text)}`),
                  )
            }
            ${time(texts["rem.submitted"], certified.submissionTime)}
            ${optional(texts["rem.external"], certified.externalProvider)}
            ${optional(texts["rem.system"], certified.externalSystem)}
            ${assurance(certified.assurance?.level, context)}
            ${
              certified.timestamp === undefined
                ? nothing
                : row(
                    texts["rem.stamp"],
                    html`${moment(certified.timestamp.time, language)?.rome ?? value(certified.timestamp.time)}, ${set(certified.timestamp.authority)}
                      <span class="note">(${texts[certified.timestamp.trusted ? "rem.stamp.trusted" : "rem.stamp.open"]})</span>`,
                  )
            }
            ${optional(texts["rem.digest"], certified.digest && `${certified.digest.algorithm} ${certified.digest.value}`)}
            ${optional(texts["rem.identifier"], certified.evidenceIdentifier)}
          </dl>`
    }
    ${
      service === undefined
        ? nothing
        : html`<dl>
            ${row(
              texts["rem.service"],
              sentence(texts["rem.service.since"], {
                type: service.type,
                status: service.status,
                since: timed(service.since, language) || service.since,
                list: service.list,
              }),
            )}
          </dl>`
    }
  </section>`;
}

/** The levels of Regulation (EU) 910/2014, Article 8, have names; what is none of them stays as it is written. */
function assurance(level: string | undefined, context: Context): TemplateResult | typeof nothing {
  if (level === undefined || level === "") return nothing;
  const name = /^http:\/\/eidas\.europa\.eu\/LoA\/(low|substantial|high)$/.exec(level)?.[1];
  return row(context.texts["rem.assurance"], name === undefined ? value(level) : known(context, `rem.assurance.${name}`));
}
