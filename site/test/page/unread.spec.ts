import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { file, vector, type TestFile } from "../corpus";
import { mails, type Wish } from "../mail";
import { output, root, tool } from "../tools";
import { expect, test, type Opened } from "./open";

test.use({ core: "test" });

/** Lets the page trust the test authority; a new worker has to be told again. */
async function trusted(opened: Opened): Promise<void> {
  await opened.choose(vector("trust/ca.pem"));
  await opened.done();
  await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
}

test.beforeEach(({ opened }) => trusted(opened));

const COMPLETE: Wish[] = [
  { name: "a.eml", kind: "accettazione" },
  { name: "c.eml", kind: "avvenuta-consegna" },
];

async function dossier(opened: Opened): Promise<void> {
  await opened.done();
  await expect(opened.element.locator("pec-dossier")).toBeVisible({ timeout: 30_000 });
  await expect(opened.element.locator("section.dossier > [role=status]")).toHaveText("");
}

async function saved(opened: Opened, button: string): Promise<Buffer> {
  const saving = opened.page.waitForEvent("download");
  await opened.element.getByRole("button", { name: button }).click();
  return readFileSync(await (await saving).path());
}

/** Writes files into a folder of the test, and gives its path. */
function folder(info: TestInfo, name: string, files: readonly TestFile[]): string {
  const at = info.outputPath(name);
  mkdirSync(at, { recursive: true });
  for (const one of files) writeFileSync(path.join(at, one.name), one.buffer);
  return at;
}

/** A drop as the browser gets it from the system: only so does it hold folders. */
async function dropFolder(page: Page, opened: Opened, ...paths: string[]): Promise<void> {
  const zone = (await opened.element.locator(".drop").boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const at = { x: zone.x + zone.width / 2, y: zone.y + 20 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, ...at, data: { items: [], files: paths, dragOperationsMask: 1 } });
}

// The sentence, the report on paper, the table, the data and the command's exit status say the same.
for (const [name, more, sentence, complete] of [
  ["all that belongs to it", [], "Completo: ogni casella PEC è provata", true],
  [
    "a failure by nobody listed",
    [{ name: "e.eml", kind: "errore-consegna", unlisted: true }],
    "Consegne provate, ma resta qualcosa da chiarire",
    false,
  ],
  [
    "a notice that does not say which it is",
    [{ name: "n.eml", kind: "preavviso-errore-consegna" }],
    "Consegne provate, ma resta qualcosa da chiarire",
    false,
  ],
  [
    "a first notice after the delivery",
    [{ name: "n.eml", kind: "preavviso-errore-consegna", hours: 12 }],
    "Da chiarire: le prove si contraddicono",
    false,
  ],
  ["an archive that is not opened", [file("x.7z", "7z\xBC\xAF\x27\x1C\0\0")], "Consegne provate, ma resta qualcosa da chiarire", false],
  ["a file that holds nothing", [file("nota.txt", "una nota")], "Completo: ogni casella PEC è provata", true],
] as const) {
  test(`acceptance, delivery and ${name}: one word everywhere`, async ({ page, opened }, info) => {
    const made = mails(...COMPLETE, ...more.filter((one): one is Extract<typeof one, { kind: string }> => "kind" in one));
    const files = [
      ...made,
      ...more.filter(one => "buffer" in one).map(one => ({ ...(one as TestFile), buffer: Buffer.from((one as TestFile).buffer) })),
    ];
    if (name.startsWith("an archive")) files.at(-1)!.buffer = Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]);
    await opened.choose(...files);
    await dossier(opened);
    await page.evaluate(() => (window.print = () => {}));
    const card = opened.element.locator("pec-sending .sending-head");
    await expect(card.locator(".tone")).toHaveText(sentence);
    await opened.element.getByRole("button", { name: "Stampa il fascicolo" }).click();
    await expect(opened.element.locator(".paper .sending-head .tone")).toHaveText(sentence);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    const data = JSON.parse((await saved(opened, "Salva i dati del fascicolo (JSON)")).toString());
    expect([data.transmissions.length, data.transmissions[0].proved, data.transmissions[0].complete]).toEqual([1, true, complete]);
    const [head, line] = (await saved(opened, "Salva i destinatari (CSV)")).toString().split("\r\n") as [string, string];
    const cells = Object.fromEntries(
      head
        .replace("\uFEFF", "")
        .split(";")
        .map((column, i) => [column, line.slice(1, -1).split('";"')[i]]),
    );
    const { contradictions, doubts } = data.transmissions[0];
    expect(cells).toMatchObject({
      complete: complete ? "yes" : "no",
      state: "proved",
      contradictions: String(contradictions.length),
      doubts: String(doubts.length),
      not_judged: String(data.unjudged),
    });
    // Every doubt is said in the head of the card already, on paper too.
    await expect(card.locator(".doubts li")).toHaveCount(doubts.length);
    let status = 0;
    try {
      const args = ["-only-trust", "-trust", path.join(root, "testdata/trust/ca.pem"), "-dossier", folder(info, "dati", files)];
      execFileSync(tool("pecverify"), args, { stdio: "pipe" });
    } catch (error) {
      status = (error as { status: number }).status;
    }
    expect(status === 0).toBe(complete);
    expect(status === 2).toBe(data.unjudged > 0);
  });
}

