import type { BriefHash, Core, OpenedMessage } from "../../../wasm/wasm";
import type { Joined } from "../model/lines";
import { askDossier, type DossierAsk } from "./dossier";
import type { Report } from "../model/report";
import { Refused } from "./protocol";
import { readable } from "./reading";
import type { CoreSource } from "./load/core";
import { carried } from "./load/core";

export type { BriefForm, BriefHash, OpenedAttachment, OpenedBody, OpenedMessage } from "../../../wasm/wasm";

/**
 * What the page asks of the worker about what a report certifies. sha256 and part are the report's; path leads into attached
 * messages.
 */
export type ContentAsk =
  | { do: "open"; file: File; sha256: string; part: string; path: string }
  | { do: "attachment"; file: File; sha256: string; part: string; path: string; number: number }
  | { do: "daticert"; file: File; sha256: string; part: string }
  | { do: "brief"; file: File }
  | { do: "signatures"; file: File; sha256: string; part: string; services: CoreSource; beside: readonly File[] }
  | { do: "signedFile"; file: File; sha256: string; part: string; number: number; covers: number; revision: number }
  | DossierAsk;

type AnswerTo<Do extends ContentAsk["do"]> = Do extends "open"
  ? OpenedMessage
  : Do extends "brief"
    ? BriefHash[]
    : Do extends "join"
      ? Joined
      : Do extends "signatures"
        ? Report
        : Uint8Array<ArrayBuffer>;
export type ContentAnswer<Ask extends ContentAsk = ContentAsk> = AnswerTo<Ask["do"]>;

/** Why there is no answer. changed: the file is not the one that was verified, or cannot be read any more. */
export class ContentFault extends Error {
  readonly changed: boolean;

  constructor(changed: boolean, message: string) {
    super(message);
    this.changed = changed;
  }
}

/** A refusal of a question about content, as the page knows it. */
export function contentFault(error: unknown): unknown {
  return error instanceof Refused ? new ContentFault(["changed", "read"].includes(error.code), error.message) : error;
}

/** In the worker: puts a question to the core. */
export async function askContent(core: Core, ask: ContentAsk): Promise<ContentAnswer> {
  if (ask.do === "join" || ask.do === "sent") return askDossier(core, ask);
  const bytes = await readable(ask.file);
  switch (ask.do) {
    case "open":
      return read(JSON.parse(await core.openContent(ask.file.name, bytes, ask.sha256, ask.part, ask.path)) as OpenedMessage);
    case "attachment":
      return core.attachment(ask.file.name, bytes, ask.sha256, ask.part, ask.path, ask.number);
    case "daticert":
      return core.daticert(ask.file.name, bytes, ask.sha256, ask.part);
    case "brief":
      return JSON.parse(await core.brief(bytes)) as BriefHash[];
    case "signatures":
      return JSON.parse(
        await core.signatures(ask.file.name, bytes, ask.sha256, ask.part, await services(ask.services), ask.beside),
      ) as Report;
    case "signedFile":
      return core.signedFile(ask.sha256, ask.part, ask.number, ask.covers, ask.revision);
  }
}

let known: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** The data file of qualified services, fetched when signatures are first asked for. */
function services(source: CoreSource): Promise<Uint8Array<ArrayBuffer>> {
  known ??= carried(source).then(async response => new Uint8Array(await response.arrayBuffer()));
  known.catch(() => (known = undefined));
  return known;
}

/** Charsets that the core leaves to the browser. */
function read(message: OpenedMessage): OpenedMessage {
  for (const body of message.bodies) {
    if (body.raw === undefined) continue;
    const bytes = Uint8Array.from(atob(body.raw), c => c.charCodeAt(0));
    delete body.raw;
    body.text = decoder(body.charset).decode(bytes);
  }
  return message;
}

function decoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder("windows-1252"); // a name that no browser knows
  }
}
