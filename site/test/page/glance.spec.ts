import { haveReal, noReal, real, realFolder, vector, type TestFile } from "../corpus";
import { readdirSync } from "node:fs";
import { expect, test, type Opened } from "./open";

// How long the page is, in windows of two sizes. In brackets: the page before this one.

const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

/** Gives files, waits until nothing moves any more, and tells how many windows the page fills. */
async function windows(opened: Opened, size: typeof DESKTOP, files: TestFile[]): Promise<number> {
  const { page, element } = opened;
  await page.setViewportSize(size);
  await opened.ready();
  if (files.length > 0) {
    await opened.choose(...files);
    await opened.done();
    await expect(element.locator("section.dossier")).toBeVisible();
    await expect(element.locator(".opening").filter({ visible: true })).toHaveCount(0);
  }
  const { height, width } = await page.evaluate(() => ({
    height: document.documentElement.scrollHeight,
    width: document.documentElement.scrollWidth,
  }));
  expect(width, "nothing to scroll sideways").toBeLessThanOrEqual(size.width);
  return height / size.height;
}

for (const size of [DESKTOP, PHONE]) {
  const name = `${size.width} × ${size.height}`;

  test(`with nothing given, ${name}: what helps a person to begin is in the first window`, async ({ opened }) => {
    await windows(opened, size, []);
    for (const what of [opened.page.getByRole("heading", { level: 1 }), opened.element.getByRole("button", { name: "Scegli i file" })])
      await expect(what).toBeInViewport({ ratio: 1 });
    await expect(opened.element.getByText("Come ottengo il file .eml?")).toBeInViewport({ ratio: 1 });
    await expect(opened.element.locator("details.lists > summary")).toContainText(/Gestori ammessi: \d+\. Dati al \d/);
    await expect(opened.element.locator("details.lists")).not.toHaveAttribute("open");
  });
}

test.describe("real receipts", () => {
  test.skip(!haveReal, noReal);

  for (const [size, before, most] of [
    [DESKTOP, 5.71, 2.5],
    [PHONE, 6.81, 4],
  ] as const) {
    test(`one delivery receipt, ${size.width} × ${size.height} (${before}): what it says is in the first window`, async ({ opened }) => {
      const found = await windows(opened, size, [real("aruba-2018-consegna.eml")]);
      test.info().annotations.push({ type: "windows", description: found.toFixed(2) });
      expect(found).toBeLessThanOrEqual(most);
      const result = opened.result("aruba-2018-consegna.eml");
      await expect(result.locator(".says")).toContainText("13 novembre 2018 alle ore 16:39:27");
      const facts = [".verdict h3", ".says", ".answer >> nth=0", ".answer >> nth=3", ".proof > div >> nth=0", ".proof > div >> nth=1"];
      for (const fact of facts) await expect.soft(result.locator(fact), fact).toBeInViewport({ ratio: 1 });
      await expect(result.locator(".takeaway .btn")).toHaveText([/Stampa/, /Testo per gli atti/, /Salva i dati/]);
      // In one row.
      const tops = await result.locator(".takeaway .btn").evaluateAll(all => all.map(one => one.getBoundingClientRect().top));
      expect(new Set(tops).size).toBe(1);
    });
  }

  for (const [size, before, most] of [
    [DESKTOP, 23.01, 3.5],
    [PHONE, 29.2, 5],
  ] as const) {
    test(`seven files, ${size.width} × ${size.height} (${before}): first what they mean together`, async ({ opened }) => {
      const names = readdirSync(realFolder).filter(name => name.endsWith(".eml"));
      const found = await windows(opened, size, names.slice(0, 7).map(real));
      test.info().annotations.push({ type: "windows", description: found.toFixed(2) });
      expect(found).toBeLessThanOrEqual(most);
      const [dossier, files] = await Promise.all(
        ["section.dossier", "section.files"].map(async one => (await opened.element.locator(one).boundingBox())!.y),
      );
      expect(dossier).toBeLessThan(files!);
      await expect(opened.element.locator("pec-sending").first()).toBeInViewport();
    });
  }
});

test("of several files one is open at a time, where it stands, with an address that the back button knows", async ({ page, opened }) => {
  await opened.verified(vector("kinds/accettazione.eml"), vector("kinds/consegna-completa.eml"), vector("none/ricevuta.pdf"));
  const line = (at: number) => opened.element.locator("details.file").nth(at);
  const open = opened.element.locator("details.file[open]");
  await expect(open).toHaveCount(0);
  await line(0).locator("summary").first().press("Enter");
  await expect(open).toHaveCount(1);
  await expect(opened.result("accettazione.eml")).toBeFocused();
  await expect(page).toHaveURL(/#file-1$/);

  const way = opened.element.getByRole("navigation", { name: "Da un risultato all’altro" });
  await expect(way.getByRole("button", { name: "Indietro" })).toBeDisabled();
  await way.getByRole("button", { name: "Avanti" }).click();
  await expect(page).toHaveURL(/#file-2$/);
  await expect(open).toHaveCount(1);
  await expect(opened.result("consegna-completa.eml")).toBeVisible();
  await expect(way).toContainText("Risultato 2 di 3");

  await page.goBack();
  await expect(opened.result("accettazione.eml")).toBeVisible();
  await page.goBack();
  await expect(open).toHaveCount(0);
  await page.goForward();
  await expect(opened.result("accettazione.eml")).toBeVisible();
  await way.getByRole("button", { name: "Chiudi" }).click();
  await expect(open).toHaveCount(0);
  await expect(line(0).locator("summary").first()).toBeFocused();
  await expect(page).toHaveURL(/\/$/);
});

test("what is closed is printed, and closed again", async ({ page, opened }) => {
  const [report] = await opened.verified(vector("kinds/consegna-completa.eml"));
  const result = opened.result("consegna-completa.eml");
  await expect(result.locator("pre.text")).toHaveCount(1); // it is read before anybody opens it
  const closed = result.locator("details.section:not([open])");
  const before = await closed.count();
  expect(before).toBeGreaterThan(2);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(closed).toHaveCount(0);
  for (const text of [report!.certified!.identifier, "Buongiorno", report!.content!.attachments![0]!.sha256, report!.file.sha256])
    await expect(result.getByText(text).filter({ visible: true }).first()).toBeVisible();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(closed).toHaveCount(before);
});

test("an address that is no text is none: the next one takes its place", async ({ page, opened }) => {
  await opened.verified(vector("kinds/accettazione.eml"), vector("kinds/consegna-completa.eml"));
  await page.evaluate(() => history.replaceState(undefined, "", "#%E0%"));
  await opened.element.locator("details.file").first().locator("summary").first().press("Enter");
  await expect(opened.result("accettazione.eml")).toBeVisible();
  await expect(page).toHaveURL(/#file-1$/);
});
