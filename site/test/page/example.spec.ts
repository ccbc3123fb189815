import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { vector } from "../corpus";
import { accessible } from "./axe";
import { expect, test, type Opened } from "./open";
import { Panel } from "./panel";

const MARK = "ESEMPIO: messaggio inventato, non prova nulla.";

async function shown(opened: Opened, name: string): Promise<void> {
  await opened.ready();
  await opened.element.getByRole("button", { name }).click();
  await expect(opened.element.locator("article.result")).toBeVisible({ timeout: 30_000 });
}

async function saved(page: Page, press: () => Promise<void>): Promise<[string, string]> {
  const saving = page.waitForEvent("download");
  await press();
  const download = await saving;
  return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
}

for (const [name, tone, headline] of [
  ["Ricevuta consegnata", "Autentico", "La ricevuta è autentica: il messaggio è stato consegnato."],
  ["Ricevuta alterata", "Non valido", "Il file è alterato: i dati non sono più quelli firmati."],
  ["Gestore sconosciuto", "Non si può concludere", "Chi ha firmato non è nell’elenco dei gestori. I dati firmati sono intatti."],
] as const) {
  test(`example: ${name}, marked as one on the screen, on paper and in what is saved`, async ({ page, opened }) => {
    await shown(opened, name);
    const result = opened.element.locator("article.result");
    await expect(result.locator(".tone")).toContainText(tone, { ignoreCase: true });
    await expect(result.getByRole("heading", { level: 3 })).toHaveText(headline);
    await expect(result.locator(".verdict")).toContainText(MARK);
    const [file, text] = await saved(page, () => result.getByRole("button", { name: "Salva i dati" }).click());
    expect(file).toMatch(/^ESEMPIO-/);
    expect(JSON.parse(text)).toMatchObject({ example: MARK, file: { name: expect.stringMatching(/^ESEMPIO-/) } });
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await expect(result.getByText(MARK).first()).toBeVisible();
    await expect(opened.element.locator("button:visible, input:visible")).toHaveCount(0);
  });
}

test("what is taken out of an example is marked too: the text for acts, the attachment, daticert.xml", async ({
  page,
  context,
  opened,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await shown(opened, "Ricevuta consegnata");
  await opened.expand();
  const result = opened.element.locator("article.result");
  await result.getByRole("button", { name: "Testo per gli atti" }).click();
  await expect(result.getByText("Testo copiato.")).toBeVisible();
  expect((await page.evaluate(() => navigator.clipboard.readText())).split("\n")[0]).toBe(MARK);
  const [attachment] = await saved(page, () => result.getByRole("button", { name: /^Salva .*atto\.pdf/ }).click());
  expect(attachment).toBe("ESEMPIO-atto.pdf");
  const [data] = await saved(page, () => result.getByRole("button", { name: "Salva daticert.xml" }).click());
  expect(data).toBe("ESEMPIO-daticert.xml");
});

test("an example takes no file, tells no page, and leaves nothing behind: its authority vouches for nobody else", async ({
  page,
  opened,
}) => {
  await page.evaluate(() => {
    Object.assign(window, { heard: 0 });
    document.addEventListener("pec-report", () => (window as unknown as { heard: number }).heard++);
  });
  await shown(opened, "Ricevuta consegnata");
  await expect(opened.element.locator("input[type=file]")).toHaveCount(0);
  await opened.drop(page.locator("footer.bottom"), vector("kinds/consegna-completa.eml"));
  await expect(opened.element.locator("[aria-live=polite]").first()).toContainText("Prima chiudi l’esempio");
  expect(await opened.reports()).toEqual([]);
  await expect(opened.element.locator("article.result")).toHaveCount(1);
  expect(await page.evaluate(() => (window as unknown as { heard: number }).heard)).toBe(0);

  await opened.element.getByRole("button", { name: "Chiudi l’esempio" }).click();
  await expect(opened.element.locator("article.result")).toHaveCount(0);
  // The very message of the example, as a person's file: the program's list does not know who signed it.
  const [report] = await opened.verified(vector("kinds/consegna-completa.eml"));
  expect(report).toMatchObject({ indication: "INDETERMINATE", subindication: "NO_CERTIFICATE_CHAIN_FOUND" });
  await expect(opened.element.getByText(MARK)).toHaveCount(0);
});

test("an example is judged with its own list alone, whatever list is in use", async ({ page, opened }) => {
  await opened.ready();
  await new Panel(opened).use(vector("trust/ca.pem"));
  await shown(opened, "Ricevuta consegnata");
  const [, text] = await saved(page, () => opened.element.getByRole("button", { name: "Salva i dati" }).click());
  const { trust } = JSON.parse(text) as { trust: { lists: { name: string }[] } };
  expect(trust.lists.map(({ name }) => name)).toEqual(["ESEMPIO"]);
});

test("what a script gives ends the example, and is judged with the lists in use", async ({ opened }) => {
  await shown(opened, "Ricevuta consegnata");
  const reports = await opened.element.evaluate(
    (element, text) => (element as HTMLElementTagNameMap["pec-verifier"]).verify([new File([text], "x.eml")]),
    vector("kinds/consegna-completa.eml").buffer.toString("latin1"),
  );
  expect(reports).toMatchObject([{ indication: "INDETERMINATE" }]);
  await expect(opened.element.getByText(MARK)).toHaveCount(0);
});

test("axe finds nothing in an example", async ({ opened }) => {
  test.setTimeout(120_000);
  await shown(opened, "Gestore sconosciuto");
  await opened.expand();
  await accessible(opened);
});

test.describe("without what a service worker keeps", () => {
  test.use({ serviceWorkers: "block" });

  test("an example that could not be had is asked for anew by the next one", async ({ page, opened }) => {
    opened.tolerated = /ERR_FAILED|addEventListener|blocked by Playwright/; // the last two are of the page that the tool blocks service workers with
    const examples = /pec-examples-/;
    await page.route(examples, route => route.abort());
    await opened.ready();
    await opened.element.getByRole("button", { name: "Ricevuta consegnata" }).click();
    await expect(opened.element.locator(".example")).toContainText("non si è caricato");
    await page.unroute(examples);
    await opened.element.getByRole("button", { name: "Ricevuta alterata" }).click();
    await expect(opened.element.locator("article.result .verdict")).toContainText(MARK);
  });
});
