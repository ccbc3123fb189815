import type { Pieces } from "./pieces";
import type { Fault } from "./fault";
import type { Outcome } from "./report";

/** One thing that a person gave, from the moment it was given: a file, or what could not be taken as one. */
export interface Item {
  readonly id: number;
  readonly name: string;
  /** The file itself, to verify it again with another list. */
  readonly file?: File;
  /** In place of a file. */
  readonly left?: Left;
  /** A file that a system put into a folder by itself: where it is nothing of PEC, nobody need see it. */
  readonly own?: boolean;
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

export const LEFT_REASONS = ["read", "folder", "deep", "many", "stopped"] as const;
/**
 * read: a file that does not open. folder: a folder that cannot be listed. deep: a folder below too many others. many: files beyond those
 * that are taken in one go. stopped: files whose turn had not come when the person stopped the work.
 */
export type LeftReason = (typeof LEFT_REASONS)[number];

/** What was given and could not be taken. */
export interface Left {
  /** As the person knows it; of several the first. */
  name: string;
  reason: LeftReason;
  /** How many files it stands for; 0 = not known how many. */
  count: number;
  /** What the browser said. */
  error: string;
}

/** What was given and has no report, as the dossier must know it: without this it would be complete beside a file that nobody read. */
export interface Mark {
  name: string;
  size: number;
  sha256: string;
  /** As dossier.Unread has it. */
  reason: "unreadable" | "folder" | "deep" | "many" | "cancelled";
  error: string;
  count: number;
}

const MARKS = { read: "unreadable", folder: "folder", deep: "deep", many: "many", stopped: "cancelled" } as const satisfies Record<
  LeftReason,
  Mark["reason"]
>;

/** The mark of an item that is done; undefined where it has reports, in which the core marks itself what it did not judge. */
export function markOf({ name, file, left, fault, pieces, state }: Item): Mark | undefined {
  if (state !== "done" || pieces !== undefined) return undefined;
  if (left !== undefined) return { name: left.name, size: 0, sha256: "", reason: MARKS[left.reason], error: left.error, count: left.count };
  const reason = fault?.code === "cancelled" ? "cancelled" : "unreadable";
  return { name, size: file?.size ?? 0, sha256: fault?.sha256 ?? "", reason, error: fault?.message ?? "", count: 1 };
}
