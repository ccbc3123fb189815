import { KINDS, type Kind, type Outcome } from "./report";

// Registered mail of the Union (REM). The events that are part of its baseline have words of their own; the others, which nobody has seen
// yet, share some.

export const REM_EVENTS = [
  "dispatch",
  "SubmissionAcceptance",
  "SubmissionRejection",
  "RelayAcceptance",
  "RelayRejection",
  "RelayFailure",
  "ContentConsignment",
  "ContentConsignmentFailure",
  "ReceivedFromNonERDS",
  "RelayToNonERDS",
  "RelayToNonERDSFailure",
] as const satisfies readonly Kind[];

export const REM_OTHERS = [
  "ContentHandover",
  "ContentHandoverFailure",
  "NotificationForAcceptance",
  "NotificationForAcceptanceFailure",
  "ConsignmentAcceptance",
  "ConsignmentRejection",
  "AcceptanceRejectionExpiry",
  "ConsignmentNotification",
  "ConsignmentNotificationFailure",
  "ContentAccessTracking",
  "NotificationDelivered",
  "NotificationAccessTracking",
] as const satisfies readonly Kind[];

type Other = (typeof REM_OTHERS)[number];

/** A kind, or a word that is made of one, by the words that there are for what it means. */
export type WordFor<Word extends string> = Exclude<Word, Other> | "rem-other";
export type Worded = WordFor<Kind>;

export function worded<Word extends string>(word: Word): WordFor<Word> {
  return (REM_OTHERS as readonly string[]).includes(word) ? "rem-other" : (word as Exclude<Word, Other>);
}

/** An event that is not known here has a name of its own in the report: what it means is not known either. */
export function withKnownKind(outcome: Outcome): Outcome {
  if ("kind" in outcome && !KINDS.includes(outcome.kind)) outcome.kind = "unknown";
  return outcome;
}

/** A report or a transmission of registered mail. */
export function isREM(report: { system?: string }): boolean {
  return report.system === "rem";
}
