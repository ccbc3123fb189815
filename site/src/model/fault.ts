/** Why a file has no report. The page has a sentence for each code; message is for who mends the program. */
export interface Fault {
  code: FaultCode;
  message: string;
  /** Of the file's bytes, where they could be read. */
  sha256: string;
}

export const FAULT_CODES = ["large", "read", "panic", "crash", "core", "cancelled"] as const;
/**
 * large: more bytes than the program takes. read: the browser could not read the file. panic: a fault met on this input. crash: the worker died. core: it never started.
 * cancelled: the person stopped the work before its turn came.
 */
export type FaultCode = (typeof FAULT_CODES)[number];
