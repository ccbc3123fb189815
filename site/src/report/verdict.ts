import type { Check, Kind, Report, Status } from "./types";

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

/** The twelve things that a provider states (RFC 6109 §3); a virus has a sentence of its own. */
export type Statement = Exclude<Kind, "none"> | "non-accettazione-virus" | "errore-consegna-virus";

export function statement(report: Report): Statement | undefined {
  if (report.kind === "none" || report.indication === "TOTAL-FAILED") return undefined;
  if (report.certified?.error === "virus") {
    if (report.kind === "non-accettazione") return "non-accettazione-virus";
    if (report.kind === "errore-consegna") return "errore-consegna-virus";
  }
  return report.kind;
}

/** Is the signer a provider of the list, whatever else may be wrong with the evidence? */
export function listed(report: Report): boolean {
  return report.trust !== undefined && report.trust.path !== "none" && report.trust.provider !== "";
}

export const ANSWERS = ["bytes", "signer", "evidence", "match"] as const;
export type Question = (typeof ANSWERS)[number];
export type Answer = "yes" | "no" | "open";

/** The four separate answers: one green word would hide three of them. */
export function answer(report: Report, question: Question): Answer {
  switch (question) {
    case "bytes":
      return combine(report.checks, ["signature.present", "signature.digest", "signature.value"], "no");
    case "signer":
      // Not in the list is never "no": the list may be incomplete.
      return combine(report.checks, ["signer.certificate", "trust.provider", "trust.validity"], "open", ["trust.revocation"]);
    case "evidence":
      return combine(report.checks, ["evidence.form", "evidence.consistency"], "no");
    case "match":
      return "open";
  }
}

/** Every asked check must have passed; of the optional ones none may have failed. */
function combine(checks: Check[], asked: string[], onFailure: Answer, optional: string[] = []): Answer {
  const status = (id: string): Status | undefined => checks.find((check) => check.id === id)?.status;
  if (optional.some((id) => status(id) === "failed")) return "no";
  const found = asked.map(status);
  if (found.includes("failed")) return onFailure;
  return found.every((one) => one === "passed" || one === "warning") ? "yes" : "open";
}

export function warnings(report: Report): Check[] {
  return report.checks.filter((check) => check.status === "warning");
}
