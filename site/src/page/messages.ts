import type { Language } from "../texts";
import type { Outcome } from "../model/report";
import type { State } from "../pec-verifier";

/** Of the messages between the frame and the page around it. A change that an old page would misread counts it up. */
export const VERSION = 1;

/**
 * What the frame tells the page around it, and only a page of the origin that its address names. A report goes out only
 * where the address asks for reports; then the frame says so to the person.
 */
export type FromFrame =
  | { pec: typeof VERSION; type: "height"; height: number }
  | { pec: typeof VERSION; type: "state"; state: State }
  | { pec: typeof VERSION; type: "report"; report: Outcome };

/** What the page may tell the frame. */
export type ToFrame = { pec: typeof VERSION; type: "language"; language: Language } | { pec: typeof VERSION; type: "clear" };

/** Whatever came, read as a message of this version. */
export function message<Message extends { pec: number }>(data: unknown): Message | undefined {
  return typeof data === "object" && data !== null && (data as { pec?: unknown }).pec === VERSION ? (data as Message) : undefined;
}
