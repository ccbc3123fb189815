import { access } from "../../src/texts/access";
import { expect, test } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { LANGUAGES, choose, type Key } from "../../src/texts";
import { texts } from "../../src/texts/all";
import { PART_FAULT_CODES } from "../../src/core/source/fault";
import { FAULT_CODES } from "../../src/core/protocol";
import type { State } from "../../src/pec-verifier";
import { LEFT_REASONS } from "../../src/report/item";
import { INDICATIONS, KINDS, STATUSES, SUBINDICATIONS, type Trust } from "../../src/report/types";
import { ANSWERS, type Answer, type Meaning, type Statement, type Tone } from "../../src/report/verdict";
import type { Standing } from "../../src/dossier/standing";
import type { Timeline } from "../../src/dossier/timeline";
import { EVENTS, SIDES, STATES, type Original, type Transmission } from "../../src/dossier/types";
import { source } from "../corpus";

const keys = Object.keys(texts.it) as Key[];

function files(folder: string): string[] {
  const all = readdirSync(path.resolve(import.meta.dirname, "../../..", folder), { recursive: true, withFileTypes: true });
  return all.filter(one => one.isFile()).map(one => path.join(one.parentPath, one.name));
}

const read = (name: string): string => readFileSync(name, "utf8");

/** Keys that the program builds from a word: of these families only these members are ever asked for. */
const meanings: readonly Meaning[] = [
  ...KINDS.filter(kind => kind !== "none"),
  "preavviso-errore-consegna-12h",
  "preavviso-errore-consegna-24h",
];
const families: Record<string, readonly string[]> = {
  kind: KINDS,
  passed: meanings,
  proves: meanings,
  "proves-not": [...meanings, "breve", "sintetica"],
  statement: [...KINDS.filter(kind => kind !== "none"), "non-accettazione-virus", "errore-consegna-virus"] satisfies Statement[],
  tone: ["good", "unknown", "bad", "none", "error"] satisfies Tone[],
  verdict: [...INDICATIONS.filter(one => one !== "TOTAL-PASSED"), ...SUBINDICATIONS],
  advice: SUBINDICATIONS,
  status: STATUSES,
  question: ANSWERS,
  answer: ["yes", "partly", "no", "open"] satisfies Answer[],
  bytes: ["yes", "no", "open"],
  signer: ["yes", "no", "open"],
  evidence: ["yes", "partly", "no", "open"],
  fault: [...FAULT_CODES, ...LEFT_REASONS, "input"],
  state: ["loading", "ready", "working", "done", "error"] satisfies State[],
  trust: ["certificate", "authority", "none"] satisfies Trust["path"][],
  revocation: ["good", "revoked", "unknown"] satisfies Trust["revocation"][],
  // Words of daticert.xml (RFC 6109 §4.4).
  error: ["nessuno", "no-dest", "no-dominio", "virus", "altro"],
  receipt: ["completa", "breve", "sintetica"],
  recipient: ["certificato", "esterno"],
  brief: [
    "decoded",
    "text",
    "base64-crlf",
    "base64-crlf-last",
    "base64-lf",
    "base64-lf-last",
    "base64-line",
    "base64-line-crlf",
    "base64-line-lf",
  ]
    .map(form => `form.${form}`)
    .concat("match.encoded", "match.text", "match.other"),
  zone: ["winter", "summer"],
  unread: [
    "limit",
    "unknown-format",
    ...[...source("verifier/intake/walk.go").matchAll(/^\tSlug\w+\s*= "([a-z-]+)"/gm)].map(([, slug]) => slug!),
  ],
  compared: ["from", "reply", "to", "subject", "kind", "date", "reference"],
  core: PART_FAULT_CODES,
  proof: ["equal", "differs", "open", "unread"],
  content: ["fault.open", "fault.save", "fault.changed"],
  "dossier.card": ["single", "complete", "proved", "doubted", "incomplete", "ordinary", "contested"] satisfies Standing[],
  "dossier.acceptance": ["accepted", "refused", "missing"] satisfies Transmission["acceptance"]["state"][],
  "dossier.side": SIDES,
  "dossier.state": STATES,
  "dossier.mark": ["accepted", "refused", "envelope", ...EVENTS, "missing"],
  "dossier.line": ["minute", "hour", "half-day", "day"] satisfies Timeline["ticks"][number]["name"][],
  "dossier.original": ["none", "one", "agree", "differ", "delivery", "envelope", "sent"] satisfies (
    | Original["agreement"]
    | Original["copies"][number]["from"]
  )[],
  "dossier.field": ["messageID", "from", "to", "subject", "date", "text", "attachments", "hashes", "names", "rest"],
  "dossier.file": ["several", "other", "report", "data", "recipients"],
  "dossier.list": ["yes", "no", "uncertain"],
  "revocation-reason": [.../var crlReasons = \[\]string\{([^}]+)\}/.exec(source("trustlist/crl.go"))![1]!.matchAll(/"(\w+)"/g)].map(
    ([, name]) => name!,
  ),
  help: ["webmail", "outlook", "thunderbird", "apple"].flatMap(program => [program, `${program}.name`]),
};

