import type { ContentAnswer, ContentAsk } from "./content";

/** Where the bytes behind a report come from: the file that was given, and the core that opens it. */
export interface Source {
  readonly file: File;
  /** Of the bytes that the reports are about: the file may be another one by now. */
  readonly sha256: string;
  /** Goes before the name of whatever is saved of it. */
  readonly prefix?: string;
  /** Files that came with it: it may be a detached signature of one of them. */
  readonly beside?: () => readonly File[];
  readonly ask: <Ask extends ContentAsk>(ask: Ask) => Promise<ContentAnswer<Ask>>;
}
