import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { moment } from "../parts/format";
import { more } from "../parts/bounded";
import { known, type Context } from "../parts/context";
import { isUnread } from "../../model/report";
import { icon } from "../parts/icon";
import { sentence, set } from "../../texts/fill";
import { came, cameTotals, same, toneWord, totals, type Row } from "../../model/rows";

/** What a list of few files does. */
export interface FilesHost {
  /** The one that is open. */
  chosen: Row | undefined;
  /** Opens a line, or with undefined closes the one that is open. */
  choose(row: Row | undefined): void;
  /** The result of a line, in full. */
  result(row: Row): unknown;
}

/** A few files, a line each; one at a time is opened, where it stands. */
export function filesView(rows: readonly Row[], host: FilesHost, context: Context): TemplateResult {
  return html`<section class="files" aria-labelledby="files">
    <h3 id="files" class="visually-hidden">${context.texts["many.title"]}</h3>
    ${totalsView(rows, context)}
    ${repeat(
      rows,
      row => `${row.item.id} ${row.index}`,
      (row, at) => fileView(row, at, rows, host, context),
    )}
  </section>`;
}

function totalsView(rows: readonly Row[], { texts }: Context): TemplateResult {
  const count = totals(rows);
  return html`<p class="totals note">
    ${[...count].map(([tone, number], i) => html`${i === 0 ? nothing : " · "}${toneWord(tone, texts)} <strong>${number}</strong>`)}
    ${cameTotals(rows, texts).map(([what, number]) => html` · ${what} <strong>${number}</strong>`)}
  </p>`;
}

function fileView(row: Row, at: number, rows: readonly Row[], host: FilesHost, context: Context): TemplateResult {
  const { texts } = context;
  if (row.index < 0) {
    const state = row.item.state === "working" ? "working" : "waiting";
    return html`<p class="pending ${state}" data-item=${row.item.id}>${set(row.name)} <span class="note">${texts[`result.${state}`]}</span></p>`;
  }
  const open = host.chosen !== undefined && same(host.chosen, row);
  const press = (event: Event): void => {
    event.preventDefault(); // what is open is told by the one who chose, so that printing may open them all
    host.choose(open ? undefined : row);
  };
  return html`<details class="file tone-${row.tone} ${row.sober ? "sober" : ""}" data-item=${row.item.id} data-row=${`${row.item.id} ${row.index}`} ?open=${open}>
    <summary @click=${press}>${line(row, context)}</summary>
    ${open ? wayView(at, rows, host, context) : nothing}
    ${host.result(row)}
  </details>`;
}

/** Verdict and delivery are two answers: a notice of failure is authentic too. */
function line(row: Row, context: Context): TemplateResult {
  const { texts, language } = context;
  const at = moment(row.time, language);
  return html`${icon(row.tone === "waiting" ? "open" : row.tone)}
    <span class="toned"><strong>${toneWord(row.tone, texts)}</strong>${row.tone === "good" && row.came !== "" ? html`<br /><span class="came">${came(row, texts)}</span>` : nothing}</span>
    <span class="sort">${row.kind === "" || row.kind === "none" ? what(row, context) : texts[`kind.${row.kind}`]}
      ${row.whom === "" ? nothing : html`<span class="note">${set(row.whom)} ${more(row.others, context)}</span>`}</span>
    <span class="when">${at === undefined ? nothing : html`<time datetime=${row.time}>${at.rome}</time>`}</span>
    <span class="named">${set(row.name)}${row.part === "" ? nothing : html` <span class="note">${set(row.part)}</span>`}</span>`;
}

/** Of what has no kind that is certain: what is wrong with it. */
function what({ item, index, tone }: Row, context: Context): unknown {
  const outcome = item.outcomes[index];
  return tone === "bad" && outcome !== undefined && !isUnread(outcome) ? known(context, `verdict.${outcome.subindication}`) : nothing;
}

/** From one file to the next. */
function wayView(at: number, rows: readonly Row[], host: FilesHost, { texts }: Context): TemplateResult {
  const step = (label: string, by: number): TemplateResult => {
    const to = rows[at + by];
    const there = to !== undefined && to.index >= 0;
    return html`<button type="button" class="btn btn-outline-primary btn-sm" ?disabled=${!there} @click=${() => there && host.choose(to)}>${label}</button>`;
  };
  return html`<nav class="way tools" aria-label=${texts["many.way"]}>
    ${step(texts["many.previous"], -1)}
    <span role="status">${sentence(texts["many.place"], { place: at + 1, total: rows.length })}</span>
    ${step(texts["many.next"], 1)}
    <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => host.choose(undefined)}>${texts["many.close"]}</button>
  </nav>`;
}
