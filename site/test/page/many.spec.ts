import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { file, vector, vectors, type TestFile } from "../corpus";
import { mails } from "../mail";
import { accessible } from "./axe";
import { expect, test, type Opened } from "./open";
import { Panel } from "./panel";

/** Gives files made in the page itself: thousands do not go through the wire. */
async function giveCopies(opened: Opened, content: Buffer, count: number): Promise<void> {
  await opened.element.evaluate(
    (element, { text, count }) => {
      const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
      const files = Array.from({ length: count }, (_, i) => new File([bytes], `ricevuta-${String(i + 1).padStart(5, "0")}.eml`));
      void (element as HTMLElementTagNameMap["pec-verifier"]).verify(files);
    },
    { text: content.toString("base64"), count },
  );
}

test("a list of many: sorted by a column, filtered by verdict and kind, each result one press away", async ({ opened }) => {
  await opened.ready();
  await new Panel(opened).use(vector("trust/ca.pem"));
  const files = [...vectors("kinds"), vector("none/ricevuta.pdf"), ...vectors("format")];
  await opened.verified(...files);
  const list = opened.element.locator("pec-list");
  await expect(list.locator("tbody tr")).toHaveCount(Math.min(50, files.length));
  await expect(list.locator(".totals")).toContainText(`In tutto ${files.length}`);
  await expect(opened.element.locator("article.result")).toHaveCount(0);

  await list.getByRole("button", { name: "File" }).click();
  await list.getByRole("button", { name: "File" }).click();
  await expect(list.locator("th[aria-sort=descending]")).toHaveText(/File/);
  await expect(list.locator("tbody tr").first()).toContainText("unsigned-with-x-trasporto.eml");

  await list.getByLabel("Tipo").selectOption("accettazione");
  const kinds = await list.locator("tbody td.kind").allInnerTexts();
  expect(new Set(kinds)).toEqual(new Set(["Ricevuta di accettazione"]));
  // An authentic notice of failure does not look like good news, here neither.
  const good = await list
    .locator("tbody tr")
    .first()
    .locator(".tone .icon")
    .evaluate(icon => getComputedStyle(icon).color);
  await list.getByLabel("Tipo").selectOption("errore-consegna");
  await expect(list.locator("tbody tr").first()).toContainText("Autentico");
  await expect(list.locator("tbody tr").first().locator(".tone .icon")).not.toHaveCSS("color", good);
  await list.getByLabel("Tipo").selectOption("");
  await list.getByLabel("Esito").selectOption("none");
  await list.getByRole("button", { name: "ricevuta.pdf" }).click();
  await expect(opened.element.locator("article.result")).toHaveCount(1);
  await expect(opened.result("ricevuta.pdf")).toContainText("Come si ottiene il file giusto");
  await expect(opened.result("ricevuta.pdf")).toBeFocused();
  await expect(list).toBeHidden();

  // From there to the next one, and back to the line that it came from.
  const way = opened.element.getByRole("navigation", { name: "Da un risultato all’altro" });
  await way.getByRole("button", { name: "Torna all’elenco" }).click();
  await expect(list.getByRole("button", { name: "ricevuta.pdf" })).toBeFocused();
  await list.getByLabel("Esito").selectOption("");
  await list.getByRole("button", { name: "N." }).click();
  await list.locator("tbody button").first().click();
  await expect(way).toContainText(`Risultato 1 di ${files.length}`);
  await expect(way.getByRole("button", { name: "Indietro" })).toBeDisabled();
  await way.getByRole("button", { name: "Avanti" }).click();
  await expect(way).toContainText(`Risultato 2 di ${files.length}`);
  await expect(opened.element.locator("article.result .file")).toContainText(files[1]!.name);
});

test("on a phone the filters are folded, and a few results have none", async ({ page, opened }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.reload();
  await opened.verified(...vectors("kinds").slice(0, 3));
  const list = opened.element.locator("pec-list");
  await expect(opened.element.locator("details.file")).toHaveCount(3);
  await expect(list).toHaveCount(0);
  await opened.verified(...vectors("kinds").slice(3), ...vectors("format"));
  await expect(list.getByLabel("Esito")).toBeHidden();
  await list.getByText("Filtra l’elenco").click();
  await list.getByLabel("Esito").selectOption("unknown");
  await expect(list.locator("summary")).toHaveText("Filtra l’elenco (1)");
});

