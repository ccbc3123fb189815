import { expect, test } from "@playwright/test";
import type { Report, Status } from "../../src/model/report";
import { answer, counts, meaning, statement, warnings } from "../../src/model/verdict";

function report(change: Partial<Report>, ...checks: [id: string, status: Status][]): Report {
  return {
    schema: "pec-report/1",
    file: { name: "x.eml", size: 1, sha256: "" },
    part: "",
    system: "pec",
    kind: "avvenuta-consegna",
    indication: "TOTAL-PASSED",
    subindication: "",
    checks: checks.map(([id, status]) => ({ id, status, reason: "", detail: "" })),
    ...change,
  };
}

const intact: [string, Status][] = [
  ["signature.present", "passed"],
  ["signature.digest", "passed"],
  ["signature.value", "passed"],
];
const listed: [string, Status][] = [
  ["signer.certificate", "passed"],
  ["trust.provider", "passed"],
  ["trust.validity", "passed"],
];
const agreed: [string, Status][] = [
  ["evidence.form", "passed"],
  ["evidence.consistency", "passed"],
];
const altered: [string, Status][] = [
  ["signature.present", "passed"],
  ["signature.digest", "failed"],
  ["signature.value", "skipped"],
];

test("intact bytes of a listed signer answer the three questions that one report can answer", () => {
  const good = report({}, ...intact, ...listed, ...agreed);
  expect((["bytes", "signer", "evidence"] as const).map(question => answer(good, question))).toEqual(["yes", "yes", "yes"]);
});

test("a warning about the signed data is never passed over by a plain yes", () => {
  for (const id of ["evidence.form", "evidence.consistency", "evidence.provider"]) {
    const checks = [...intact, ...listed, ...agreed].filter(([one]) => one !== id);
    const warned = report({}, ...checks, [id, "warning"]);
    expect(answer(warned, "evidence"), id).toBe("partly");
    expect(answer(report({}, ...checks, [id, "failed"]), "evidence"), id).not.toBe("partly");
  }
  expect(answer(report({}, ...intact, ...listed, ...agreed, ["headers.from", "warning"]), "evidence")).toBe("yes");
  expect(
    answer(report({}, ["signature.digest", "failed"], ["evidence.form", "passed"], ["evidence.consistency", "warning"]), "evidence"),
  ).toBe("open");
});

test("a signer that is not in the list is open, not a no", () => {
  const unknown = report(
    { indication: "INDETERMINATE" },
    ...intact,
    ["signer.certificate", "passed"],
    ["trust.provider", "failed"],
    ["trust.validity", "passed"],
  );
  expect(answer(unknown, "signer")).toBe("open");
});

test("a revoked certificate is a no, although listed", () => {
  const revoked = report({ indication: "TOTAL-FAILED", subindication: "REVOKED" }, ...intact, ...listed, ["trust.revocation", "failed"]);
  expect(answer(revoked, "bytes")).toBe("yes");
  expect(answer(revoked, "signer")).toBe("no");
});

test("altered bytes leave signer and evidence open, whatever their own checks say", () => {
  const bad = report({ indication: "TOTAL-FAILED", subindication: "HASH_FAILURE" }, ...altered, ...listed, ...agreed);
  expect(answer(bad, "bytes")).toBe("no");
  expect(answer(bad, "signer")).toBe("open");
  expect(answer(bad, "evidence")).toBe("open");
});

test("a missing signature or certificate leaves the bytes open", () => {
  const none = report({ indication: "TOTAL-FAILED", subindication: "FORMAT_FAILURE" }, ["signature.present", "failed"]);
  expect(answer(none, "bytes")).toBe("open");
  const nobody = report(
    { indication: "INDETERMINATE" },
    ["signature.present", "passed"],
    ["signature.digest", "passed"],
    ["signature.value", "failed"],
  );
  expect(answer(nobody, "bytes")).toBe("open");
});

test("contradictory evidence is a no", () => {
  const torn = report({ indication: "INDETERMINATE" }, ...intact, ["evidence.form", "passed"], ["evidence.consistency", "failed"]);
  expect(answer(torn, "evidence")).toBe("no");
});

test("what altered bytes say of themselves is no warning", () => {
  const bad = report({ indication: "TOTAL-FAILED" }, ...altered, ["headers.subject", "warning"], ["signature.strength", "warning"]);
  expect(warnings(bad).map(({ id }) => id)).toEqual(["signature.strength"]);
  expect(counts(bad, bad.checks.find(({ id }) => id === "headers.subject")!)).toBe(false);
});

test("a failed report states nothing", () => {
  expect(statement(report({ indication: "TOTAL-FAILED" }))).toBeUndefined();
  expect(statement(report({ indication: "NO-EVIDENCE", kind: "none" }))).toBeUndefined();
});

test("a virus and the two notices have sentences of their own", () => {
  const certified = { error: "virus" } as NonNullable<Report["certified"]>;
  expect(statement(report({ kind: "errore-consegna", certified }))).toBe("errore-consegna-virus");
  expect(statement(report({ kind: "non-accettazione", certified }))).toBe("non-accettazione-virus");
  expect(statement(report({ kind: "rilevazione-virus", certified }))).toBe("rilevazione-virus");
  expect(meaning(report({ kind: "preavviso-errore-consegna", certified: { ...certified, notice: "12h" } }))).toBe(
    "preavviso-errore-consegna-12h",
  );
});
