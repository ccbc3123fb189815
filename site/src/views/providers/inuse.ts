import { html, nothing, type TemplateResult } from "lit";
import { programHost, type HostFault } from "../../core/host";
import { ownStorage, type ListFaultCode, type ListInfo, type WaitingList } from "../../core/lists";
import { sentence } from "../../texts/fill";
import type { Context } from "../parts/context";
import { inEnglish } from "../parts/english";
import { icon } from "../parts/icon";
import { age, OLD_AFTER_DAYS } from "./age";
import { hostFaultView } from "./host";
import { dated, partView } from "./parts";
import { servicesView } from "./services";
import { tableView, type TableState } from "./table";
import { waitingView } from "./waiting";
import { dropped, faults } from "./words";

/** A list that was not accepted, and why. */
export interface RefusedList {
  name: string;
  code: ListFaultCode | "several";
  message: string;
}

/** What a person may do with the lists in use. */
export interface Deeds {
  choose(): void;
  save(): void;
  /** "" = all that were imported. */
  forget(sha256: string): void;
  agree(list: WaitingList): void;
  show(to: Partial<TableState>): void;
}

/** What everybody reads: of what date the list is and what that means, and what went wrong with kept ones. */
export function inUseView(info: ListInfo, fault: HostFault | undefined, offer: (file: File) => void, context: Context): TemplateResult {
  const { texts } = context;
  const days = age(info.date, Date.now());
  const imported = info.parts.filter(({ from }) => from === "person").length;
  return html`<div>
      <p><strong>${texts["providers.dated"]}: ${dated(info.date, context)}</strong></p>
      ${imported === 0 ? nothing : html`<p>${sentence(texts["providers.imported"], { count: imported })}</p>`}
      ${days !== undefined && days > OLD_AFTER_DAYS ? html`<p class="note">${texts["providers.old"]}</p>` : nothing}
    </div>
    ${hostFaultView(fault, offer, context)}
    ${info.storage === "" ? nothing : html`<p class="old">${icon("warning")} ${texts["list-storage"]}</p>`}
    ${info.dropped.map(
      ({ name, reason, detail }) =>
        html`<div class="old">
          ${icon("warning")}
          <div>
            <p>${sentence(texts[dropped[reason]], { name })}</p>
            <p class="note">${inEnglish(detail, context)}</p>
          </div>
        </div>`,
    )}`;
}

/** The lists in use one by one, how another one comes in, and all that is in them. */
export function manageView(info: ListInfo, table: TableState, does: Deeds, context: Context): TemplateResult {
  const { texts } = context;
  return html`<ul class="plain parts">
      ${info.parts.map(part => partView(part, context, does.forget, info.parts.length === 1))}
      ${info.waiting.map(list => waitingView(list, () => does.agree(list), does.forget, context))}
    </ul>
    ${programHost() === undefined ? html`<p class="note">${texts["providers.alone"]}</p>` : nothing}
    ${ownStorage() ? nothing : html`<p class="note">${texts["providers.nowhere"]}</p>`}
    <div class="actions">
      <button type="button" class="btn btn-primary import" @click=${does.choose}>${texts["providers.import"]}</button>
      <span class="note">${texts["providers.hint"]}</span>
    </div>
    <div class="actions">
      <button type="button" class="btn btn-outline-primary btn-sm" @click=${does.save}>${texts["providers.export"]}</button>
      ${
        info.parts.some(({ from }) => from === "person")
          ? html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${() => does.forget("")}>${texts["providers.back"]}</button>`
          : nothing
      }
    </div>
    ${tableView(info, table, does.show, context)}
    ${servicesView(info.services, table.services, services => does.show({ services }), context)}`;
}

export function faultView({ name, code, message }: RefusedList, context: Context): TemplateResult {
  const { texts } = context;
  return html`<div class="refused">
    ${icon("bad")}
    <div>
      <p>
        ${name === "" ? nothing : html`<strong>${sentence(texts["list-error.title"], { name })}</strong> `}${texts[faults[code]]}
        ${texts["list-error.unchanged"]}
      </p>
      ${message === "" ? nothing : html`<p class="note">${inEnglish(message, context)}</p>`}
    </div>
  </div>`;
}

/** How many organisations were ever admitted, by a certificate of their own or by an authority. */
export function admitted({ providers, authorities }: ListInfo): number {
  const names = [...providers, ...authorities.flatMap(({ organisations }) => organisations)].map(({ name }) => name.toLowerCase());
  return new Set(names).size;
}