test("a mixed drop of 300 files: everything once, in order, with right totals; cancel keeps what is done", async ({
  page,
  opened,
}, info) => {
  test.setTimeout(120_000);
  const receipt = vector("kinds/consegna-completa.eml").buffer;
  const kinds = vectors("kinds");
  const boxed = mails(...Array.from({ length: 50 }, (_, i) => ({ minutes: i + 1 })));
  const mbox = Buffer.concat(
    boxed.flatMap(({ buffer }) => [
      Buffer.from("From x@y Thu Mar 13 10:00:00 2025\n"),
      Buffer.from(buffer.toString("latin1").replaceAll("\r\n", "\n"), "latin1"),
      Buffer.from("\n"),
    ]),
  );
  const pdf = vector("none/ricevuta.pdf").buffer;
  const named = (name: string, buffer: Buffer): TestFile => file(name, buffer);
  const files = [
    named("a.pdf", pdf),
    ...kinds,
    named("b.pdf", pdf),
    named("cinquanta.mbox", mbox),
    vector("containers/zip.zip"),
    vector("containers/outlook.msg"),
    named("c.pdf", pdf),
  ];
  while (files.length < 300) files.push(named(`copia-${files.length}.eml`, receipt));
  const folder = info.outputPath("cartella");
  mkdirSync(folder, { recursive: true });
  const names = files.map((one, i) => `${String(i).padStart(3, "0")}-${one.name}`);
  files.forEach((one, i) => writeFileSync(path.join(folder, names[i]!), one.buffer));
  await opened.ready();
  const choosing = page.waitForEvent("filechooser");
  await opened.element.getByRole("button", { name: "Scegli una cartella" }).click();
  await (await choosing).setFiles(folder);
  await expect(opened.element).toHaveAttribute("state", "done", { timeout: 90_000 });
  const reports = await opened.reports();
  const counts = new Map<string, number>();
  for (const { file } of reports) counts.set(file.name, (counts.get(file.name) ?? 0) + 1);
  expect([...counts.keys()]).toEqual(names);
  expect(counts.get(names.find(name => name.endsWith(".mbox"))!)).toBe(50);
  await expect(opened.element.locator(".totals")).toContainText(`In tutto ${reports.length}`);
});

test("a folder that is dropped gives its files, those in folders inside too, in order", async ({ page, opened }, info) => {
  const folder = info.outputPath("fascicolo");
  mkdirSync(path.join(folder, "b", "c"), { recursive: true });
  const put = (name: string, from: string): void => writeFileSync(path.join(folder, name), vector(from).buffer);
  put("a.eml", "kinds/accettazione.eml");
  put("b/1.eml", "kinds/consegna-completa.eml");
  put("b/c/2.eml", "kinds/errore-consegna-altro.eml");
  put("z.pdf", "none/ricevuta.pdf");
  writeFileSync(path.join(folder, ".DS_Store"), "\0\0\0\u0001Bud1 and more");
  await opened.ready();
  // A drop as the browser gets it from the system: only so does it hold folders.
  const zone = (await opened.element.locator(".drop").boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const at = { x: zone.x + zone.width / 2, y: zone.y + 20 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", {
      type,
      ...at,
      data: { items: [], files: [folder, path.join(folder, "a.eml")], dragOperationsMask: 1 },
    });
  }
  await expect.poll(async () => (await opened.reports()).length, { timeout: 30_000 }).toBe(5);
  expect((await opened.reports()).map(({ file }) => file.name)).toEqual(["a.eml", "1.eml", "2.eml", "z.pdf", "a.eml"]);
});

test("cancel stops and leaves finished results", async ({ opened }) => {
  await opened.ready();
  await new Panel(opened).use(vector("trust/ca.pem"));
  await giveCopies(opened, vector("kinds/consegna-completa.eml").buffer, 2000);
  await expect.poll(async () => (await opened.reports()).length).toBeGreaterThan(20);
  await expect(opened.element.locator(".progress")).toContainText("di 2000");
  await opened.element.getByRole("button", { name: "Interrompi" }).click();
  await opened.done();
  const kept = (await opened.reports()).length;
  expect(kept).toBeGreaterThan(20);
  expect(kept).toBeLessThan(2000);
  await expect(opened.element.locator("pec-dossier")).toBeVisible(); // of what is done, by a new worker
  // The program goes on with the next file.
  await opened.verified(vector("none/ricevuta.pdf"));
  expect(await opened.reports()).toHaveLength(kept + 1);
});

test("of many results fifty are shown, and one opened of them", async ({ opened }) => {
  await opened.ready();
  await giveCopies(opened, vector("kinds/accettazione.eml").buffer, 120);
  await opened.done();
  await expect(opened.element.locator("pec-list tbody tr")).toHaveCount(50);
  await opened.element.getByRole("button", { name: "Data certificata" }).click();
  await opened.element.getByRole("button", { name: "Avanti" }).click();
  await expect(opened.element.locator("pec-list tbody tr")).toHaveCount(50);
  await opened.element.getByRole("button", { name: "Avanti" }).click();
  await expect(opened.element.locator("pec-list tbody tr")).toHaveCount(20);
  await opened.element.locator("pec-list tbody button").first().click();
  await expect(opened.element.locator("article.result")).toHaveCount(1);
});

test("axe finds nothing in the list", async ({ opened }) => {
  await opened.verified(...vectors("kinds"), ...vectors("format"), vector("none/ricevuta.pdf"));
  await opened.element.locator("pec-list tbody button").first().click();
  await opened.expand();
  await accessible(opened);
});
