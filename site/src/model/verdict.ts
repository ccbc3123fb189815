import { worded, type WordFor } from "./rem";
import type { Check, Meant, Report, Stated } from "./report";

/** Five tones, each with its own icon, word and colour. */
export type Tone = "good" | "unknown" | "bad" | "none" | "error";

export function tone(report: Report): Tone {
  switch (report.indication) {
    case "TOTAL-PASSED":
      return "good";
    case "INDETERMINATE":
      return "unknown";
    case "TOTAL-FAILED":
      return "bad";
    case "NO-EVIDENCE":
      return "none";
  }
}

/** What came of the message, by the words that there are for it; undefined where there is nothing that could mean anything. */
export type Meaning = WordFor<Meant>;

export function meaning({ meaning }: Report): Meaning | undefined {
  return meaning === undefined ? undefined : worded(meaning.of);
}

/** What a provider states; undefined for what failed. */
export type StatedWord = WordFor<Stated>;

export function statement({ meaning }: Report): StatedWord | undefined {
  return meaning === undefined || meaning.states === "" ? undefined : worded(meaning.states);
}

/** Authentic, and no good news: who sees green must not take a message for delivered that was not. */
export function sober({ indication, meaning }: Report): boolean {
  return indication === "TOTAL-PASSED" && meaning?.success !== true;
}

/** Is the signer a provider of the list, whatever else may be wrong with the evidence? */
export function listed(report: Report): boolean {
  return report.trust !== undefined && report.trust.path !== "none" && report.trust.provider !== "";
}

export const ANSWERS = ["bytes", "signer", "evidence", "match"] as const;
export type Question = (typeof ANSWERS)[number];
export type Answer = Report["answers"]["bytes"];

/** Checks that read what is certified tell nothing where the bytes are not intact: their values are anybody's. */
export function counts(report: Report, check: Check): boolean {
  return !/^(evidence|content|headers)\./.test(check.id) || report.answers.bytes === "yes";
}

/** What is true of every receipt of its years, and changes nothing: said quietly, and counted apart from warnings. */
const NOTES = new Set(["strength.sha1", "validity.since"]);

/** How checks are shown, in the order in which they are counted. */
export const SHOWN = ["passed", "note", "warning", "failed", "skipped"] as const;

export function isNote({ status, reason, also = [] }: Check): boolean {
  return (status === "warning" || status === "passed") && [reason, ...also.map(one => one.reason)].every(one => NOTES.has(one));
}

/** What the person should do or know something about. */
export function warnings(report: Report): Check[] {
  return report.checks.filter(check => check.status === "warning" && counts(report, check) && !isNote(check));
}
