import type { Core, JoinedText } from "../../../wasm/wasm";
import type { Place, State, Transmission } from "../dossier/types";
import { bytesOf } from "./reading";

/** What the page asks of the worker about many files. pieces are those that came with the reports, one after the other. */
export type DossierAsk =
  | { do: "join"; pieces: Uint8Array<ArrayBuffer>; profile: Profile }
  | { do: "sent"; file: File; pieces: Uint8Array<ArrayBuffer>; wanted: string[] };

export type Profile = "" | "l53-1994";

/** A dossier as the page keeps it. Of ten thousand transmissions it reads only those that it shows. */
export interface Joined {
  /** The JSON of each transmission. */
  texts: string[];
  /** The same in short, for a list. */
  lines: Line[];
  /** The JSON of all the rest. */
  rest: string;
  /** Where each piece went, by placeKey: the numbers of its transmission and of its evidence. */
  places: Map<string, [transmission: number, evidence: number]>;
}

export interface Line {
  complete: boolean;
  /** Evidence contradicts evidence. */
  contradicted: boolean;
  /** A sent mail, which is no evidence, is not the certified message. */
  unlike: boolean;
  states: Partial<Record<State, number>>;
}

/** In the worker: puts a question to the core. */
export async function askDossier(core: Core, ask: DossierAsk): Promise<Joined | Uint8Array<ArrayBuffer>> {
  if (ask.do === "join") return summary(await core.dossier(ask.pieces, ask.profile));
  return core.sent(ask.file.name, await bytesOf(ask.file), ask.pieces, JSON.stringify(ask.wanted));
}

function summary({ transmissions: texts, rest }: JoinedText): Joined {
  const joined: Joined = { texts, lines: [], rest, places: new Map() };
  for (const [number, text] of texts.entries()) {
    const transmission = JSON.parse(text) as Transmission;
    joined.lines.push(line(transmission));
    for (const [i, evidence] of transmission.evidence.entries()) {
      for (const place of [evidence, ...evidence.copies]) joined.places.set(placeKey(place), [number, i]);
    }
  }
  return joined;
}

function line({ complete, contradictions, recipients }: Transmission): Line {
  const states: Line["states"] = {};
  for (const { state } of recipients) states[state] = (states[state] ?? 0) + 1;
  return { complete, contradicted: contradictions.some(({ uncertified }) => !uncertified), unlike: contradictions.some(({ uncertified }) => uncertified), states };
}

/** A piece by the bytes of its file, whatever the file's name. */
export function placeKey({ file, part }: Place): string {
  return `${file.sha256} ${part}`;
}
