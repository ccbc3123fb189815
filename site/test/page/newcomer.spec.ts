import { readFileSync } from "node:fs";
import type { FileChooser, Page } from "@playwright/test";
import { vector, type TestFile } from "../corpus";
import { expect, test } from "./open";
import { Panel } from "./panel";

const receipt = vector("kinds/consegna-completa.eml");
const unknown = vector("attacks-trust/domain-not-admitted.eml");

/** Presses Tab until what has the focus bears that name, as a person does who uses no mouse. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      let active: Element | null = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active === null ? "" : (active.getAttribute("aria-label") ?? active.textContent ?? "").trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`no Tab leads to ${name}`);
}

test("five tasks of a newcomer, with the keyboard alone", async ({ page, opened }) => {
  test.setTimeout(120_000);
  const printed = page.evaluate(() => new Promise<void>(resolve => addEventListener("test-print", () => resolve(), { once: true })));
  await page.evaluate(() => (window.print = () => void dispatchEvent(new Event("test-print"))));
  await opened.ready();
  await new Panel(opened).use(vector("trust/ca.pem"));
  const choosers: FileChooser[] = [];
  page.on("filechooser", chooser => choosers.push(chooser));
  const check = async (file: TestFile): Promise<void> => {
    await tabTo(page, /^Scegli i file$/);
    const before = choosers.length;
    await page.keyboard.press("Enter");
    await expect.poll(() => choosers.length).toBe(before + 1);
    await choosers.at(-1)!.setFiles([file]);
    await opened.done();
  };

  await test.step("check one receipt", async () => {
    await check(receipt);
    await expect(opened.element.locator("[aria-live=polite]")).toContainText("La ricevuta è autentica");
  });

  const first = opened.result(receipt.name);
  await test.step("find whether it was delivered, and when", async () => {
    // Without a key pressed: the result has come into view.
    await expect(first.getByRole("heading", { level: 3 })).toBeInViewport();
    await expect(first.getByRole("heading", { level: 3 })).toHaveText("La ricevuta è autentica: il messaggio è stato consegnato.");
    await expect(first.locator(".says")).toContainText("12 marzo 2025 alle ore 10:15:32");
    await expect(first.locator(".says")).toContainText("protocollo@pec.comune-prova.example");
  });

  await test.step("save the attachment", async () => {
    const saving = page.waitForEvent("download");
    await tabTo(page, /^Salva .*atto\.pdf/);
    await page.keyboard.press("Enter");
    expect(
      readFileSync(await (await saving).path())
        .subarray(0, 4)
        .toString(),
    ).toBe("%PDF");
  });

  await test.step("print", async () => {
    await tabTo(page, /^Stampa il rapporto$/);
    await page.keyboard.press("Enter");
    await printed;
  });

  await test.step("find out why one cannot be concluded", async () => {
    await check(unknown);
    const second = opened.result(unknown.name);
    await expect(second.getByRole("heading", { level: 3 })).toContainText("Non si può concludere");
    // The list of results leads there, and from there on to its checks.
    await tabTo(page, new RegExp(unknown.name.replaceAll(".", "\\.")));
    await page.keyboard.press("Enter");
    await expect(second).toBeFocused();
    await tabTo(page, /^Tutti i controlli/);
    await page.keyboard.press("Enter");
    await expect(second.locator(".check.failed")).toBeVisible();
    await expect(second.locator(".check.failed")).toContainText("elenco");
  });
});
