import { expect, test } from "@playwright/test";
import type { Joined, Line } from "../../src/model/lines";
import { interned, together } from "../../src/model/pieces";
import { csv } from "../../src/views/dossier/csv";
import { Dossier } from "../../src/model/dossier";
import { inOrder } from "../../src/views/dossier/order";
import { standing } from "../../src/model/standing";
import { timeline } from "../../src/model/timeline";
import type { Evidence, Recipient, Transmission } from "../../src/model/transmission";
import { texts } from "../../src/texts/languages";

const NINE = Date.parse("2025-03-12T09:00:00+01:00");
const at = (seconds: number): string => new Date(NINE + seconds * 1000).toISOString();

function evidence(kind: Evidence["kind"], seconds: number, sha256: string, recipient?: string): Evidence {
  const match = { status: "yes" as const, reason: "match.agrees", detail: "", contradictions: [] };
  const file = { name: `${sha256}.eml`, size: 1, sha256 };
  return {
    file,
    part: "",
    kind,
    side: "sender",
    time: at(seconds),
    provider: "UNO",
    form: "none",
    indication: "TOTAL-PASSED",
    subindication: "",
    counted: true,
    match,
    copies: [],
    ...(recipient === undefined ? {} : { recipient }),
  };
}

function recipient(address: string, to: Partial<Recipient>): Recipient {
  return { address, type: "certificato", named: true, state: "missing", reason: "missing.delivery", detail: "", evidence: [], ...to };
}

function sending(to: Partial<Transmission>): Transmission {
  return {
    schema: "pec-dossier/1",
    identifier: "1@uno.example",
    messageID: "",
    sender: "anna@pec.example",
    subject: "Atto",
    provider: "UNO",
    sides: ["sender"],
    acceptance: { state: "accepted", time: at(0), provider: "UNO", evidence: [0] },
    original: { certified: false, copies: [], agreement: "none", compared: [], notCompared: [], differences: [], notes: [] },
    recipients: [],
    evidence: [],
    contradictions: [],
    doubts: [],
    missing: [],
    proved: false,
    complete: false,
    ...to,
  };
}

function dossier(...all: Transmission[]): Dossier {
  const files = all.flatMap(one => one.evidence.flatMap(({ file, copies }) => [file, ...copies.map(copy => copy.file)]));
  const rest = JSON.stringify({
    schema: "pec-dossier/1",
    now: at(0),
    transmissions: [],
    leftover: [],
    unjudged: 0,
    files: [...files, { name: "note.pdf", size: 1, sha256: "ff" }],
  });
  const encoded = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const each = all.map(one => JSON.stringify(one));
  const states = ["proved", "missing"];
  const index = new DataView(new ArrayBuffer(all.length * 4 * (3 + states.length)));
  let start = 0;
  for (const [i, text] of each.entries()) {
    const { recipients, proved, complete } = all[i]!;
    const end = start + encoded(text).length;
    const count = (state: string): number => recipients.filter(one => one.state === state).length;
    [start, end, Number(proved) + 2 * Number(complete), ...states.map(count)].forEach((n, k) =>
      index.setUint32(4 * (i * (3 + states.length) + k), n, true),
    );
    start = end + 2;
  }
  const joined: Joined = {
    texts: encoded(each.join(",\n")),
    index: new Uint8Array(index.buffer),
    places: encoded(`{"aa ":[1,0]}`),
    rest: encoded(rest),
    states,
    took: { read: 0, build: 0, write: 0 },
  };
  return new Dossier(joined);
}

test("the line of time runs from the acceptance, and what is missing stands at its end", () => {
  const line = timeline(
    sending({
      evidence: [evidence("accettazione", 0, "a"), evidence("avvenuta-consegna", 2, "b"), evidence("errore-consegna", 86_400, "c")],
      recipients: [
        recipient("bruno@pec.example", { state: "proved", delivered: { time: at(2), provider: "DUE", evidence: 1 } }),
        recipient("carla@pec.example", { state: "failed", failed: { time: at(86_400), provider: "DUE", evidence: 2 } }),
        recipient("diego@pec.example", {}),
      ],
    }),
  )!;
  expect(line.own.map(({ name }) => name)).toEqual(["accepted"]);
  const [bruno, carla, diego] = line.lanes.map(({ marks }) => marks[0]!);
  expect([bruno!.name, carla!.name, diego!.name]).toEqual(["delivered", "failed", "missing"]);
  expect(bruno!.at).toBeLessThan(carla!.at);
  expect(carla!.at).toBeLessThan(diego!.at);
  expect(line.ticks.map(({ name }) => name)).toEqual(["hour", "half-day"]); // the others would lie too close
});

