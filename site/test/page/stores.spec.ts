import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Outcome } from "../../src/model/report";
import { file, vector, type TestFile } from "../corpus";
import { output, root } from "../tools";
import { expect, test, type Opened } from "./open";
import { Panel } from "./panel";

// What people's programs leave of receipts: mailboxes, archives, exports, converted files. The page says of each what the command says.

/** What must not depend on where a file is judged; of trust only the verdict. */
function told(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(one => {
    if ("error" in one) return `${one.file.name} ${one.part ?? ""}: ${one.unread}`;
    const checks = one.checks.filter(({ id }) => !id.startsWith("trust.")).map(({ id, status, reason }) => `${id} ${status} ${reason}`);
    return `${one.file.name} ${one.part}: ${one.kind} ${one.indication} ${one.subindication} ${one.unread ?? ""}\n  ${checks.join("\n  ")}`;
  });
}

function byCommand(list: string, folder: string, names: readonly string[]): Outcome[] {
  const args = ["-json", "-trust", list, ...names.map(name => path.join(folder, name))];
  let lines: string;
  try {
    lines = output("pecverify", args).toString();
  } catch (error) {
    lines = String((error as { stdout: Buffer }).stdout); // some are no evidence, which its exit status says
  }
  return lines
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as Outcome);
}

async function alike(opened: Opened, list: TestFile, at: string, folder: string, names: readonly string[]): Promise<Outcome[]> {
  await opened.ready();
  await new Panel(opened).use(list);
  await opened.drop(opened.element.locator(".drop"), ...names.map(name => file(name, readFileSync(path.join(folder, name)))));
  const want = byCommand(at, folder, names);
  await expect.poll(async () => (await opened.reports()).length, { timeout: 60_000 }).toBe(want.length);
  const outcomes = await opened.done();
  const said = told(outcomes);
  for (const [i, one] of told(want).entries()) expect.soft(said[i]).toBe(one);
  return outcomes;
}

const passing = (outcomes: readonly Outcome[], name: string): number =>
  outcomes.filter(one => one.file.name === name && !("error" in one) && one.indication === "TOTAL-PASSED").length;

test("each store of testdata gives on the page what the command says", async ({ opened }) => {
  const folder = path.join(root, "testdata/stores");
  const names = readdirSync(folder).filter(name => !name.endsWith(".json"));
  expect(names.length).toBeGreaterThanOrEqual(20);
  const outcomes = await alike(opened, vector("trust/ca.pem"), path.join(root, "testdata/trust/ca.pem"), folder, names);
  for (const name of names) if (name !== "view-source.html") expect.soft(passing(outcomes, name), name).toBeGreaterThan(0);
});

/** What people give in place of a mail, by the first bytes of each. */
const INSTEAD: Record<string, string> = {
  "posta.nsf": "\u001a\0\0\u0004 and more",
  "posta.edb": `\0\0\0\0\u00ef\u00cd\u00ab\u0089${"\0".repeat(40)}`,
  "posta.sqlite": "SQLite format 3\0 and more",
  "appuntamento.ics": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
  "scheda.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n",
  "pagina.mht":
    "From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b--\r\n",
  "winmail.dat": "\u0078\u009f\u003e\u0022 and more",
  "posta.pst": "!BDN and more",
};

for (const from of ["none", "containers", "instead of a mail"])
  test(`${from}: the page says what the command says, in words`, async ({ opened }, info) => {
    let folder = path.join(root, "testdata", from);
    if (from === "instead of a mail") {
      mkdirSync((folder = info.outputPath("given")), { recursive: true });
      for (const [name, text] of Object.entries(INSTEAD)) writeFileSync(path.join(folder, name), Buffer.from(text, "latin1"));
    }
    const names = readdirSync(folder).filter(name => !name.endsWith(".json"));
    await alike(opened, vector("trust/ca.pem"), path.join(root, "testdata/trust/ca.pem"), folder, names);
    const text = await opened.element.locator(".verifier").innerText();
    expect(text.match(/\b(file|reason|unread|verdict|kind)\.[a-z-]+\b(?!\.)/g) ?? []).toEqual([]); // no name of a text in place of the text
  });

const field = path.resolve(root, "../shared/corpus/field");

test("what people met in the field gives on the page what the command says, and what its list has", async ({ opened }) => {
  test.skip(!existsSync(field), "the cases from the field are not beside the repository");
  const rows = [...readFileSync(path.join(field, "README.md"), "utf8").matchAll(/^\| `([^`]+)` \| K\d+\w? \| (.+) \|$/gm)];
  expect(rows.length).toBe(23);
  const names = rows.map(([, name]) => name!);
  const outcomes = await alike(
    opened,
    file("index.ldif", readFileSync(path.join(field, "index.ldif"))),
    path.join(field, "index.ldif"),
    field,
    names,
  );
  for (const [, name, right] of rows) {
    const receipts = /three receipts/.test(right!)
      ? 3
      : /two (receipts|posta-certificata)/.test(right!)
        ? 2
        : /NO-EVIDENCE/.test(right!)
          ? 0
          : 1;
    expect.soft(passing(outcomes, name!), `${name}: ${right}`).toBe(receipts);
    const warned = outcomes.flatMap(one =>
      one.file.name === name && !("error" in one) ? one.checks.filter(({ status }) => status === "warning").map(({ id }) => id) : [],
    );
    const [check] = /passes with (?:the warning )?`([a-z.]+)`/.exec(right!)?.slice(1) ?? [];
    if (check !== undefined) expect.soft(warned, `${name}: ${right}`).toContain(check);
    for (const [, not] of right!.matchAll(/`([a-z.]+)`(?: and `[a-z.]+`)? do(?:es)? not warn/g))
      expect.soft(warned, name).not.toContain(not);
  }
});
