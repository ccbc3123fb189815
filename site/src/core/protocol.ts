import type { ContentAnswer, ContentAsk } from "./content";
import type { ListAnswer, ListAsk, ListSource } from "./lists";
import type { Pieces } from "../model/pieces";
import type { CoreSource } from "./load/core";
import type { PartFaultCode } from "./load/fault";

/** A file to judge. The reports come as JSON: the page reads that faster than what is cloned. */
export type VerifyAsk = { do: "verify"; file: File };
export type Verified = { reports: string; pieces: Pieces };

/** Whatever the page asks of the worker: each question has one answer or one refusal. Files go over as they are and are read there. */
export type Ask = VerifyAsk | ListAsk | ContentAsk;
export type AnswerTo<One extends Ask> = One extends VerifyAsk
  ? Verified
  : One extends ListAsk
    ? ListAnswer<One>
    : One extends ContentAsk
      ? ContentAnswer<One>
      : never;

/**
 * Why a question has no answer. code is the core's, a list's or a part's, or one of these: large, read, panic as for a file (model/fault.ts);
 * crash: the worker ended. stopped: it was put down. core: none could be started. sha256 is that of the file, where it is told.
 */
export interface Refusal {
  code: string;
  message: string;
  sha256: string;
}

export class Refused extends Error implements Refusal {
  readonly code: string;
  readonly sha256: string;

  constructor(code: string, message: string, sha256 = "") {
    super(message);
    this.name = "Refused";
    this.code = code;
    this.sha256 = sha256;
  }
}

/** What the page tells the worker. */
export type ToWorker =
  | { type: "start"; core: WebAssembly.Module | CoreSource; lists: ListSource }
  | { type: "ask"; id: number; ask: Ask }
  | { type: "read"; id: number; bytes: Uint8Array<ArrayBuffer> | undefined };

/** What the worker tells the page. */
export type FromWorker =
  | { type: "ready"; core: WebAssembly.Module }
  | { type: "stopped"; message: string; part?: PartFaultCode }
  | { type: "unread"; id: number; file: File }
  | { type: "answer"; id: number; answer: AnswerTo<Ask> }
  | { type: "refusal"; id: number; refusal: Refusal };