test("every text is used", () => {
  const code = files("site/src")
    .filter(name => name.endsWith(".ts") && !name.includes("/texts/"))
    .map(read)
    .concat(...["index.html", "embed.html", "embedding.html"].map(name => source(`site/${name}`)))
    .join("\n");
  const used = (key: string): boolean => {
    if (/^(reason|check|dossier\.reason|dossier\.l53)\./.test(key)) return true; // held against the core below
    const member = ([family, members]: [string, readonly string[]]): boolean =>
      key.startsWith(`${family}.`) && members.includes(key.slice(family.length + 1));
    return new RegExp(`"${key}"|texts\\.${key}\\b`).test(code) || Object.entries(families).some(member);
  };
  expect(keys.filter(key => !used(key))).toEqual([]);
});

test("a sentence has the same places for values in every language", () => {
  const places = (text: string): string[] => [...text.matchAll(/\{([\w-]+)\}/g)].map(([, name]) => name!).sort();
  for (const key of keys) {
    for (const language of LANGUAGES) expect.soft(places(texts[language][key]), `${language} ${key}`).toEqual(places(texts.it[key]));
  }
});

test("no text is empty, holds markup or stray blanks", () => {
  for (const language of LANGUAGES) {
    for (const key of keys) expect.soft(texts[language][key], `${language} ${key}`).toMatch(/^(?!.*<[a-z/!])(?!.*&\w+;)\S(.*\S)?$/i);
  }
});

