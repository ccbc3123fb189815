import { html, nothing, type TemplateResult } from "lit";
import type { Profile } from "../../core/dossier";
import type { Context } from "../parts/context";
import { bounded } from "../parts/bounded";
import { sentence } from "../../texts/fill";
import type { Dossier } from "../../model/dossier";
import type { Joining } from "../../files/joining";
import { lacking } from "./sending";
import "./export";
import "./panel";
import type { Place } from "../../model/transmission";

/** With more files than this it is told that the dossier is being made; for a few it would only flicker. */
const FEW = 10;

/** The section "Fascicolo", where there is something to join. go leads to the result of a piece. */
export function dossierSection(joining: Joining, context: Context, go: (place: Place) => void): TemplateResult | typeof nothing {
  const { dossier, state } = joining;
  if (dossier === undefined ? state === "idle" || (state === "building" && joining.items.length <= FEW) : dossier.lines.length === 0)
    return nothing;
  const { texts } = context;
  return html`<section class="dossier" aria-labelledby="dossier">
    ${
      dossier?.single
        ? nothing
        : html`<h2 id="dossier" tabindex="-1">${texts["dossier.title"]}</h2>
          <p class="note lead">${texts["dossier.lead"]}</p>`
    }
    <p class="note" role="status">
      ${state === "building" ? texts["dossier.building"] : state === "reading" ? texts["dossier.reading"] : state === "fault" ? texts["dossier.fault"] : nothing}
    </p>
    ${joining.changed.length === 0 ? nothing : bounded(joining.changed, context, name => html`<p class="note">${sentence(texts["dossier.changed"], { name })}</p>`)}
    ${
      state === "fault"
        ? html`<p><button type="button" class="btn btn-outline-primary btn-sm" @click=${() => joining.retry()}>${texts["dossier.retry"]}</button></p>`
        : nothing
    }
    ${dossier === undefined ? nothing : dossier.single ? single(joining, dossier, context, go) : body(joining, dossier, context, go)}
  </section>`;
}

/** Whoever gave one file alone is told in a line what could be added; what is doubtful about it is not left closed. */
function single(joining: Joining, dossier: Dossier, context: Context, go: (place: Place) => void): TemplateResult {
  const { texts } = context;
  const { contradicted, doubted } = dossier.lines[0]!;
  return html`<details class="section single" ?open=${contradicted || doubted}>
    <summary><h2 id="dossier" tabindex="-1">${texts["dossier.single.heading"]}</h2><span class="note">${lacking(dossier.transmission(0), context)}</span></summary>
    <div class="inside"><p class="note lead">${texts["dossier.single.lead"]}</p>${body(joining, dossier, context, go)}</div>
  </details>`;
}

function body(joining: Joining, dossier: Dossier, context: Context, go: (place: Place) => void): TemplateResult {
  return html`<pec-dossier-export .dossier=${dossier} .context=${context} .items=${joining.items}></pec-dossier-export>
    <pec-dossier
      .dossier=${dossier}
      .context=${context}
      .profile=${joining.profile}
      @choose=${(event: CustomEvent<Place>) => go(event.detail)}
      @profile=${(event: CustomEvent<Profile>) => joining.choose(event.detail)}
    ></pec-dossier>`;
}
