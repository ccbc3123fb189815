import { expect, test } from "@playwright/test";
import type { Report, Status } from "../../src/model/report";
import { counts, meaning, sober, statement, warnings } from "../../src/model/verdict";

function report(change: Partial<Report>, ...checks: [id: string, status: Status][]): Report {
  return {
    schema: "pec-report/1",
    file: { name: "x.eml", size: 1, sha256: "" },
    part: "",
    system: "pec",
    kind: "avvenuta-consegna",
    indication: "TOTAL-PASSED",
    subindication: "",
    answers: { bytes: "yes", signer: "yes", evidence: "yes" },
    checks: checks.map(([id, status]) => ({ id, status, reason: "", detail: "" })),
    ...change,
  };
}

const altered: [string, Status][] = [
  ["signature.present", "passed"],
  ["signature.digest", "failed"],
  ["signature.value", "skipped"],
];

test("what altered bytes say of themselves is no warning", () => {
  const bad = report(
    { indication: "TOTAL-FAILED", answers: { bytes: "no", signer: "open", evidence: "open" } },
    ...altered,
    ["headers.subject", "warning"],
    ["signature.strength", "warning"],
  );
  expect(warnings(bad).map(({ id }) => id)).toEqual(["signature.strength"]);
  expect(counts(bad, bad.checks.find(({ id }) => id === "headers.subject")!)).toBe(false);
});

test("a word without words of its own has those of its family", () => {
  const meant = { of: "ConsignmentRejection", states: "ConsignmentRejection", success: false } as const;
  expect([meaning(report({ meaning: meant })), statement(report({ meaning: meant }))]).toEqual(["rem-other", "rem-other"]);
  expect(statement(report({ meaning: { ...meant, states: "" } }))).toBeUndefined();
  expect([meaning(report({})), statement(report({}))]).toEqual([undefined, undefined]);
});

test("authentic is sober where the message did not go its way", () => {
  const of = (success: boolean) => ({ of: "errore-consegna", states: "errore-consegna", success }) as const;
  expect([true, false].map(success => sober(report({ meaning: of(success) })))).toEqual([false, true]);
  expect(sober(report({ indication: "INDETERMINATE", meaning: of(false) }))).toBe(false);
});
