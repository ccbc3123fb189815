import { html, nothing, type TemplateResult } from "lit";
import type { ListedService } from "../../../../wasm/wasm";
import { ours, sentence, value, type Value } from "../../texts/fill";
import { bounded } from "../parts/bounded";
import type { Context } from "../parts/context";
import { dated } from "../parts/format";

/** Who delivers registered mail, or by a platform, by the trusted lists in use: every state of each service. */
export function servicesView(
  services: ListedService[],
  open: boolean,
  changed: (open: boolean) => void,
  context: Context,
): TemplateResult | typeof nothing {
  if (services.length === 0) return nothing;
  const { texts } = context;
  return html`<details class="services" @toggle=${(event: ToggleEvent) => changed((event.target as HTMLDetailsElement).open)}>
    <summary>${texts["services.title"]}</summary>
    ${
      open
        ? html`<p class="note">${texts["services.what"]}</p>
          <table role="table" class="providers-table services-table" aria-label=${texts["services.title"]}>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" scope="col">${texts["table.provider"]}</th>
                <th role="columnheader" scope="col">${texts["services.states"]}</th>
                <th role="columnheader" scope="col">${texts["table.certificates"]}</th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              ${services.map(one => line(one, context))}
            </tbody>
          </table>`
        : nothing
    }
  </details>`;
}

function line({ name, provider, list, states, valid }: ListedService, context: Context): TemplateResult {
  const { texts, language } = context;
  return html`<tr role="row">
    <th role="rowheader" scope="row">${value(provider)} <span class="note">${value(name)} (${value(list)})</span></th>
    <td role="cell">
      <span class="label" aria-hidden="true">${texts["services.states"]}</span>
      ${bounded(states, context, ({ type, status, since }) =>
        sentence(texts["services.state"], {
          type: word(TYPES, type, context),
          status: word(STATUSES, status, context),
          since: dated(since, language),
        }),
      )}
    </td>
    <td role="cell">
      <span class="label" aria-hidden="true">${texts["table.certificates"]}</span>
      ${bounded(valid, context, ({ from, to }) => sentence(texts["table.validity"], { from: dated(from, language), to: dated(to, language) }))}
    </td>
  </tr>`;
}

const TYPES = {
  "EDS/REM/Q": "services.type.rem-qualified",
  "EDS/REM": "services.type.rem",
  "EDS/Q": "services.type.other-qualified",
  EDS: "services.type.other",
} as const;

const STATUSES = {
  granted: "services.status.granted",
  withdrawn: "services.status.withdrawn",
  recognisedatnationallevel: "services.status.recognised",
} as const;

/** What is not known here is said as the list has it. */
function word(known: Record<string, keyof Context["texts"]>, own: string, { texts }: Context): Value {
  const key = Object.hasOwn(known, own) ? known[own] : undefined;
  return key === undefined ? own : ours(texts[key]);
}
