import type { Line } from "../core/dossier";

export type Standing = "complete" | "proved" | "incomplete" | "contested" | "ordinary";
export const TONES = { complete: "good", proved: "unknown", incomplete: "unknown", contested: "bad", ordinary: "none" } as const satisfies Record<Standing, string>;

/** How a transmission stands, in one word. */
export function standing(line: Line, proved: boolean): Standing {
  if (line.contradicted) return "contested";
  if (line.complete) return "complete";
  if (proved) return "proved";
  return Object.keys(line.states).every((state) => state === "not-provable") && line.states["not-provable"] !== undefined ? "ordinary" : "incomplete";
}

export function tone(line: Line, proved: boolean): string {
  return TONES[standing(line, proved)];
}
