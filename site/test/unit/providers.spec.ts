import { expect, test } from "@playwright/test";
import { age, ago } from "../../src/providers/age";
import { listNotes } from "../../src/providers/note";
import type { Report } from "../../src/report/types";
import { texts } from "../../src/texts/all";
import { commonName, origin, signer } from "../../src/providers/words";
import type { ListPart } from "../../src/core/lists";

const now = Date.parse("2026-03-01T12:00:00Z");

test("the age of a list is in whole days", () => {
  expect(age("2026-03-01T00:00:00Z", now)).toBe(0);
  expect(age("2025-12-01T00:00:00Z", now)).toBe(90);
  expect(age("2025-11-30T00:00:00Z", now)).toBe(91);
  expect(age("2026-03-02T00:00:00Z", now), "a clock that is behind").toBe(0);
  expect(age("", now)).toBeUndefined();
});

test("people hear it in days up to 90, then in months", () => {
  expect(ago(0, "it")).toBe("oggi");
  expect(ago(90, "it")).toBe("90 giorni fa");
  expect(ago(91, "en")).toBe("3 months ago");
  expect(ago(640, "de")).toBe("vor 21 Monaten");
});

test("an old list is a reserve for what came after it, not for what it covers", () => {
  const report = (indication: string, time: string): Report =>
    ({ indication, certified: { time }, checks: [], trust: { list: "x", listDate: "2025-02-20T00:00:00Z" } }) as unknown as Report;
  const note = (one: Report): string =>
    listNotes(one, { texts: texts.it, language: "it" })
      .flatMap(({ values }) => values)
      .flat()
      .filter(piece => typeof piece === "string")
      .join("");
  expect(note(report("TOTAL-PASSED", "2024-11-13T15:39:27Z"))).toContain("è più recente dell’ora certificata");
  expect(note(report("TOTAL-PASSED", "2025-03-12T10:00:00Z"))).toContain("più di 90 giorni fa");
  expect(note(report("INDETERMINATE", "2024-11-13T15:39:27Z"))).toContain("più di 90 giorni fa");
});

test("an authority is known by its common name, escapes and all", () => {
  expect(commonName("CN=AgID CA1,O=Agenzia,C=IT")).toBe("AgID CA1");
  expect(commonName("C=IT,O=Agenzia,CN=CA\\, seconda")).toBe("CA\\, seconda");
  expect(commonName("O=Agenzia,C=IT")).toBe("O=Agenzia,C=IT");
});

test("a revocation list bears its authority's signature, whatever the file is", () => {
  const part = (kind: ListPart["kind"], from: ListPart["origin"]["kind"], pending = ""): ListPart =>
    ({
      kind,
      pending,
      origin: { kind: from, signer: "x", sha256: "" },
      revocationLists: [{ issuer: "CN=CA", thisUpdate: "", revoked: 0 }],
    }) as unknown as ListPart;
  expect(signer(part("crl", "unsigned"))).toBe("CA");
  expect(origin(part("crl", "unsigned")).tone).toBe("good");
  expect(origin(part("crl", "unsigned", "crl-issuer")).tone, "its authority is not there").toBe("unknown");
  expect(origin(part("certificates", "unsigned")).tone).toBe("none");
  expect(origin(part("ldif", "unknown")).tone).toBe("unknown");
  expect(signer(part("ldif", "listed"))).toBe("x");
});
