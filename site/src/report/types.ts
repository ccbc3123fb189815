/** The report of one verification, schema `pec-report/1`, as verifier/report.go writes it. */
export interface Report {
  schema: string;
  file: { name: string; size: number; sha256: string };
  part: string;
  system: string;
  kind: Kind;
  indication: Indication;
  subindication: Subindication | "";
  certified?: Certified;
  content?: Content;
  signature?: Signature;
  trust?: Trust;
  checks: Check[];
}

/** What stands in for a report where the input could not be read at all. */
export interface Unread {
  schema: string;
  file: Report["file"];
  /** The entry of a container that it is about. */
  part?: string;
  error: string;
  /** The same as a word. */
  unread?: string;
}

export type Outcome = Report | Unread;

export const KINDS = [
  "accettazione",
  "non-accettazione",
  "presa-in-carico",
  "avvenuta-consegna",
  "posta-certificata",
  "errore-consegna",
  "preavviso-errore-consegna",
  "rilevazione-virus",
  "anomalia",
  "unknown",
  "none",
] as const;
export type Kind = (typeof KINDS)[number];

export const INDICATIONS = ["TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE", "NO-EVIDENCE"] as const;
export type Indication = (typeof INDICATIONS)[number];

export const SUBINDICATIONS = [
  "FORMAT_FAILURE",
  "HASH_FAILURE",
  "SIG_CRYPTO_FAILURE",
  "REVOKED",
  "NO_SIGNING_CERTIFICATE_FOUND",
  "NO_CERTIFICATE_CHAIN_FOUND",
  "CHAIN_CONSTRAINTS_FAILURE",
  "OUT_OF_BOUNDS_NO_POE",
  "CRYPTO_CONSTRAINTS_FAILURE",
  "EVIDENCE_MALFORMED",
  "EVIDENCE_INCONSISTENT",
] as const;
export type Subindication = (typeof SUBINDICATIONS)[number];

export const STATUSES = ["passed", "warning", "failed", "skipped"] as const;
export type Status = (typeof STATUSES)[number];

export interface Check {
  id: string;
  status: Status;
  /** An English sentence. */
  detail: string;
  /** The same as a word to translate by, with the values that belong in it. */
  reason?: string;
  values?: Record<string, string>;
  /** What else warns or fails, as the core says further answers to the same question; detail names all. */
  also?: { status: Status; reason: string; values?: Record<string, string> }[];
}

export interface Certified {
  provider: string;
  time: string;
  sender: string;
  recipients: { address: string; type: string }[] | null;
  replyTo: string;
  subject: string;
  identifier: string;
  messageID: string;
  receiptType: string;
  deliveredTo: string;
  receivedFor: string[] | null;
  error: string;
  errorDetail: string;
  /** preavviso-errore-consegna: which of the two notices it is, where that can be told. */
  notice?: "12h" | "24h";
}

export interface Content {
  form: "full" | "hashes" | "none";
  messageID: string;
  from: string;
  to: string[] | null;
  subject: string;
  date: string;
  attachments: Attachment[] | null;
  /** The parts to be read, by their hash: verifier.Text has the rule. */
  texts?: { type: string; charset?: string; sha256: string }[];
}

export interface Attachment {
  name: string;
  type: string;
  size: number;
  sha256: string;
  /** Brief receipt: the SHA-1 that stands in for the bytes. */
  hash?: string;
}

export interface Signature {
  digest: string;
  algorithm: string;
  keyBits: number;
  signingTime: string;
  signer?: Signer;
}

export interface Signer {
  subject: string;
  issuer: string;
  serial: string;
  email: string[] | null;
  notBefore: string;
  notAfter: string;
  sha256: string;
}

/** By which way a list came in. */
export type ListFrom = "embedded" | "host" | "person" | "file";

/** secondHand: neither a certificate says so nor the authority. */
export interface Succession {
  kind: "renamed" | "merged" | "taken-over" | "ended" | "left";
  from?: string;
  to?: string;
  date: string;
  logsUntil?: string;
  source: string;
  secondHand?: boolean;
}

export interface Trust {
  path: "certificate" | "authority" | "none";
  provider: string;
  list: string;
  listDate: string;
  /** Which way that list came in: its name says nothing of it. */
  from?: ListFrom | "several" | "";
  /** What list and from name, one by one. */
  lists?: { name: string; date: string; from: ListFrom }[];
  revocation: "good" | "revoked" | "unknown";
  /** What became of the provider since, the nearest first: who answers for its logs today, as far as that is known. */
  succession?: Succession[];
  /** What that rests on, in the words of package trustlist. */
  facts?: { fact: string; detail: string; values?: Record<string, string>; warn?: boolean }[];
}

export function isUnread(outcome: Outcome): outcome is Unread {
  return "error" in outcome && outcome.error !== "";
}