/** The reasons that the core can give: those of its table, and one for each format of a file. */
function reasons(): Set<string> {
  const table = source("verifier/reasons.go").matchAll(/^\t"([a-z0-9.-]+)":/gm);
  const formats = source("verifier/intake/format.go").matchAll(/^\t\w+:\s*\{"([a-z0-9-]+)"/gm);
  return new Set([...[...table].map(([, slug]) => slug!), ...[...formats].map(([, slug]) => `file.${slug}`)]);
}

test("every reason of the core has its text, and no text is left over", () => {
  const written = new Set(keys.filter(key => key.startsWith("reason.")).map(key => key.slice("reason.".length)));
  expect(written).toEqual(reasons());
});

test("the values of a reason are those that the core fills in", () => {
  const table = [...source("verifier/reasons.go").matchAll(/^\t"([a-z0-9.-]+)":\s*((?:"(?:[^"\\]|\\.)*"(?:\s*\+\s*)?)+),$/gm)];
  expect(table.length).toBeGreaterThan(50);
  for (const [, slug, english] of table) {
    const given = [...english!.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const asked = [...texts.it[`reason.${slug}` as Key].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    expect.soft(given, slug).toEqual(expect.arrayContaining(asked));
  }
});

test("every check of the core has its name, and no name is left over", () => {
  const order = /var checkOrder = \[\]string\{([^}]+)\}/.exec(source("verifier/check.go"))![1]!;
  const ids = [...order.matchAll(/"([a-z.]+)"/g)].map(([, id]) => `check.${id}`);
  expect(ids.length).toBeGreaterThan(20);
  const named = keys.filter(key => key.startsWith("check.") && key !== "check.not-counted" && key !== "check.search.limit");
  expect(new Set(named)).toEqual(new Set(ids));
});

/** The sentences of the dossier as verifier/dossier/reasons.go has them, by reason. */
function dossierReasons(): Map<string, string> {
  const table = source("verifier/dossier/reasons.go").matchAll(/^\t"([a-z0-9.-]+)":\s*((?:"(?:[^"\\]|\\.)*"(?:\s*\+\s*)?)+),$/gm);
  return new Map([...table].map(([, slug, english]) => [slug!, english!]));
}

test("every reason of a dossier has its text, with values that the core fills in, and no text is left over", () => {
  const reasons = dossierReasons();
  expect(reasons.size).toBeGreaterThan(70);
  const prefix = "dossier.reason.";
  expect(new Set(keys.filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length)))).toEqual(new Set(reasons.keys()));
  for (const [slug, english] of reasons) {
    const given = [...english.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const asked = [...texts.it[`${prefix}${slug}` as Key].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    expect.soft(given, slug).toEqual(expect.arrayContaining(asked));
  }
});

test("every reason for which a certificate is revoked has its words", () => {
  const prefix = "revocation-reason.";
  expect(families["revocation-reason"]).toContain("keyCompromise");
  expect(
    keys
      .filter(key => key.startsWith(prefix))
      .map(key => key.slice(prefix.length))
      .sort(),
  ).toEqual(families["revocation-reason"]!.filter(Boolean).toSorted());
});

test("every line of the check list of L. 53/1994 has its question", () => {
  const ids = [...source("verifier/dossier/l53.go").matchAll(/(?:const id\b.*?= |line\()"(l53\.[a-z]+)"/g)].map(
    ([, id]) => `dossier.${id}`,
  );
  expect(ids.length).toBe(8);
  expect(new Set(keys.filter(key => key.startsWith("dossier.l53.")))).toEqual(new Set(ids));
});

// Gulpease: 89 + (300 · sentences − 10 · letters) / words; from 60 on a text is easy for who left school at fourteen.
function gulpease(text: string): number {
  const words = text.split(/[\s’]+/).filter(word => /\p{L}|\d/u.test(word));
  const letters = text.replace(/[^\p{L}\d]/gu, "").length;
  const sentences = Math.max(1, (text.match(/[.:;!?](\s|$)/g) ?? []).length);
  return 89 + (300 * sentences - 10 * letters) / words.length;
}

test("what explains something in Italian is easy to read", () => {
  const explains =
    /^(page\.(lead|broken)|core|offline|update|proof|office|embed|demo|footer\.limits|drop\.what|advice|passed|verdict|failed|unconfirmed|proves|fault|reason|state|times|takeaway|brief|content|daticert|help|print|match|dossier)\b/;
  const hard = keys.filter(
    key => explains.test(key) && texts.it[key].length > 60 && gulpease(texts.it[key].replace(/\{\w+\}/g, "dato")) < 60,
  );
  expect(hard).toEqual([]);
});

test("the accessibility statement is there in every language, easy to read, and its page shows all of it", () => {
  const article = source("site/accessibility.article.html");
  const shown = [...article.matchAll(/data-text="([^"]+)"/g)].map(([, key]) => key!);
  for (const language of LANGUAGES) expect(Object.keys(access[language]), language).toEqual(shown);
  expect(Object.values(access.it).filter(text => text.length > 60 && gulpease(text) < 60)).toEqual([]);
});

test("the browser's first language that there is wins, Italian otherwise", () => {
  expect(choose(["de-AT", "en"])).toBe("de");
  expect(choose(["fr", "en-US"])).toBe("en");
  expect(choose(["fr"])).toBe("it");
  expect(choose([])).toBe("it");
});
