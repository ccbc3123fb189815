import { html, nothing, type TemplateResult } from "lit";
import { programHost } from "../../core/host";
import type { ListPart } from "../../core/lists";
import { dated as dated_, day } from "../parts/format";
import type { Context } from "../parts/context";
import { inEnglish } from "../parts/english";
import { icon } from "../parts/icon";
import { bounded, row } from "../parts/bounded";
import { ours, plain, sentence, set, value } from "../../texts/fill";
import { age, ago } from "./age";
import { commonName, kinds, origin, pendingText, signer } from "./words";

/** A date with its age, or that there is none. */
export function dated(date: string, context: Context): TemplateResult {
  const { texts, language } = context;
  const days = age(date, Date.now());
  return days === undefined
    ? html`${texts["providers.undated"]}`
    : sentence(texts["providers.date"], { date: dated_(date, language), ago: ours(ago(days, language)) });
}

/** One list in use: what it is, from whom, and of what date unless that stands above already. */
export function partView(part: ListPart, context: Context, forget: (sha256: string) => void, alone: boolean): TemplateResult {
  const { texts } = context;
  const { name } = part;
  const embedded = part.from === "embedded";
  const beside = part.from === "host";
  const { tone, short, long } = origin(part);
  return html`<li class="part ${tone}">
    <div class="part-head">
      ${icon(tone)}
      <div>
        <h3>${embedded ? texts[short] : beside ? sentence(texts["host.title"], { host: programHost() ?? "" }) : value(name)}</h3>
        ${alone ? nothing : html`<p>${texts["providers.dated"]}: ${dated(part.date, context)}</p>`}
        <p>${embedded ? html`<span class="note">${texts[long]}</span>` : texts[short]}</p>
        <p class="note">${counts(part, context)}</p>
        ${part.pending === "" ? nothing : html`<p class="old">${icon("warning")} ${texts[pendingText(part.pending)]}</p>`}
        ${embedded || beside || part.remembered ? nothing : html`<p class="note">${texts["providers.not-remembered"]}</p>`}
      </div>
      ${
        embedded || beside
          ? nothing
          : html`<button
            type="button"
            class="btn btn-outline-primary btn-sm"
            aria-label=${plain(texts["providers.forget.name"], { name })}
            @click=${() => forget(part.sha256)}
          >
            ${texts["providers.forget"]}
          </button>`
      }
    </div>
    <details class="more">
      <summary>${texts["technical.title"]}</summary>
      <dl>${factRows(part, context)} ${hashRows(part, context)}</dl>
    </details>
  </li>`;
}

/** What there is to know of a list, in use or not yet. */
export function factRows(part: ListPart, context: Context): TemplateResult {
  const { texts, language } = context;
  return html`
    ${row(texts["providers.what"], texts[kinds[part.kind]])}
    ${row(texts["providers.source"], sentence(texts[origin(part).long], { signer: signer(part), host: programHost() ?? "" }))}
    ${row(texts["providers.dated"], dated(part.date, context))}
    ${row(
      texts["providers.holds"],
      html`${counts(part, context)}
      ${bounded(part.revocationLists, context, crl =>
        sentence(texts["providers.crl"], {
          issuer: commonName(crl.issuer),
          date: dated_(crl.thisUpdate, language),
          count: crl.revoked,
        }),
      )}`,
    )}
    ${part.from !== "person" || part.accepted === "" ? nothing : row(texts["providers.accepted-on"], day(part.accepted, language))}
    ${
      part.refused.length === 0
        ? nothing
        : row(
            sentenceText(texts["providers.refused"], part.refused.length),
            html`<p>${texts["providers.refused.why"]}</p>
            ${bounded(part.refused, context, ({ entry, reason }) => html`${set(entry)}. ${inEnglish(reason, context)}`)}`,
          )
    }
  `;
}

/** What only an expert compares. */
export function hashRows(part: ListPart, { texts }: Context): TemplateResult {
  return html`
    ${part.origin.sha256 === "" ? nothing : row(texts["providers.fingerprint"], html`<code>${value(part.origin.sha256)}</code>`)}
    ${row(texts["providers.file"], html`<code>${value(part.sha256)}</code>`)}
  `;
}

function counts(part: ListPart, { texts }: Context): TemplateResult {
  const all = [
    { key: "providers.count.providers", count: part.providers },
    { key: "providers.count.certificates", count: part.certificates },
    { key: "providers.count.authorities", count: part.authorities },
    { key: "providers.count.crls", count: part.revocationLists.length },
    { key: "providers.count.services", count: part.services },
  ] as const;
  return html`${all.filter(({ count }) => count > 0).map(({ key, count }, i) => html`${i === 0 ? nothing : " · "}${sentence(texts[key], { count })}`)}`;
}

function sentenceText(text: string, count: number): string {
  return text.replace("{count}", String(count));
}