test("what lies before the acceptance is drawn before it, and marks do not hide each other", () => {
  const events = { takenInCharge: { time: at(1), provider: "DUE", evidence: 1 }, delivered: { time: at(1), provider: "DUE", evidence: 2 } };
  const early = { delivered: { time: at(-60), provider: "DUE", evidence: 3 } };
  const line = timeline(
    sending({
      evidence: [
        evidence("accettazione", 0, "a"),
        evidence("presa-in-carico", 1, "b"),
        evidence("avvenuta-consegna", 1, "c"),
        evidence("avvenuta-consegna", -60, "d"),
      ],
      recipients: [
        recipient("bruno@pec.example", { state: "proved", ...events }),
        recipient("carla@pec.example", { state: "proved", ...early }),
      ],
    }),
  )!;
  const [first, second] = line.lanes[0]!.marks;
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(5);
  expect(line.lanes[1]!.marks[0]!.at).toBeLessThan(line.own[0]!.at);
  for (const { marks } of line.lanes) for (const mark of marks) expect(mark.at).toBeLessThanOrEqual(96);
});

test("two hundred recipients draw twelve lanes, and the rest is counted; no evidence that counts draws nothing", () => {
  const recipients = Array.from({ length: 200 }, (_, i) => recipient(`r${i}@pec.example`, {}));
  const line = timeline(sending({ evidence: [evidence("accettazione", 0, "a")], recipients }))!;
  expect([line.lanes.length, line.more]).toEqual([12, 188]);
  expect(timeline(sending({ evidence: [{ ...evidence("accettazione", 0, "a"), counted: false }] }))).toBeUndefined();
});

test("files are laid in order, each once, under names that lead nowhere", () => {
  const twice = evidence("avvenuta-consegna", 2, "bb", "../bruno@pec.example");
  twice.copies = [{ file: { name: "copia.msg", size: 1, sha256: "cc" }, part: "" }];
  const shared = evidence("accettazione", 0, "ee");
  const placed = inOrder(
    dossier(sending({ evidence: [evidence("accettazione", 0, "aa"), twice, shared] }), sending({ identifier: "2", evidence: [shared] })),
    texts.it,
  );
  expect(placed.map(({ path }) => path)).toEqual([
    "invio-1/01-accettazione.eml",
    "invio-1/02-avvenuta-consegna-.._bruno@pec.example.eml",
    "invio-1/03-avvenuta-consegna-.._bruno@pec.example.msg",
    "piu-invii/01-ee.eml",
    "altri-file/01-note.pdf",
  ]);
});

test("121 files keep the order of time: positions have as many digits as the last one", () => {
  const all = Array.from({ length: 121 }, (_, i) => evidence("avvenuta-consegna", i, `a${i}`, `r${i}@pec.example`));
  all[5]!.copies = [{ file: { name: "copia.eml", size: 1, sha256: "bb" }, part: "" }];
  const several = Array.from({ length: 121 }, (_, i) => evidence("presa-in-carico", i, `s${String(i).padStart(3, "0")}`));
  const placed = inOrder(dossier(sending({ evidence: [...all, ...several] }), sending({ identifier: "2", evidence: several })), texts.it);
  const paths = placed.map(({ path }) => path);
  expect(paths).toEqual(paths.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)));
  expect(paths[0]).toMatch(/^invio-1\/001-/);
  expect(placed.filter(({ path }) => path.startsWith("invio-1/")).map(({ file }) => file.sha256)).toEqual([
    ...Array.from({ length: 6 }, (_, i) => `a${i}`),
    "bb",
    ...Array.from({ length: 115 }, (_, i) => `a${i + 6}`),
  ]);
  expect(paths.filter(path => path.startsWith("piu-invii/")).at(-1)).toMatch(/^piu-invii\/121-/);
  expect(new Set(paths).size).toBe(paths.length);

  function rank(path: string): number {
    return ["invio", "piu-i", "altri"].indexOf(path.slice(0, 5));
  }
});

test("twelve sendings lie in folders that sort as they are numbered", () => {
  const each = Array.from({ length: 12 }, (_, i) => sending({ identifier: String(i), evidence: [evidence("accettazione", i, `a${i}`)] }));
  const folders = inOrder(dossier(...each), texts.it)
    .map(({ path }) => path)
    .filter(path => path.startsWith("invio-"));
  expect(folders).toEqual(each.map((_, i) => `invio-${String(i + 1).padStart(2, "0")}/01-accettazione.eml`));
  expect(folders).toEqual(folders.toSorted());
});

