import type { Report } from "../../src/model/report";
import { file, vector, type TestFile } from "../corpus";
import { expect, test } from "./open";

const receipt = vector("kinds/consegna-completa.eml");
const text = receipt.buffer.toString("latin1");

/** The receipt with its signature part changed. */
function signature(change: (part: string) => string): Buffer {
  const start = text.lastIndexOf("\n--", text.indexOf("smime.p7s")) + 1;
  const changed = text.slice(0, start) + change(text.slice(start));
  if (changed === text) throw new Error("nothing was changed");
  return Buffer.from(changed, "latin1");
}

// Each row of the table of bad input: what is given, what it must give, and a word of what the person can do.
const rows: [name: string, given: TestFile, indication: string, subindication: string, advice: string][] = [
  ["an empty file", file("vuoto.eml", ""), "NO-EVIDENCE", "", "scaricalo di nuovo"],
  ["one byte", file("byte.eml", "x"), "NO-EVIDENCE", "", "scaricalo di nuovo"],
  ["a PDF", vector("none/ricevuta.pdf"), "NO-EVIDENCE", "", "formato .eml"],
  ["a PNG", file("foto.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")), "NO-EVIDENCE", "", "formato .eml"],
  ["an ordinary mail", vector("none/ordinary-mail.eml"), "NO-EVIDENCE", "", "formato .eml"],
  ["a bare postacert.eml", vector("none/bare-postacert.eml"), "NO-EVIDENCE", "", ".eml"],
  ["a bare daticert.xml", vector("none/daticert.xml"), "NO-EVIDENCE", "", "file .eml intero"],
  [
    "an S/MIME mail by somebody else",
    vector("trust/stranger.eml"),
    "INDETERMINATE",
    "NO_CERTIFICATE_CHAIN_FOUND",
    "firmato da una persona o da un’azienda, non una PEC",
  ],
  [
    "a receipt cut in the middle",
    file("tagliata.eml", receipt.buffer.subarray(0, receipt.buffer.length >> 1)),
    "TOTAL-FAILED",
    "FORMAT_FAILURE",
    "Scarica di nuovo",
  ],
  [
    "a receipt without its p7s",
    file(
      "senza.eml",
      signature(part => part.slice(part.lastIndexOf("\n--") + 1)),
    ),
    "TOTAL-FAILED",
    "FORMAT_FAILURE",
    "Scarica di nuovo",
  ],
  [
    "a p7s whose base64 is none",
    file(
      "rotta.eml",
      signature(part => part.replace(/\n\r?\n[^]+?\n(?=\r?\n?--)/, "\n\n***** questo non è base64 *****\n")),
    ),
    "TOTAL-FAILED",
    "FORMAT_FAILURE",
    "Scarica di nuovo",
  ],
];

for (const [name, given, indication, subindication, advice] of rows) {
  test(`${name} gets its verdict and a sentence of what to do`, async ({ opened }) => {
    const reports = (await opened.verified(given)) as Report[];
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ indication, subindication, file: { name: given.name, size: given.buffer.length } });
    const result = opened.result(given.name);
    await expect(result).toContainText(advice);
    // Every word is Italian, but for what a library says where every check is listed: that is marked as English.
    await expect(result.locator("[lang=en]").filter({ visible: true })).toHaveCount(0);
    for (const english of await result.locator("[lang=en]").all()) await expect(english.locator("..")).toContainText("(in inglese)");
  });
}

test("all of them together keep their order, and a good file after them is verified", async ({ opened }) => {
  const files = [...rows.map(([, given]) => given), receipt];
  const reports = await opened.verified(...files);
  expect(reports.map(report => report.file.name)).toEqual(files.map(one => one.name));
  expect(reports.at(-1)!.kind).toBe("avvenuta-consegna");
});

test("files dropped on the zone are verified", async ({ opened }) => {
  await opened.ready();
  await opened.drop(opened.element.locator(".drop"), receipt, rows[2]![1]);
  expect((await opened.done()).map(report => report.file.name)).toEqual([receipt.name, "ricevuta.pdf"]);
});

test("files dropped beside the zone are verified too, and the page stays", async ({ opened }) => {
  await opened.ready();
  await opened.drop(opened.page.locator("footer"), receipt);
  expect(await opened.done()).toHaveLength(1);
});

test("files given before the program is ready wait for it", async ({ page, opened }) => {
  let release = (): void => {};
  const held = new Promise<void>(resolve => (release = resolve));
  await page.route("**/pec-core-*.wasm", async route => {
    await held;
    await route.continue();
  });
  await page.reload();
  await opened.choose(receipt);
  await expect(opened.element).toHaveAttribute("state", "loading");
  await expect(opened.element).toContainText("In attesa");
  release();
  expect(await opened.done()).toHaveLength(1);
});

test("scripts get reports by method, by event and as a property", async ({ opened }) => {
  const got = await opened.element.evaluate(async (element, content) => {
    const verifier = element as HTMLElementTagNameMap["pec-verifier"];
    const heard: unknown[] = [];
    document.addEventListener("pec-report", event => heard.push((event as CustomEvent).detail));
    const given = [new File([content], "uno.eml"), new File([""], "due.eml")];
    const promised = await verifier.verify(given);
    return { promised, heard, held: verifier.reports, inputs: verifier.shadowRoot!.querySelectorAll("input[type=file][multiple]").length };
  }, text);
  expect(got.promised).toHaveLength(2);
  expect(got.heard).toEqual(got.promised);
  expect(got.held).toEqual(got.promised);
  expect(got.inputs).toBe(1);
});

test("the list can be emptied, and the same file given again", async ({ opened }) => {
  await opened.verified(receipt);
  await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
  await expect(opened.element).toHaveAttribute("state", "ready");
  expect(await opened.reports()).toEqual([]);
  expect(await opened.verified(receipt)).toHaveLength(1);
});
