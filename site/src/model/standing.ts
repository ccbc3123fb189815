import type { Line } from "./lines";

export type Standing = "single" | "complete" | "proved" | "doubted" | "incomplete" | "contested" | "ordinary";
export const TONES = {
  single: "none",
  complete: "good",
  proved: "unknown",
  doubted: "unknown",
  incomplete: "unknown",
  contested: "bad",
  ordinary: "none",
} as const satisfies Record<Standing, string>;

/** How a transmission stands, in one word. single: whoever gave one file alone has forgotten nothing, and is told what would complete it. */
export function standing(line: Line, single = false): Standing {
  if (line.contradicted) return "contested";
  if (line.complete) return "complete";
  if (single && !line.doubted) return "single";
  if (line.proved) return line.unaccepted ? "proved" : "doubted";
  return Object.keys(line.states).every(state => state === "not-provable") && line.states["not-provable"] !== undefined
    ? "ordinary"
    : "incomplete";
}

export function tone(line: Line, single = false): string {
  return TONES[standing(line, single)];
}