test("no file of the table is left out without a word, and a sending without recipients has its line", () => {
  const context = { texts: texts.it, language: "it" as const };
  const all = Array.from({ length: 53 }, (_, i) => evidence("avvenuta-consegna", i, `a${i}`, "bruno@pec.example"));
  const bruno = recipient("bruno@pec.example", { evidence: all.map((_, i) => i) });
  const [head, first, second] = csv(dossier(sending({ evidence: all, recipients: [bruno] }), sending({ identifier: "2" })), context);
  expect(first).toContain("a49.eml | e altri 3");
  expect(first).not.toContain("a50.eml");
  expect(second).toContain('"2";');
  expect([head, first, second].map(line => line!.split('";"').length)).toEqual([
    1,
    second!.split('";"').length,
    second!.split('";"').length,
  ]);
  const uncut = csv(
    dossier(sending({ evidence: all.slice(0, 50), recipients: [{ ...bruno, evidence: bruno.evidence.slice(0, 50) }] })),
    context,
  );
  expect(uncut[1]).not.toContain("e altri");
});

test("a table for a spreadsheet has a line for each recipient, and no value runs in it", () => {
  const context = { texts: texts.it, language: "it" as const };
  const [head, line] = csv(
    dossier(sending({ subject: "=HYPERLINK(1)", recipients: [recipient("bruno@pec.example", { reason: "not-provable.ordinary" })] })),
    context,
  );
  expect(head).toContain("look_in_mailbox");
  expect(line).toContain(`"'=HYPERLINK(1)"`);
  expect(line).toContain("È una casella ordinaria: non dà ricevute di consegna.");
});

test("the whole is the JSON that the core wrote", async () => {
  const all = dossier(sending({}), sending({ identifier: "2" }));
  const whole = JSON.parse(await new Blob(all.json()).text()) as { transmissions: Transmission[]; files: unknown[] };
  expect(whole.transmissions.map(({ identifier }) => identifier)).toEqual(["1@uno.example", "2"]);
  expect(whole.files).toHaveLength(1);
});

test("how a sending stands is said by its worst", () => {
  const line = (to: Partial<Line>): Line => ({
    proved: false,
    complete: false,
    contradicted: false,
    unlike: false,
    doubted: false,
    unaccepted: false,
    states: {},
    ...to,
  });
  expect(standing(line({ proved: true, complete: true, contradicted: true }))).toBe("contested");
  expect(standing(line({ proved: true, complete: true }))).toBe("complete");
  expect(standing(line({ proved: true, complete: true, unlike: true }))).toBe("complete"); // a sent mail takes nothing from the evidence
  expect(standing(line({ proved: true, unaccepted: true, states: { proved: 1 } }))).toBe("proved");
  expect(standing(line({ proved: true, unaccepted: true, states: { proved: 1 } }), true)).toBe("single");
  expect(standing(line({ proved: true, doubted: true, states: { proved: 1 } }))).toBe("doubted");
  expect(standing(line({ proved: true, doubted: true, states: { proved: 1 } }), true)).toBe("doubted");
  expect(standing(line({ proved: true, doubted: true, contradicted: true }))).toBe("contested");
  expect(standing(line({ contradicted: true }), true)).toBe("contested");
  expect(standing(line({ states: { "not-provable": 2 } }))).toBe("ordinary");
  expect(standing(line({ states: { "not-provable": 2, missing: 1 } }))).toBe("incomplete");
});

test("of a dossier only what is asked for is read", () => {
  const all = dossier(
    sending({ subject: "è" }),
    sending({
      identifier: "2",
      proved: true,
      complete: true,
      recipients: [recipient("a@pec.example", { state: "proved" }), recipient("b@pec.example", {})],
    }),
  );
  expect(all.lines).toEqual([
    { proved: false, complete: false, contradicted: false, unlike: false, doubted: false, unaccepted: false, states: {} },
    {
      proved: true,
      complete: true,
      contradicted: false,
      unlike: false,
      doubted: false,
      unaccepted: false,
      states: { proved: 1, missing: 1 },
    },
  ]);
  expect([all.transmission(0).subject, all.transmission(1).identifier]).toEqual(["è", "2"]);
  const place = (sha256: string, part: string) => all.place({ file: { name: "", size: 0, sha256 }, part });
  expect([place("aa", ""), place("aa", "2")]).toEqual([[1, 0], undefined]);
});

test("blocks that files share are kept and handed over once", () => {
  const bytes = (...all: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(all);
  const block = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(40).fill(n, 1, 33);
  const [first, second] = [interned(bytes(1), [block(7), block(8)]), interned(bytes(2, 2), [block(8)])];
  expect(second.blocks[0]).toBe(first.blocks[1]);
  expect([...together([first, second])]).toEqual([...block(7), ...block(8), 1, 2, 2]);
  expect(together([])).toHaveLength(0);
});
