/** What the page asks of a report beside its shape, which is generated from Go. */
import type { Report, TrustList, Unjudged } from "./report.gen";

export * from "./report.gen";

/** What stands in for a report where the input, or that part of it, could not be read at all. */
export type Unread = Unjudged;
export type Outcome = Report | Unread;

/** By which way a list came in. */
export type ListFrom = TrustList["from"];

export function isUnread(outcome: Outcome): outcome is Unread {
  return "error" in outcome && outcome.error !== "";
}
