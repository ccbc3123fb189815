import { expect, test } from "@playwright/test";
import type { TemplateResult } from "lit";
import type { Check, Report } from "../../src/model/report";
import { explanation } from "../../src/views/report/explanation";
import { texts } from "../../src/texts/languages";

/** A template as text, values among its strings. */
function flat(part: unknown): string {
  if (Array.isArray(part)) return part.map(flat).join("");
  if (typeof part !== "object" || part === null) return typeof part === "string" ? part : "";
  const { strings, values } = part as TemplateResult;
  return strings.map((one, i) => one + flat(values[i])).join("");
}

const said = (check: Partial<Check>): string =>
  flat(
    explanation({ id: "x", status: "failed", reason: "", detail: "in English", ...check }, {} as Report, {
      texts: texts.it,
      language: "it",
    }),
  );

test("what only a library says is in English, and marked as such", () => {
  const text = said({ reason: "signature.structure", values: { error: "unexpected EOF" } });
  expect(text).toMatch(
    /^Il messaggio firmato non ha la forma prevista\. Dettaglio tecnico \(in inglese\): <span lang="en"><bdi class="apart">unexpected EOF/,
  );
  expect(said({ reason: "a-newer-core" })).toBe(
    `Dettaglio tecnico (in inglese): <span lang="en"><bdi class="apart">in English</bdi></span>`,
  );
});

test("why a certificate is revoked is said in words", () => {
  expect(said({ reason: "revocation.revoked", values: { date: "2025-02-01T00:00:00Z", reason: "keyCompromise" } })).toContain(
    "chiave rubata o persa",
  );
});
