import { html, nothing, type TemplateResult } from "lit";
import { HOST_NAME, programHost, type HostFault } from "../../core/host";
import type { Context } from "../parts/context";
import { inEnglish } from "../parts/english";
import { icon } from "../parts/icon";
import { sentence } from "../../texts/fill";
import { faults } from "./words";

/** Why the list beside the program is not in use. One for which only nobody vouches can be looked at, like any that a person brings. */
export function hostFaultView(fault: HostFault | undefined, look: (file: File) => void, context: Context): TemplateResult | typeof nothing {
  if (fault === undefined) return nothing;
  const { texts } = context;
  const { code, message, file } = fault;
  return html`<div class="old host-fault">
    ${icon("warning")}
    <div>
      <p>${sentence(texts["host.refused"], { host: programHost() ?? "" })} ${texts[faults[code]]} ${texts["list-error.unchanged"]}</p>
      <p class="note">${inEnglish(message, context)}</p>
      ${
        code === "host-unknown"
          ? html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${() => look(new File([file.bytes], HOST_NAME))}>
            ${texts["host.look"]}
          </button>`
          : nothing
      }
    </div>
  </div>`;
}
