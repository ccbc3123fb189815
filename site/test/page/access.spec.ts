import type { FileChooser } from "@playwright/test";
import { file, vector } from "../corpus";
import { mail } from "../mail";
import { accessible, violations } from "./axe";
import { expect, test, type Opened } from "./open";
import { Panel } from "./panel";

const altered = vector("kinds/accettazione.eml");
altered.buffer[altered.buffer.indexOf("Il giorno")]! ^= 1;

const states: [name: string, reach: (opened: Opened) => Promise<unknown>][] = [
  ["empty", opened => opened.ready()],
  [
    "with one result of each kind of verdict",
    opened =>
      opened.choose(
        vector("trust/ca.pem"),
        vector("kinds/consegna-allegati.eml"),
        vector("kinds/accettazione-41-destinatari.eml"),
        altered,
        vector("none/ricevuta.pdf"),
        vector("attacks-trust/domain-not-admitted.eml"),
        file("panic.eml", "x"),
      ),
  ],
];

test.describe("axe finds nothing", () => {
  test.use({ core: "test" });

  for (const [state, reach] of states) {
    test(state, async ({ opened }) => {
      test.setTimeout(180_000); // seven results in four looks
      await reach(opened);
      if (state !== "empty") await opened.done();
      await opened.expand();
      await accessible(opened);
    });
  }
});

test("axe finds nothing while files are checked", async ({ page, opened }) => {
  // The core never starts, so the work stays where it is.
  await page.route("**/pec-core-*.wasm", () => {});
  await page.reload();
  await opened.choose(vector("kinds/accettazione.eml"), vector("kinds/consegna-completa.eml"), vector("none/ricevuta.pdf"));
  await expect(opened.element.locator(".progress")).toBeVisible();
  await accessible(opened);
  await opened.element.getByRole("button", { name: "Interrompi" }).click();
});

const looks = [360, 1280].flatMap(width => (["light", "dark"] as const).map(colorScheme => ({ width, colorScheme })));

test.describe("on paper", () => {
  test.use({ core: "test" });

  test("axe finds nothing in any verdict", async ({ page, opened }) => {
    test.setTimeout(120_000);
    await states[1]![1](opened);
    await opened.done();
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect.soft(await violations(opened)).toEqual([]);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  });
});

test("axe finds nothing where the message is open in its own format, with a message inside it", async ({ page, opened }) => {
  const given = mail({
    html: "<h1>Titolo</h1><p>Testo <a href='https://x.example'>qui</a></p>",
    attachments: [{ name: "nota.txt", type: "text/plain", content: Buffer.from("x") }],
  });
  await opened.verified(given, vector("kinds/posta-certificata-allegati.eml"));
  await opened.expand();
  const message = opened.element.locator("pec-message").first();
  await message.scrollIntoViewIfNeeded();
  await message.getByRole("button", { name: "Mostra la versione formattata" }).click();
  const nested = opened.element.locator("pec-message").nth(1);
  await nested.scrollIntoViewIfNeeded();
  await nested.getByRole("button", { name: /^Apri qui/ }).click();
  await expect(opened.element.locator(".nested")).toContainText("Testo del messaggio allegato.");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect.soft(await violations(opened), colorScheme).toEqual([]);
  }
});

test("in the system's own high contrast what is chosen, pressed and said stays visible", async ({ page, opened }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await opened.ready();
  await new Panel(opened).use(vector("trust/ca.pem"));
  await opened.verified(vector("kinds/consegna-completa.eml"));
  const result = opened.result("consegna-completa.eml");
  // Colours are the system's: borders, not backgrounds, tell the parts apart.
  for (const part of [result, result.locator(".verdict"), result.locator(".proof > div").first(), opened.element.locator(".drop")]) {
    const border = await part.evaluate(element => {
      const style = getComputedStyle(element);
      return { width: parseFloat(style.borderTopWidth), line: style.borderTopStyle };
    });
    expect.soft(border.width, await part.innerText()).toBeGreaterThan(0);
    expect.soft(border.line).not.toBe("none");
  }
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  expect(outline).not.toBe("none");
  expect(await violations(opened)).toEqual([]);
});

