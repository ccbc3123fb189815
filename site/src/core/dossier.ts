import type { Core } from "../../../wasm/wasm";
import type { Joined } from "../model/lines";
import type { Mark } from "../model/item";
import type { Verified } from "./protocol";
import { bytesOf } from "./reading";

/** What the page asks of the worker about many files. pieces are those that came with the reports, put together. */
export type DossierAsk =
  | { do: "join"; pieces: Uint8Array<ArrayBuffer>; profile: Profile; unread: readonly Mark[] }
  | { do: "sent"; file: File; pieces: Uint8Array<ArrayBuffer>; wanted: string[] };

export type Profile = "" | "l53-1994";

/** In the worker: puts a question to the core. */
export async function askDossier(core: Core, ask: DossierAsk): Promise<Joined | Uint8Array<ArrayBuffer>> {
  if (ask.do === "join") return core.dossier(ask.pieces, ask.profile, JSON.stringify(ask.unread));
  return core.sent(ask.file.name, await bytesOf(ask.file), ask.pieces, JSON.stringify(ask.wanted));
}

/** The buffers of an answer, which go over without a copy. */
export function buffers(answer: unknown): ArrayBuffer[] {
  if (typeof answer !== "object" || answer === null) return [];
  if ("pieces" in answer) {
    const { own, blocks } = (answer as Verified).pieces;
    return [own, ...blocks].map(({ buffer }) => buffer);
  }
  if (!("texts" in answer)) return [];
  const { texts, index, places, rest } = answer as Joined;
  return [texts.buffer, index.buffer, places.buffer, rest.buffer];
}
