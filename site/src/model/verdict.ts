import { worded, type Worded } from "./rem";
import type { Check, Kind, Report, Status } from "./report";

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

/** The kinds, and the two notices of one kind: after 12 hours delivery may still succeed, after 24 it has failed (RFC 6109 §3.1.6). */
export type Meaning = Exclude<Worded, "none"> | "preavviso-errore-consegna-12h" | "preavviso-errore-consegna-24h";

export function meaning(report: Report): Meaning | undefined {
  if (report.kind === "none") return undefined;
  const notice = report.certified?.notice;
  return report.kind === "preavviso-errore-consegna" && notice !== undefined ? `${report.kind}-${notice}` : worded(report.kind);
}

/** What a provider states (RFC 6109 §3); a virus has a sentence of its own. */
export type Statement =
  | Exclude<Worded, "none">
  | "non-accettazione-virus"
  | "errore-consegna-virus"
  | "errore-consegna-no-dest"
  | "errore-consegna-no-dominio";

export function statement(report: Report): Statement | undefined {
  if (report.kind === "none" || report.indication === "TOTAL-FAILED") return undefined;
  const error = report.certified?.error;
  if (report.kind === "errore-consegna" && (error === "virus" || error === "no-dest" || error === "no-dominio"))
    return `${report.kind}-${error}`;
  return report.kind === "non-accettazione" && error === "virus" ? `${report.kind}-virus` : worded(report.kind);
}

const SUCCESSES: readonly Kind[] = [
  "accettazione",
  "presa-in-carico",
  "avvenuta-consegna",
  "posta-certificata",
  "dispatch",
  "SubmissionAcceptance",
  "RelayAcceptance",
  "ContentConsignment",
];

/** Authentic, and no good news: who sees green must not take a message for delivered that was not. */
export function sober(report: Report): boolean {
  return report.indication === "TOTAL-PASSED" && !SUCCESSES.includes(report.kind);
}

/** Is the signer a provider of the list, whatever else may be wrong with the evidence? */
export function listed(report: Report): boolean {
  return report.trust !== undefined && report.trust.path !== "none" && report.trust.provider !== "";
}

export const ANSWERS = ["bytes", "signer", "evidence", "match"] as const;
export type Question = (typeof ANSWERS)[number];
/** Partly: it holds, and a warning says what does not. */
export type Answer = "yes" | "partly" | "no" | "open";

/**
 * Three of the four separate answers: one green word would hide the others. Nothing can be said of who signed bytes that
 * are not intact. The fourth, whether it matches other receipts, is not for one report to say.
 */
export function answer(report: Report, question: Exclude<Question, "match">): Answer {
  const bytes = intact(report);
  if (question === "bytes" || bytes !== "yes") return question === "bytes" ? bytes : "open";
  switch (question) {
    case "signer":
      // Not in the list is never "no": the list may be incomplete.
      return combine(report.checks, ["signer.certificate", "trust.provider", "trust.validity"], "open", ["trust.revocation"]);
    case "evidence":
      return warned(
        report,
        combine(report.checks, ["evidence.form", "evidence.consistency"], "no", [
          "evidence.signature",
          "evidence.content",
          "evidence.timestamp",
        ]),
      );
  }
}

function intact(report: Report): Answer {
  // Without a readable signature, or without its certificate, the bytes may well be intact.
  const onFailure = report.indication === "TOTAL-FAILED" && report.subindication !== "FORMAT_FAILURE" ? "no" : "open";
  return combine(report.checks, ["signature.present", "signature.digest", "signature.value"], onFailure);
}

/** Every asked check must have passed; of the optional ones none may have failed. */
function combine(checks: Check[], asked: string[], onFailure: Answer, optional: string[] = []): Answer {
  const status = (id: string): Status | undefined => checks.find(check => check.id === id)?.status;
  if (optional.some(id => status(id) === "failed")) return "no";
  const found = asked.map(status);
  if (found.includes("failed")) return onFailure;
  return found.every(one => one === "passed" || one === "warning") ? "yes" : "open";
}

/** Never a plain yes beside a warning about the signed data. */
function warned(report: Report, said: Answer): Answer {
  return said === "yes" && report.checks.some(({ id, status }) => id.startsWith("evidence.") && status === "warning") ? "partly" : said;
}

/** Checks that read what is certified tell nothing where the bytes are not intact: their values are anybody's. */
export function counts(report: Report, check: Check): boolean {
  return !/^(evidence|content|headers)\./.test(check.id) || answer(report, "bytes") === "yes";
}

/** What is true of every receipt of its years, and changes nothing: said quietly, and counted apart from warnings. */
const NOTES = new Set(["strength.sha1", "validity.since"]);

export function isNote({ status, reason, also = [] }: Check): boolean {
  return (status === "warning" || status === "passed") && [reason, ...also.map(one => one.reason)].every(one => NOTES.has(one));
}

/** What the person should do or know something about. */
export function warnings(report: Report): Check[] {
  return report.checks.filter(check => check.status === "warning" && counts(report, check) && !isNote(check));
}
