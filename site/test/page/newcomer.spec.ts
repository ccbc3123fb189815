import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { vector, type TestFile } from "../corpus";
import { mails } from "../mail";
import { expect, test, type Opened } from "./open";
import { Panel } from "./panel";

const receipt = vector("kinds/consegna-completa.eml");
const unknown = vector("attacks-trust/domain-not-admitted.eml");

/** A person who uses no mouse, and how many keys were pressed since the last question. */
class Hands {
  #presses = 0;

  constructor(
    readonly page: Page,
    readonly opened: Opened,
  ) {}

  get presses(): number {
    const presses = this.#presses;
    this.#presses = 0;
    return presses;
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    this.#presses++;
  }

  /** Presses Tab until what has the focus bears that name. */
  async tabTo(name: RegExp): Promise<void> {
    for (let i = 0; i < 80; i++) {
      await this.press("Tab");
      const focused = await this.page.evaluate(() => {
        let active: Element | null = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active === null ? "" : (active.getAttribute("aria-label") ?? active.textContent ?? "").trim();
      });
      if (name.test(focused)) return;
    }
    throw new Error(`no Tab leads to ${name}`);
  }

  async check(...files: TestFile[]): Promise<void> {
    const choosing = this.page.waitForEvent("filechooser");
    await this.tabTo(/^Scegli i file$/);
    await this.press("Enter");
    await (await choosing).setFiles(files);
    await this.opened.done();
  }
}

async function hands(page: Page, opened: Opened): Promise<Hands> {
  await page.evaluate(() => (window.print = () => void document.documentElement.setAttribute("data-printed", "")));
  await opened.ready();
  await new Panel(opened).use(vector("trust/ca.pem"));
  return new Hands(page, opened);
}

// Five tasks with the keyboard alone, in a window of 1280 × 720. In brackets: the keys that the page before this one took.

test("check one receipt (6), find when it was delivered and to whom (1), save the attachment (6)", async ({ page, opened }) => {
  const person = await hands(page, opened);
  await person.check(receipt);
  expect(person.presses).toBeLessThanOrEqual(6);
  await expect(opened.element.locator("[aria-live=polite]")).toContainText("La ricevuta è autentica");

  const result = opened.result(receipt.name);
  await expect(result.getByRole("heading", { level: 3 })).toHaveText("La ricevuta è autentica: il messaggio è stato consegnato.");
  await expect(result.locator(".says")).toContainText("12 marzo 2025 alle ore 10:15:32");
  await expect(result.locator(".says")).toContainText("protocollo@pec.comune-prova.example");
  await expect(result.locator(".says")).toBeInViewport({ ratio: 1 });
  expect(person.presses).toBe(0);

  const saving = page.waitForEvent("download");
  await person.tabTo(/^Messaggio certificato/);
  await person.press("Enter");
  await person.tabTo(/^Salva .*atto\.pdf/);
  await person.press("Enter");
  expect(
    readFileSync(await (await saving).path())
      .subarray(0, 4)
      .toString(),
  ).toBe("%PDF");
  expect(person.presses).toBeLessThanOrEqual(7);
});

test("find out why one cannot be concluded (6)", async ({ page, opened }) => {
  const person = await hands(page, opened);
  await person.check(unknown);
  const result = opened.result(unknown.name);
  await expect(result.locator(".tone")).toContainText("Non si può concludere");
  await expect(result.getByRole("heading", { level: 3 })).toHaveText(
    "Chi ha firmato non è nell’elenco dei gestori. I dati firmati sono intatti.",
  );
  for (const said of [result.getByRole("heading", { level: 3 }), result.getByText("Non vuol dire che sia un falso")])
    await expect(said).toBeInViewport({ ratio: 1 });
  expect(person.presses).toBeLessThanOrEqual(6); // those of the check

  // What can be done ends with a button.
  const choosing = page.waitForEvent("filechooser");
  await person.tabTo(/^Importa un elenco$/);
  await person.press("Enter");
  await choosing;
  await expect(opened.element.locator("section.providers")).toBeVisible();
});

test("print the dossier (37)", async ({ page, opened }) => {
  const person = await hands(page, opened);
  await person.check(...mails({ name: "a.eml", kind: "accettazione" }, { name: "c.eml", kind: "avvenuta-consegna" }));
  await expect(opened.element.locator("pec-dossier")).toBeVisible();
  expect(person.presses).toBeLessThanOrEqual(6);
  await person.tabTo(/^Stampa il fascicolo$/);
  await person.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-printed");
  expect(person.presses).toBeLessThanOrEqual(4);
});
