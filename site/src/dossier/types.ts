/** The dossier, schema `pec-dossier/1`, as verifier/dossier/dossier.go writes it. */
import type { Indication, Kind, Subindication } from "../report/types";

/** A statement to translate: `detail` is the same in English. */
export interface Said {
  reason: string;
  detail: string;
  values?: Record<string, string>;
}

export interface DossierFile {
  name: string;
  size: number;
  sha256: string;
}

export interface Place {
  file: DossierFile;
  part: string;
}

/** All of a dossier but its transmissions. */
export interface Rest {
  schema: string;
  now: string;
  profile?: string;
  leftover: Leftover[];
  /** How many things were given of which it is not known what they say, at the least; leftover names them. */
  unjudged: number;
  files: DossierFile[];
}

export interface Transmission {
  schema: string;
  identifier: string;
  messageID: string;
  sender: string;
  subject: string;
  provider: string;
  sides: Side[];
  acceptance: {
    state: "accepted" | "refused" | "missing";
    time: string;
    provider: string;
    error?: string;
    errorDetail?: string;
    evidence: number[];
  };
  original: Original;
  recipients: Recipient[];
  evidence: Evidence[];
  /** uncertified: only a sent mail, which is no evidence, says otherwise. */
  contradictions: (Said & { recipient?: string; uncertified?: true; evidence: number[] })[];
  /** What may be news of a failure, and contradicts nothing. */
  doubts: (Said & { recipient?: string; evidence: number[] })[];
  missing: Said[];
  proved: boolean;
  complete: boolean;
  checklist?: Checklist;
}

export const SIDES = ["sender", "recipient", "provider"] as const;
export type Side = (typeof SIDES)[number];

export const STATES = ["proved", "contradicted", "failed", "open", "not-provable", "missing"] as const;
export type State = (typeof STATES)[number];

export const EVENTS = ["takenInCharge", "delivered", "notice12h", "notice24h", "notice", "failed"] as const;
export type EventName = (typeof EVENTS)[number];

export interface Event {
  time: string;
  provider: string;
  receiptType?: string;
  form?: string;
  error?: string;
  errorDetail?: string;
  evidence: number;
}

export interface Recipient extends Said, Partial<Record<EventName, Event>> {
  address: string;
  type: string;
  named: boolean;
  state: State;
  lookFor?: { kinds: Kind[]; mailbox: string; provider: string; logUntil: string; logOver: boolean };
  evidence: number[];
}

export interface Evidence extends Place {
  kind: Kind;
  side: Side;
  time: string;
  provider: string;
  recipient?: string;
  form: string;
  indication: Indication;
  subindication: Subindication | "";
  counted: boolean;
  why?: Said;
  match: Said & { status: "yes" | "no" | "open"; contradictions: number[] };
  copies: Place[];
}

export interface Original {
  message?: {
    messageID: string;
    from: string;
    to: string[];
    subject: string;
    date: string;
    attachments: { name: string; type: string; size: number; sha256: string; hash?: string }[];
  };
  certified: boolean;
  copies: { from: "delivery" | "envelope" | "sent"; form: "full" | "hashes"; evidence: number; source?: Place; hash?: string }[];
  agreement: "none" | "one" | "agree" | "differ";
  compared: string[];
  notCompared: string[];
  differences: Said[];
  /** What the comparison cannot exclude. */
  notes: Said[];
}

export interface Leftover extends Place, Said {
  kind: Kind;
  indication?: Indication;
  subindication?: Subindication | "";
  identifier?: string;
  unjudged?: number;
  copies: Place[];
}

export interface Checklist {
  profile: string;
  help: Said;
  lines: (Said & { id: string; status: "yes" | "no" | "uncertain"; field: string; evidence: number[]; doubt?: Said })[];
  times: { recipient: string; delivered: string; effective: string; moved: boolean }[];
}
