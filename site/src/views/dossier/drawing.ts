import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Context } from "../parts/context";
import { visible } from "../../texts/visible";
import { sentence } from "../../texts/fill";
import { timeline, type Lane, type Mark, type MarkName } from "../../model/timeline";
import type { Transmission } from "../../model/transmission";

const TOP = 26;
const LANE = 44;
/** Longest label of a lane, in characters: it must fit on a phone. */
const LABEL = 36;

/** The line of time of one transmission. It is hidden from screen readers: the tables below say the same, and more. */
export function drawing(transmission: Transmission, context: Context): TemplateResult | typeof nothing {
  const line = timeline(transmission);
  if (line === undefined) return nothing;
  const { texts } = context;
  const own: Lane = { label: texts["dossier.line.start"], state: "proved", marks: line.own };
  const lanes = [own, ...line.lanes];
  const height = TOP + lanes.length * LANE;
  const used = [...new Set(lanes.flatMap(({ marks }) => marks.map(({ name }) => name)))];
  return html`<figure class="timeline">
    <svg width="100%" height=${height} aria-hidden="true" focusable="false">
      ${line.ticks.map(
        ({ name, at }) => svg`<line class="tick" x1="${at}%" x2="${at}%" y1=${TOP - 6} y2=${height} />
          <text class="tick" x="${at}%" y=${TOP - 10} text-anchor="middle">${texts[`dossier.line.${name}`]}</text>`,
      )}
      ${lanes.map((lane, i) => drawLane(lane, TOP + i * LANE))}
    </svg>
    <ul class="plain legend">
      ${used.map(name => html`<li><svg width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true" focusable="false">${shape(name)}</svg>${markText(name, context)}</li>`)}
    </ul>
    <figcaption class="note">
      ${texts["dossier.line.scale"]} ${line.more === 0 ? nothing : sentence(texts["dossier.line.more"], { count: String(line.more) })}
    </figcaption>
  </figure>`;
}

function drawLane({ label, marks, state }: Lane, top: number): SVGTemplateResult {
  const shown = visible(label);
  const y = top + 28;
  const last = marks.at(-1)?.at ?? 4;
  return svg`<text class="lane" x="2" y=${top + 12}>${shown.length > LABEL ? `${shown.slice(0, LABEL)}…` : shown}</text>
    <line class="way ${state}" x1="4%" x2="${last}%" y1=${y} y2=${y} />
    ${marks.map(mark => place(mark, y))}`;
}

function place({ name, at }: Mark, y: number): SVGTemplateResult {
  return svg`<svg x="${at}%" y=${y} width="1" height="1" overflow="visible">${shape(name)}</svg>`;
}

function markText(name: MarkName, { texts }: Context): string {
  return name === "open" || name === "not-provable" ? texts[`dossier.state.${name}`] : texts[`dossier.mark.${name}`];
}

/** Each mark has a form of its own: colour alone would not tell them apart. */
function shape(name: MarkName): SVGTemplateResult {
  switch (name) {
    case "accepted":
      return svg`<circle class="mark neutral" r="9" /><path class="ink" d="M-4,-4 L4,0 L-4,4 Z" />`;
    case "envelope":
      return svg`<rect class="mark neutral" x="-9" y="-7" width="18" height="14" rx="1" /><path class="stroke" d="M-8,-6 L0,1 L8,-6" />`;
    case "takenInCharge":
      return svg`<path class="mark neutral" d="M0,-8 L8,0 L0,8 L-8,0 Z" />`;
    case "delivered":
      return svg`<circle class="mark good" r="9" /><path class="stroke" d="M-4,0 L-1,3 L4,-3" />`;
    case "failed":
    case "refused":
      return svg`<rect class="mark bad" x="-8" y="-8" width="16" height="16" rx="2" /><path class="stroke" d="M-4,-4 L4,4 M4,-4 L-4,4" />`;
    case "notice24h":
      return svg`<path class="mark bad" d="M0,-9 L9,7 L-9,7 Z" /><text class="letter small" y="5">24</text>`;
    case "notice12h":
    case "notice":
      return svg`<path class="mark unknown" d="M0,-9 L9,7 L-9,7 Z" /><text class="letter small" y="5">${name === "notice" ? "!" : "12"}</text>`;
    case "missing":
      return svg`<circle class="mark empty" r="9" /><text class="letter dark" y="5">?</text>`;
    case "open":
      return svg`<circle class="mark empty" r="9" /><text class="letter dark" y="3">…</text>`;
    case "not-provable":
      return svg`<circle class="mark empty" r="9" /><text class="letter dark" y="4">–</text>`;
  }
}
