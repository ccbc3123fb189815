import type { ContentAnswer, ContentAsk } from "./content";
import type { ListAnswer, ListAsk, ListFaultCode, ListSource } from "./lists";
import type { Fault } from "../model/fault";
import type { Pieces } from "../model/pieces";
import type { CoreSource } from "./load/core";
import type { PartFaultCode } from "./load/fault";

/** What the page tells the worker. Files go over as they are and are read there. */
export type ToWorker =
  | { type: "start"; core: WebAssembly.Module | CoreSource; lists: ListSource }
  | { type: "verify"; id: number; file: File }
  | { type: "list"; id: number; ask: ListAsk }
  | { type: "content"; id: number; ask: ContentAsk }
  | { type: "read"; id: number; bytes: Uint8Array<ArrayBuffer> | undefined };

/** What the worker tells the page. */
export type FromWorker =
  | { type: "ready"; core: WebAssembly.Module }
  | { type: "stopped"; message: string; part?: PartFaultCode }
  | { type: "unread"; id: number; file: File }
  // As JSON: the page reads it faster than what is cloned.
  | { type: "verified"; id: number; reports: string; pieces: Pieces }
  | { type: "failed"; id: number; fault: Fault }
  | { type: "listed"; id: number; answer: ListAnswer }
  | { type: "unlisted"; id: number; code: ListFaultCode; message: string }
  | { type: "opened"; id: number; answer: ContentAnswer }
  | { type: "unopened"; id: number; changed: boolean; message: string };

/** What goes to whoever has the worker. */
export type Answer = Exclude<FromWorker, { type: "stopped" | "unread" }>;
