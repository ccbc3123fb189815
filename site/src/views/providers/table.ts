import { html, nothing, type TemplateResult } from "lit";
import type { Admission, ListedAuthority, ListedProvider } from "../../../../wasm/wasm";
import type { ListInfo } from "../../core/lists";
import { dated, day } from "../parts/format";
import type { Context } from "../parts/context";
import { bounded } from "../parts/bounded";
import { sentence, value } from "../../texts/fill";
import { secondHandMark, successionView } from "./succession";
import { commonName } from "./words";

/** So many rows are drawn; who looks for another one types a word. */
const MOST_ROWS = 100;
/** So many customers' domains of one provider are shown for a search. */
const MOST_FOUND = 10;

export interface TableState {
  /** The word that is looked for. */
  search: string;
  /** A closed table is not drawn: the list may be long. */
  open: boolean;
  /** The services of registered mail, which are folded too. */
  services: boolean;
}

/** The providers and what the authorities admit, as far as they hold the searched word. */
export function tableView(
  info: ListInfo,
  { search, open }: TableState,
  changed: (to: Partial<TableState>) => void,
  context: Context,
): TemplateResult {
  return html`<details class="table" @toggle=${(event: ToggleEvent) => changed({ open: (event.target as HTMLDetailsElement).open })}>
    <summary>${context.texts["table.title"]}</summary>
    ${open ? found(info, search, changed, context) : nothing}
  </details>`;
}

function found(info: ListInfo, search: string, changed: (to: Partial<TableState>) => void, context: Context): TemplateResult {
  const { texts } = context;
  const word = search.trim().toLowerCase();
  const matching = info.providers.filter(provider => holds(provider, word));
  return html`<p class="search">
      <label for="provider-search">${texts["table.search"]}</label>
      <input
        id="provider-search"
        type="search"
        autocomplete="off"
        spellcheck="false"
        .value=${search}
        @input=${(event: Event) => changed({ search: (event.target as HTMLInputElement).value })}
      />
    </p>
    <p role="status">
      ${
        matching.length === 0
          ? texts["table.none"]
          : sentence(texts["table.found"], { count: matching.length, total: info.providers.length })
      }
    </p>
    ${matching.length === 0 ? nothing : providers(matching, word, context)}
    ${info.authorities.map(authority => admitted(authority, word, context))}`;
}

function holds(provider: ListedProvider, word: string): boolean {
  if (word === "") return true;
  const has = (text: string): boolean => text.toLowerCase().includes(word);
  return (
    has(provider.name) ||
    has(provider.unit) ||
    provider.spellings.some(has) ||
    provider.domains.some(({ name }) => has(name)) ||
    provider.managed.some(has)
  );
}

// The roles are written out: styles that turn rows into blocks on a phone take them away.
function providers(found: ListedProvider[], word: string, context: Context): TemplateResult {
  const { texts } = context;
  const cut = found.length - MOST_ROWS;
  return html`<table role="table" class="providers-table" aria-label=${texts["table.title"]}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">${texts["table.provider"]}</th>
          <th role="columnheader" scope="col">${texts["table.domains"]}</th>
          <th role="columnheader" scope="col">${texts["table.certificates"]}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${found.slice(0, MOST_ROWS).map(provider => line(provider, word, context))}
      </tbody>
    </table>
    ${cut > 0 ? html`<p>${sentence(texts["table.more"], { count: cut })}</p>` : nothing}`;
}

function line(provider: ListedProvider, word: string, context: Context): TemplateResult {
  const { texts, language } = context;
  const { name, unit, spellings, domains, managed, certificates, succession } = provider;
  return html`<tr role="row">
    <th role="rowheader" scope="row">
      ${value(name)}
      ${unit === "" ? nothing : html`<span class="note">${sentence(texts["table.unit"], { unit })}</span>`}
      ${spellings.length === 0 ? nothing : html`<span class="note">${sentence(texts["table.spellings"], { names: spellings.join(", ") })}</span>`}
      ${secondHandMark(provider.secondHand, texts)}
    </th>
    <td role="cell">
      <span class="label" aria-hidden="true">${texts["table.domains"]}</span>
      ${bounded(domains, context, domain => admission(domain, context))}
      ${managed.length === 0 ? nothing : customers(managed, word, context)}
      ${succession.length === 0 ? nothing : html`<p class="became">${texts["succession.table"]}:</p>${successionView(succession, context)}`}
    </td>
    <td role="cell">
      <span class="label" aria-hidden="true">${texts["table.certificates"]}</span>
      ${bounded(certificates, context, one =>
        one.sha256 === ""
          ? sentence(texts["table.hash"], { hash: one.sha1 })
          : sentence(texts["table.validity"], { from: dated(one.notBefore, language), to: dated(one.notAfter, language) }),
      )}
    </td>
  </tr>`;
}

function customers(managed: string[], word: string, context: Context): TemplateResult {
  const matching = word === "" ? [] : managed.filter(domain => domain.includes(word)).slice(0, MOST_FOUND);
  return html`<p class="note">${sentence(context.texts["table.managed"], { count: managed.length })}</p>
    ${matching.length > 0 ? bounded(matching, context, value) : managed.length <= MOST_FOUND ? bounded(managed, context, value) : nothing}`;
}

function admission({ name, since, until, secondHand }: Admission, { texts, language }: Context): TemplateResult {
  const dates = { name, since: dated(since, language), until: dated(until, language) };
  const shown = since === "" ? value(name) : sentence(until === "" ? texts["table.since"] : texts["table.until"], dates);
  return secondHand ? html`${shown} <span class="note">${texts["table.second-hand"]}</span>` : shown;
}

function admitted(authority: ListedAuthority, word: string, context: Context): TemplateResult | typeof nothing {
  const { texts, language } = context;
  const all = [...authority.domains, ...authority.organisations];
  const found = all.filter(({ name }) => name.toLowerCase().includes(word));
  if (word !== "" && found.length === 0) return nothing;
  const title = sentence(texts["table.admitted"], { authority: commonName(authority.subject) });
  return html`<h3>${title}</h3>
    ${eras(authority).map(({ from, to }) => html`<p>${sentence(texts["table.era"], { from: dated(from, language), to: dated(to, language) })}</p>`)}
    <p class="note">${texts[authority.brought ? "table.admitted.brought" : "table.admitted.why"]}</p>
    ${
      all.length === 0
        ? authority.brought
          ? nothing
          : html`<p>${texts["table.admitted.any"]}</p>`
        : html`<table role="table" class="admitted-table">
          <caption class="visually-hidden">${title}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">${texts["table.name"]}</th>
              <th role="columnheader" scope="col">${texts["table.from"]}</th>
              <th role="columnheader" scope="col">${texts["table.to"]}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${found.slice(0, MOST_ROWS).map(
              ({ name, since, until }) => html`<tr role="row">
                <th role="rowheader" scope="row">${value(name)}</th>
                <td role="cell">${day(since, language)}</td>
                <td role="cell">${until === "" ? "–" : day(until, language)}</td>
              </tr>`,
            )}
          </tbody>
        </table>`
    }`;
}

/** The times for which an authority vouches: those of its own certificates, joined where they overlap. */
export function eras({ certificates }: Pick<ListedAuthority, "certificates">): { from: string; to: string }[] {
  const joined: { from: string; to: string }[] = [];
  for (const one of [...certificates].sort((a, b) => a.from.localeCompare(b.from))) {
    const last = joined.at(-1);
    if (last === undefined || one.from > last.to) joined.push({ ...one });
    else if (one.to > last.to) last.to = one.to;
  }
  return joined;
}
