import { EVENTS, type EventName, type State, type Transmission } from "./transmission";

/** What is drawn where something happened, or should have. */
export type MarkName = "accepted" | "refused" | "envelope" | EventName | "missing" | "open" | "not-provable";

export interface Mark {
  name: MarkName;
  /** From the left, in percent of the width. */
  at: number;
}

export interface Lane {
  label: string;
  state: State;
  marks: Mark[];
}

export interface Timeline {
  /** What happened to the message as a whole. */
  own: Mark[];
  lanes: Lane[];
  /** Recipients that are not drawn. */
  more: number;
  ticks: { name: "minute" | "hour" | "half-day" | "day"; at: number }[];
}

/** Lanes that are drawn at most. */
const LANES = 12;
const LEFT = 4;
const RIGHT = 88;
/** Where there is no event, the mark stands at the end. */
const END = 96;
const CLOSEST = 5;
const CLOSEST_TICKS = 14;

/** Where things stand on the line of time: the cube root of the seconds since the start keeps seconds and days in sight. */
export function timeline(transmission: Transmission): Timeline | undefined {
  const times = transmission.evidence
    .filter(({ counted }) => counted)
    .map(({ time }) => Date.parse(time))
    .filter(at => !Number.isNaN(at));
  if (times.length === 0) return undefined;
  const { acceptance } = transmission;
  const start = acceptance.state === "missing" ? Math.min(...times) : Date.parse(acceptance.time);
  const span = Math.max(1, ...times.map(at => (at - start) / 1000));
  const position = (seconds: number): number => (seconds < 0 ? LEFT / 2 : LEFT + (RIGHT - LEFT) * Math.cbrt(seconds / span));
  const at = (time: string): number => position((Date.parse(time) - start) / 1000);

  const own: Mark[] = [];
  if (acceptance.state !== "missing") own.push({ name: acceptance.state, at: at(acceptance.time) });
  for (const { kind, counted, time } of transmission.evidence)
    if (counted && kind === "posta-certificata") own.push({ name: "envelope", at: at(time) });
  if (acceptance.state === "missing" && own.length === 0) own.push({ name: "missing", at: LEFT });

  const lanes = transmission.recipients.slice(0, LANES).map((recipient): Lane => {
    const marks: Mark[] = [];
    for (const name of EVENTS) {
      const event = recipient[name];
      // Of REM no hours are stated: it says that no news came.
      if (event !== undefined)
        marks.push({ name: name === "notice24h" && transmission.system === "rem" ? "notice" : name, at: at(event.time) });
    }
    if (recipient.state === "missing" || recipient.state === "open" || recipient.state === "not-provable")
      marks.push({ name: recipient.state, at: END });
    return { label: recipient.address, state: recipient.state, marks: apart(marks) };
  });
  const ticks: Timeline["ticks"] = [];
  for (const [name, seconds] of [
    ["minute", 60],
    ["hour", 3600],
    ["half-day", 43_200],
    ["day", 86_400],
  ] as const) {
    if (seconds < span && position(seconds) - (ticks.at(-1)?.at ?? 0) >= CLOSEST_TICKS) ticks.push({ name, at: position(seconds) });
  }
  return { own: apart(own), lanes, more: transmission.recipients.length - lanes.length, ticks };
}

/** Marks in the order of time, so far apart that each is seen. */
function apart(marks: Mark[]): Mark[] {
  const sorted = marks.sort((a, b) => a.at - b.at);
  for (let i = 1; i < sorted.length; i++) sorted[i]!.at = Math.max(sorted[i]!.at, sorted[i - 1]!.at + CLOSEST);
  // What was pushed over the edge pushes back.
  for (let i = sorted.length - 1, edge = END; i >= 0; i--, edge -= CLOSEST) sorted[i]!.at = Math.min(sorted[i]!.at, edge);
  return sorted;
}
