import type { Pieces } from "../core/pieces";
import type { Fault } from "../core/protocol";
import type { Outcome } from "./types";

/** One file that a person gave, from the moment it was given. */
export interface Item {
  readonly id: number;
  readonly name: string;
  /** The file itself, to verify it again with another list. */
  readonly file?: File;
  state: "waiting" | "working" | "done";
  /** It was done once, and is verified again. */
  repeated?: boolean;
  /** One report for each piece of evidence, once done. */
  outcomes: readonly Outcome[];
  /** The same as the core takes it back for a dossier. */
  pieces?: Pieces;
  /** Why there is none. */
  fault?: Fault;
}
