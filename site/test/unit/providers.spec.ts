import { expect, test } from "@playwright/test";
import { age, ago } from "../../src/views/providers/age";
import { listNotes } from "../../src/views/providers/note";
import { successionView } from "../../src/views/providers/succession";
import { eras } from "../../src/views/providers/table";
import type { Report, Succession } from "../../src/model/report";
import { texts } from "../../src/texts/languages";
import { commonName, origin, signer } from "../../src/views/providers/words";
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

/** The words of what is drawn, without the values in boxes of their own. */
function words(drawn: unknown): string {
  if (Array.isArray(drawn)) return drawn.map(words).join(" ");
  if (typeof drawn === "string") return drawn;
  return typeof drawn === "object" && drawn !== null && "values" in drawn ? words(drawn.values) : "";
}

test("the lists' age is spoken of where the core says that it matters, and nowhere else", () => {
  const note = (caution?: string): string => {
    const lists = [
      { name: "x", date: "2025-02-20", from: "embedded" },
      { name: "y", date: "2025-06-01", from: "person" },
    ];
    const trust = { path: "none", lists, facts: [], ...(caution === undefined ? {} : { caution }) };
    return words(
      listNotes({ indication: "INDETERMINATE", answers: {}, checks: [], trust } as unknown as Report, { texts: texts.it, language: "it" }),
    );
  };
  expect(note()).toBe("");
  expect(note("older")).toContain("1 giugno 2025");
  expect(note("older")).toContain("Possono mancare gestori, certificati e autorità");
  expect(note("undated")).toContain("non dice di che data è");
});

test("what became of a provider: each step with its source, a mark on hearsay, and who has the logs only where that is known", () => {
  const view = (...all: Partial<Succession>[]): string =>
    words(
      successionView(
        all.map(one => ({ kind: "ended", date: "2015-09-17", source: "s", ...one }) as Succession),
        { texts: texts.it, language: "it" },
      ),
    );
  const mark = texts.it["succession.second-hand"];
  expect(view({ kind: "merged", to: "x", secondHand: true })).toContain(mark);
  expect(view({ kind: "merged", to: "x" })).not.toContain(mark);
  expect(view({ kind: "merged", to: "x" })).toContain("oggi ne risponde");
  expect(view({ logsUntil: "2018-03-17" })).toContain("Doveva tenere i registri fino al");
  expect(view({ logsUntil: "2018-03-17" })).toContain("17 marzo 2018");
  for (const kind of ["ended", "left"] as const) expect(view({ kind }), kind).not.toContain("oggi ne risponde");
  expect(view({ kind: "merged", to: "x" }, { kind: "ended" }), "who ended as well").not.toContain("oggi ne risponde");
  for (const kind of ["renamed", "merged", "taken-over", "ended", "left"] as const) expect(view({ kind }), kind).toContain("Fonte:");
});

test("an authority counts for the times of its own certificates, joined where they overlap", () => {
  const certificates = [
    { from: "2018-01-01", to: "2028-01-01" },
    { from: "2017-01-01", to: "2027-01-01" },
    { from: "2005-01-01", to: "2012-01-01" },
    { from: "2019-01-01", to: "2020-01-01" },
  ];
  expect(eras({ certificates })).toEqual([
    { from: "2005-01-01", to: "2012-01-01" },
    { from: "2017-01-01", to: "2028-01-01" },
  ]);
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
  expect(texts.it[origin(part("crl", "unsigned", "crl-issuer")).long], "nobody could look at its signature").not.toContain("integra");
  expect(origin(part("certificates", "unsigned")).tone).toBe("none");
  expect(origin(part("ldif", "unknown")).tone).toBe("unknown");
  expect(signer(part("ldif", "listed"))).toBe("x");
});