test("a file of a dropped folder that does not open is said, named, and nothing is complete beside it", async ({ page, opened }) => {
  const made = mails(...COMPLETE, { name: "errore.eml", kind: "errore-consegna" });
  // The system lets the browser list the folder, and then not open one of its files.
  await opened.element.evaluate(
    (element, files) => {
      const entry = (name: string, content: string): unknown => ({
        isFile: true,
        name,
        fullPath: `/fascicolo/${name}`,
        file: (done: (file: File) => void, fail: (error: Error) => void) =>
          name === "errore.eml"
            ? fail(new Error("NotReadableError"))
            : done(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name)),
      });
      const inside = files.map(({ name, content }) => entry(name, content));
      const top = {
        isFile: false,
        isDirectory: true,
        name: "fascicolo",
        fullPath: "/fascicolo",
        createReader: () => ({ readEntries: (done: (some: unknown[]) => void) => done(inside.splice(0, 100)) }),
      };
      const transfer = { files: [], items: [{ kind: "file", webkitGetAsEntry: () => top, getAsFile: () => null }] };
      void (element as HTMLElementTagNameMap["pec-verifier"]).take(transfer as unknown as DataTransfer);
    },
    made.map(({ name, buffer }) => ({ name, content: buffer.toString("base64") })),
  );
  await dossier(opened);
  expect((await opened.reports()).map(({ file }) => file.name)).toEqual(["a.eml", "c.eml", "/fascicolo/errore.eml"]);
  const section = opened.element.locator("section.dossier");
  await expect(section.locator(".unjudged")).toContainText("Non tutto ciò che hai dato è stato letto o giudicato: almeno 1 file o parti.");
  await expect(section.locator(".unjudged")).toContainText("/fascicolo/errore.eml");
  await expect(section.locator("pec-sending")).not.toContainText("Completo");
  // One press leads to what is said of it.
  await section.locator(".unjudged").getByRole("button", { name: "/fascicolo/errore.eml" }).click();
  await expect(opened.result("errore.eml")).toContainText("Il browser non è riuscito a leggere il file.");
  await page.evaluate(() => (window.print = () => {}));
  await opened.element.getByRole("button", { name: "Stampa il fascicolo" }).click();
  const paper = opened.element.locator(".paper");
  await expect(paper.locator(".unjudged")).toContainText("/fascicolo/errore.eml");
  await expect(paper.locator(".index")).toContainText("Dati, ma non letti: 1.");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  // In the archive it is not, and its report says so.
  const files = await saved(opened, "Salva tutto (ZIP)");
  expect(files.readUInt16LE(files.lastIndexOf("PK\x05\x06", undefined, "latin1") + 10)).toBe(6);
  expect(files.toString()).toContain("Dati, ma non letti:");
});

test("a failure that bears the name of a system's own file is read, and such a file that holds nothing is not shown", async ({
  page,
  opened,
}, info) => {
  const [accepted, delivered, failed] = mails(...COMPLETE, { name: "desktop.ini", kind: "errore-consegna" }) as [
    TestFile,
    TestFile,
    TestFile,
  ];
  const at = folder(info, "fascicolo", [
    accepted,
    delivered,
    failed,
    file(".DS_Store", "\0\0\0\u0001Bud1 and more"),
    file("._c.eml", "\0\u0005\u0016\u0007 and more"),
    file("._d.eml", "what is left of a mail"), // by its name alone it is not passed over
  ]);
  await opened.ready();
  await dropFolder(page, opened, at, path.join(at, "a.eml"));
  await expect.poll(async () => (await opened.reports()).length, { timeout: 30_000 }).toBe(5);
  await dossier(opened);
  expect((await opened.reports()).map(({ file }) => file.name)).toEqual(["._d.eml", "a.eml", "c.eml", "desktop.ini", "a.eml"]);
  await expect(opened.element.locator("pec-sending")).toContainText("Da chiarire: le prove si contraddicono");
});

