import { expect, test } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { LANGUAGES, choose, type Key } from "../../src/texts";
import { access, texts } from "../../src/texts/languages";
import { CHECKLIST, CHECKS, DOSSIER_REASONS, PROBLEMS, REASONS, REVOCATION_REASONS } from "../../src/texts/said.gen";
import { PART_FAULT_CODES } from "../../src/core/load/fault";
import { FAULT_CODES } from "../../src/model/fault";
import type { State } from "../../src/pec-verifier";
import { CASES } from "../../src/model/signed";
import { LEFT_REASONS } from "../../src/model/item";
import { INDICATIONS, KINDS, MEANTS, STATEDS, STATUSES, SUBINDICATIONS, type FileSignature, type Trust } from "../../src/model/report";
import { worded } from "../../src/model/rem";
import { ANSWERS, SHOWN, type Answer, type Meaning, type StatedWord, type Tone } from "../../src/model/verdict";
import type { Standing } from "../../src/model/standing";
import type { Timeline } from "../../src/model/timeline";
import { EVENTS, SIDES, STATES, type Original, type Transmission } from "../../src/model/transmission";
import { source } from "../corpus";

const keys = Object.keys(texts.it) as Key[];

function files(folder: string): string[] {
  const all = readdirSync(path.resolve(import.meta.dirname, "../../..", folder), { recursive: true, withFileTypes: true });
  return all.filter(one => one.isFile()).map(one => path.join(one.parentPath, one.name));
}

const read = (name: string): string => readFileSync(name, "utf8");

/** Keys that the program builds from a word: of these families only these members are ever asked for. */
const meanings: readonly Meaning[] = [...new Set(MEANTS.map(worded))];
const statements: readonly StatedWord[] = [...new Set(STATEDS.map(worded))];
const families: Record<string, readonly string[]> = {
  kind: KINDS,
  passed: meanings,
  proves: meanings,
  "proves-not": [...meanings, "breve", "sintetica"],
  statement: statements,
  came: meanings,
  example: ["delivered", "altered", "unknown"].flatMap(which => [which, `file.${which}`]),
  now: [...meanings, "non-accettazione-virus", "errore-consegna-virus"],
  "dossier.single": ["acceptance", "delivery", "original"].flatMap(what => [what, `${what}.short`]),
  tone: ["good", "unknown", "bad", "none", "error"] satisfies Tone[],
  verdict: [...INDICATIONS.filter(one => one !== "TOTAL-PASSED"), ...SUBINDICATIONS],
  advice: SUBINDICATIONS,
  status: [...STATUSES, "note"],
  question: ANSWERS,
  // What is said otherwise of registered mail.
  "rem.question": ["signer"],
  "rem.passed": ["unknown"],
  "rem.verdict": ["FORMAT_FAILURE", "NO_CERTIFICATE_CHAIN_FOUND", "CHAIN_CONSTRAINTS_FAILURE"],
  "rem.now": ["unknown.look"],
  "rem.statement": ["unknown"],
  "rem.assurance": ["low", "substantial", "high"],
  "rem.sending": ["original.short"],
  answer: ["yes", "partly", "no", "open"] satisfies Answer[],
  bytes: ["yes", "no", "open"],
  signer: ["yes", "no", "open"],
  evidence: ["yes", "partly", "no", "open"],
  fault: [...FAULT_CODES, ...LEFT_REASONS, "input"],
  state: ["loading", "ready", "working", "done", "error"] satisfies State[],
  trust: ["certificate", "authority", "none"] satisfies Trust["path"][],
  "checks.count": SHOWN,
  revocation: ["good", "revoked", "unknown"] satisfies Trust["revocation"][],
  // Words of daticert.xml (RFC 6109 §4.4).
  error: ["nessuno", "no-dest", "no-dominio", "virus", "altro"],
  receipt: ["completa", "breve", "sintetica"],
  recipient: ["certificato", "esterno", "untrusted"],
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
  unread: ["limit", "unknown-format", ...PROBLEMS],
  compared: ["from", "reply", "to", "subject", "kind", "date", "reference"],
  signed: [...CASES, "fault.open", "fault.changed"],
  "signed.time": ["certified", "timestamp", "none"] satisfies FileSignature["time"]["basis"][],
  "signed.covers": ["all", "revision", "changed", "part", "none"] satisfies FileSignature["covers"]["what"][],
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
  "rem.qualified": ["yes", "no", "open"],
  "revocation-reason": REVOCATION_REASONS,
  help: ["webmail", "phone", "outlook", "thunderbird", "apple"].flatMap(program => [program, `${program}.name`]),
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
  for (const language of LANGUAGES) {
    const others = keys.filter(key => places(texts[language][key]).join() !== places(texts.it[key]).join());
    expect.soft(others, language).toEqual([]);
  }
});

test("no text is empty, holds markup or stray blanks", () => {
  for (const language of LANGUAGES) {
    const poor = keys.filter(key => !/^(?!.*<[a-z/!])(?!.*&\w+;)\S(.*\S)?$/i.test(texts[language][key]));
    expect.soft(poor, language).toEqual([]);
  }
});

/** The texts of a family have one for each word of the core and no other, and ask for no value that the core does not give. */
function held(prefix: string, reasons: Readonly<Record<string, readonly string[]>>): void {
  expect(new Set(keys.filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length)))).toEqual(new Set(Object.keys(reasons)));
  for (const [reason, values] of Object.entries(reasons)) {
    const asked = [...texts.it[`${prefix}${reason}` as Key].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    expect.soft(values, reason).toEqual(expect.arrayContaining(asked));
  }
}

test("every reason of the core has its text, with values that the core fills in, and no text is left over", () => {
  expect(Object.keys(REASONS).length).toBeGreaterThan(150);
  held("reason.", REASONS);
});

test("every check of the core has its name, and no name is left over", () => {
  expect(CHECKS.length).toBeGreaterThan(20);
  const named = keys.filter(key => key.startsWith("check.") && key !== "check.not-counted" && key !== "check.search.limit");
  expect(new Set(named)).toEqual(new Set(CHECKS.map(id => `check.${id}`)));
});

test("every reason of a dossier has its text, with values that the core fills in, and no text is left over", () => {
  expect(Object.keys(DOSSIER_REASONS).length).toBeGreaterThan(70);
  held("dossier.reason.", DOSSIER_REASONS);
});

test("every reason for which a certificate is revoked has its words", () => {
  expect(REVOCATION_REASONS).toContain("keyCompromise");
  const named = keys.filter(key => key.startsWith("revocation-reason."));
  expect(new Set(named)).toEqual(new Set(REVOCATION_REASONS.map(reason => `revocation-reason.${reason}`)));
});

test("every line of the check list of L. 53/1994 has its question", () => {
  expect(new Set(keys.filter(key => key.startsWith("dossier.l53.")))).toEqual(new Set(CHECKLIST.map(id => `dossier.${id}`)));
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
    /^(page\.(lead|broken)|core|offline|update|proof|office|embed|demo|footer\.limits|drop\.what|advice|passed|verdict|host|succession|failed|unconfirmed|proves|fault|reason|state|times|takeaway|brief|content|daticert|help|print|match|dossier|now|example|came|answers?|providers\.line)\b/;
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