test("the accessibility statement is one press away, and axe finds nothing there", async ({ page, opened }) => {
  for (const { width, colorScheme } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(process.env["PEC_URL"]!);
    await page.getByRole("link", { name: "Dichiarazione di accessibilità" }).click();
    for (const language of ["it", "en", "de"]) await expect(page.locator(`article[lang=${language}] h1`)).toBeVisible();
    expect.soft(await violations(opened), `${colorScheme} ${width}`).toEqual([]);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});

for (const name of ["embed.html?compact", "embed.html?organisation=Comune&contact=protocollo@comune.example", "embedding.html"]) {
  test(`axe finds nothing in ${name}`, async ({ page, opened }) => {
    test.setTimeout(180_000); // four looks, each with a worker of its own or two
    for (const { width, colorScheme } of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(new URL(name, process.env["PEC_URL"]).href);
      const element = page.locator("pec-verifier").first();
      await expect(element).toHaveAttribute("state", "ready", { timeout: 30_000 });
      await element.locator("input[type=file][multiple]").setInputFiles([vector("kinds/consegna-completa.eml")]);
      await expect(element).toHaveAttribute("state", "done");
      expect.soft(await violations(opened), `${colorScheme} ${width}`).toEqual([]);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
}

test("everything is reached with the keyboard, in the order of reading, and the focus is seen", async ({ page, opened }) => {
  const content = vector("kinds/consegna-completa.eml").buffer.toString("latin1");
  await opened.element.evaluate(
    (element, text) => (element as HTMLElementTagNameMap["pec-verifier"]).verify([new File([text], "x.eml")]),
    content,
  );
  await opened.done();
  await opened.expand();
  const seen: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      let active: Element | null = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      if (active === document.body) return { text: "", seen: false }; // past the last one
      const { outlineStyle, outlineWidth } = getComputedStyle(active!);
      return { text: active!.textContent!.trim(), seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
    });
    if (focus.text === "" || seen.includes(focus.text)) break;
    expect.soft(focus.seen, focus.text).toBe(true);
    seen.push(focus.text);
  }
  expect(seen.slice(0, 7)).toEqual([
    "Vai al contenuto",
    "Italiano",
    "English",
    "Deutsch",
    "Scegli i file",
    "Scegli una cartella",
    "Svuota l’elenco",
  ]);
  const later = seen.slice(7).map(text => text.split(/[:\d]/, 1)[0]);
  for (const text of [
    "Stampa",
    "Salva i dati",
    "Messaggio contenuto",
    "Salva",
    "I dati uno per uno",
    "Dati di certificazione (daticert.xml)",
    "Tutti i controlli",
    "Dettagli tecnici",
  ]) {
    const at = later.findIndex(one => one!.startsWith(text));
    expect(at, text).toBeGreaterThanOrEqual(0);
    later.splice(0, at + 1);
  }
});

test("the button opens the file chooser with the keyboard", async ({ page, opened }) => {
  // Listening from the start: a chooser that opens before the browser knows of the listener is lost.
  const choosers: FileChooser[] = [];
  page.on("filechooser", chooser => choosers.push(chooser));
  await opened.ready();
  await opened.element.getByRole("button", { name: "Scegli i file" }).press("Enter");
  await expect.poll(() => choosers.length).toBe(1);
  expect(choosers[0]!.isMultiple()).toBe(true);
  await choosers[0]!.setFiles([vector("none/ricevuta.pdf")]);
  expect(await opened.done()).toHaveLength(1);
});

test("the skip link leads to the content", async ({ page, opened }) => {
  await opened.ready();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
});

test("results are announced as a sentence, without any invisible character of a message", async ({ opened }) => {
  await opened.verified(file("a\u202Eb.eml", vector("kinds/consegna-completa.eml").buffer));
  const live = opened.element.locator("[aria-live=polite]");
  await expect(live).toContainText("a⟨U+202E⟩b.eml");
  await expect(live).toContainText("non è nell’elenco dei gestori");
  await expect(opened.element.locator("p.state[role=status]")).toHaveText("Controllo finito. Risultati: 1.");
});

test("the language can be changed, holds for page and element, and is remembered", async ({ page, opened }) => {
  await opened.verified(vector("none/ricevuta.pdf"));
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ist Ihre PEC angekommen? Prüfen Sie die Quittung");
  await expect(opened.result("ricevuta.pdf")).toContainText("Es ist ein PDF");
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ist Ihre PEC angekommen? Prüfen Sie die Quittung");
  await expect(opened.element.getByRole("button", { name: "Dateien wählen" })).toBeVisible();
});

test("without storage all works and nothing is remembered", async ({ page, opened }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("blocked", "SecurityError");
      },
    });
  });
  await page.reload();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Has your PEC arrived? Check the receipt");
  expect(await opened.verified(vector("none/ricevuta.pdf"))).toHaveLength(1);
});
