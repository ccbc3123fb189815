/** A report of pec-report/1: see verifier/REPORT.md of the source. Fields are only ever added. */
export interface Report {
  readonly schema: string;
  readonly file: { readonly name: string; readonly size: number; readonly sha256: string };
  /** The MIME path of the signed entity, "" for the file itself. */
  readonly part: string;
  readonly system: "pec" | "rem";
  readonly kind: string;
  readonly indication: "TOTAL-PASSED" | "INDETERMINATE" | "TOTAL-FAILED" | "NO-EVIDENCE";
  readonly subindication: string;
  readonly certified?: {
    readonly provider: string;
    readonly time: string;
    readonly sender: string;
    readonly recipients: readonly { readonly address: string; readonly type: string }[];
    readonly subject: string;
    readonly deliveredTo: string;
    readonly [field: string]: unknown;
  };
  readonly checks: readonly {
    readonly id: string;
    readonly status: "passed" | "warning" | "failed" | "skipped";
    readonly detail: string;
    readonly reason: string;
  }[];
  readonly [field: string]: unknown;
}

/** What could not be read has an error in place of an indication. */
export interface Unread {
  readonly schema: string;
  readonly file: Report["file"];
  readonly error: string;
  readonly unread: string;
  readonly [field: string]: unknown;
}

export class PecVerifier extends HTMLElement {
  /** it, en or de; else the browser's. */
  lang: string;
  organisation: string;
  contact: string;
  compact: boolean;
  readonly state: "loading" | "ready" | "working" | "done" | "error";
  readonly given: boolean;
  /** No file waits or is being verified. */
  readonly idle: boolean;
  /** All reports, in the order in which the files were given. They are frozen. */
  readonly reports: readonly (Report | Unread)[];
  /** Never rejects. */
  verify(files: Iterable<File>): Promise<(Report | Unread)[]>;
  /** A provider list as a person would import it; rejects where it is none. */
  importList(file: File, confirmed?: string): Promise<unknown>;
  recheck(): Promise<void>;
  cancel(): void;
  clear(): void;
  /** Opens the result of an address that `pec-open` gave; "" closes it. */
  show(address: string): Promise<boolean>;
}

declare global {
  interface HTMLElementTagNameMap {
    "pec-verifier": PecVerifier;
  }
  interface HTMLElementEventMap {
    "pec-report": CustomEvent<Report | Unread>;
    "pec-open": CustomEvent<string>;
  }
}
