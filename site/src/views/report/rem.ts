import { html, nothing, type TemplateResult } from "lit";
import { sentence, set, value } from "../../texts/fill";
import { timed } from "../parts/format";
import { isREM } from "../../model/rem";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
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
    text === undefined || text === "" ? nothing : row(label, timed(text, language) || value(text));
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
            ${optional(texts["rem.assurance"], certified.assurance?.level)}
            ${
              certified.timestamp === undefined
                ? nothing
                : row(
                    texts["rem.stamp"],
                    html`${timed(certified.timestamp.time, language)}, ${set(certified.timestamp.authority)}
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