test("what the person stopped is not read, and so nothing is complete", async ({ opened }) => {
  const [accepted, delivered] = mails(...COMPLETE) as [TestFile, TestFile];
  await opened.choose(accepted, delivered);
  await dossier(opened);
  await expect(opened.element.locator("pec-sending")).toContainText("Completo");
  await opened.element.evaluate((element, content) => {
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
    void (element as HTMLElementTagNameMap["pec-verifier"]).verify(Array.from({ length: 400 }, (_, i) => new File([bytes], `${i}.eml`)));
  }, accepted.buffer.toString("base64"));
  await opened.element.getByRole("button", { name: "Interrompi" }).click();
  await dossier(opened);
  await expect(opened.element.locator(".results .stopped")).toContainText("Hai interrotto il lavoro. File non controllati:");
  await expect(opened.element.locator("section.dossier .unjudged")).toContainText("Il lavoro è stato interrotto.");
  await expect(opened.element.locator("pec-sending")).not.toContainText("Completo");
  await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
  await trusted(opened);
  await opened.choose(accepted, delivered);
  await dossier(opened);
  await expect(opened.element.locator("pec-sending")).toContainText("Completo");
});

test("index, sums and archive of 121 pieces agree, in the order of time; of more lines than are printed it is said how many", async ({
  page,
  opened,
}, info) => {
  test.setTimeout(240_000);
  const many: Wish[] = Array.from({ length: 119 }, (_, i) => ({ name: `c${i}.eml`, kind: "avvenuta-consegna", shift: i + 1 }));
  const files = mails(...COMPLETE, ...many);
  await opened.choose(...files.reverse());
  await dossier(opened);
  const zip = info.outputPath("fascicolo.zip");
  writeFileSync(zip, await saved(opened, "Salva tutto (ZIP)"));
  const at = info.outputPath("unpacked");
  execFileSync("unzip", ["-q", zip, "-d", at]);
  // As the recipient of the archive would: the sums are right, and cover everything.
  execFileSync("sha256sum", ["-c", "--strict", "--quiet", "SHA256SUMS"], { cwd: at });
  const sums = readFileSync(path.join(at, "SHA256SUMS"), "utf8")
    .trimEnd()
    .split("\n")
    .map(line => line.split("  ") as [string, string]);
  const names = execFileSync("unzip", ["-Z1", zip]).toString().trimEnd().split("\n");
  expect(sums.map(([, name]) => name)).toEqual(names.slice(0, -1));
  expect(names.at(-1)).toBe("SHA256SUMS");
  const pieces = sums.filter(([, name]) => name.includes("/"));
  expect(pieces).toHaveLength(121);
  expect(pieces.map(([, name]) => name)).toEqual(pieces.map(([, name]) => name).toSorted());
  expect(pieces.map(([, name]) => name.slice(0, 12))).toEqual(
    Array.from({ length: 121 }, (_, i) => `invio-1/${String(i + 1).padStart(3, "0")}-`),
  );
  const report = readFileSync(path.join(at, "rapporto.html"), "utf8");
  const index = [...report.slice(report.indexOf("Indice dei file")).matchAll(/<code><bdi>([0-9a-f]{64})<\/bdi><\/code>/g)].map(
    ([, sum]) => sum,
  );
  expect(index).toEqual(pieces.map(([sum]) => sum));
  const data = JSON.parse(readFileSync(path.join(at, "fascicolo.json"), "utf8"));
  expect(new Set(data.files.map(({ sha256 }: { sha256: string }) => sha256))).toEqual(new Set(index));
  const times = data.transmissions[0].evidence.map(({ file }: { file: { sha256: string } }) => file.sha256);
  expect(index).toEqual(times);
  for (const [sum, name] of pieces)
    expect(
      createHash("sha256")
        .update(readFileSync(path.join(at, name)))
        .digest("hex"),
    ).toBe(sum);

  await page.evaluate(() => document.body.append(Object.assign(document.createElement("input"), { type: "file", id: "pack" })));
  writeFileSync(info.outputPath("pack"), output("piles", ["pack", "1", "5200"]));
  await page.locator("#pack").setInputFiles(info.outputPath("pack"));
  await opened.element.evaluate(async element => {
    const verifier = element as HTMLElementTagNameMap["pec-verifier"];
    const own = new Uint8Array(await document.querySelector<HTMLInputElement>("#pack")!.files![0]!.arrayBuffer());
    verifier.items = [{ id: 1, name: "pack", state: "done", outcomes: [], pieces: { own, blocks: [] } }];
    window.print = () => {};
  });
  await expect(opened.element.locator(".totals")).toContainText("Invii: ", { timeout: 60_000 });
  await opened.element.getByRole("button", { name: "Stampa il fascicolo" }).click();
  const paper = opened.element.locator(".paper .index");
  const shown = await paper.locator("tbody tr").count();
  const left = Number(/\d+/.exec(await paper.locator(".cut").innerText())![0]);
  const all = await opened.element
    .locator("pec-dossier")
    .evaluate(
      element =>
        new Set((element as unknown as { dossier: { rest: { files: { sha256: string }[] } } }).dossier.rest.files.map(one => one.sha256))
          .size,
    );
  expect([shown, shown + left]).toEqual([5000, all]);
});
