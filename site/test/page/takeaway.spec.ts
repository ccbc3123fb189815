import { readFileSync } from "node:fs";
import { vector } from "../corpus";
import { mail } from "../mail";
import { expect, test, type Opened } from "./open";

test.use({ core: "test" });

async function trusted(opened: Opened): Promise<void> {
  await opened.choose(vector("trust/ca.pem"));
  await opened.done();
  await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
}

test("one report and all of them are saved as the same objects that scripts get", async ({ page, opened }) => {
  await opened.verified(vector("kinds/accettazione.eml"), vector("kinds/consegna-completa.eml"));
  const reports = await opened.reports();
  const saved = async (press: () => Promise<void>): Promise<[string, string]> => {
    const saving = page.waitForEvent("download");
    await press();
    const download = await saving;
    return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
  };
  await opened.unfold("consegna-completa.eml");
  const [name, one] = await saved(() => opened.result("consegna-completa.eml").getByRole("button", { name: "Salva i dati" }).click());
  expect(name).toBe("consegna-completa.eml.json");
  expect(JSON.parse(one)).toEqual(reports[1]);
  const [, all] = await saved(() => opened.element.getByRole("button", { name: "Salva tutto (JSON)" }).click());
  expect(JSON.parse(all)).toEqual(reports);
  const [, list] = await saved(() => opened.element.getByRole("button", { name: "Salva l’elenco (CSV)" }).click());
  expect(list.trimEnd().split("\r\n")).toHaveLength(3);
});

test("the text for an act says what, when, who, which file, and with which list", async ({ context, page, opened }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await trusted(opened);
  const [report] = await opened.verified(vector("kinds/consegna-completa.eml"));
  await opened.element.getByRole("button", { name: "Testo per gli atti" }).click();
  await expect(opened.element).toContainText("Testo copiato.");
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [
    "Ricevuta di avvenuta consegna\n",
    "Data e ora certificate: 12 marzo 2025 alle ore 10:15:32",
    "«Gestore Due",
    "anna.bianchi@pec.studio-bianchi.example",
    report!.file.sha256,
    report!.certified!.identifier,
    "Verifica PEC",
  ]) {
    expect(text).toContain(part);
  }
});

test("what is not authentic has no text for an act", async ({ opened }) => {
  await opened.verified(vector("kinds/consegna-completa.eml"));
  await expect(opened.element.getByRole("button", { name: "Salva i dati" })).toBeVisible();
  await expect(opened.element.getByRole("button", { name: "Testo per gli atti" })).toHaveCount(0);
});

test("on paper there is the report, unfolded, and nothing to press", async ({ page, opened }) => {
  await trusted(opened);
  const [report] = await opened.verified(vector("kinds/consegna-completa.eml"));
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  for (const text of [
    "Questo rapporto non sostituisce il file .eml",
    report!.file.sha256,
    "Elenco usato",
    "versione 0.",
    "Integrità dei dati",
  ]) {
    await expect(opened.element.getByText(text).first()).toBeVisible();
  }
  await expect(opened.element.locator("button:visible, input:visible")).toHaveCount(0);
  for (const around of ["header.top", "footer.bottom"]) await expect(page.locator(around)).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(opened.element.locator("details.checks")).not.toHaveAttribute("open");
  const paper = await page.pdf({ preferCSSPageSize: true });
  expect(paper.length).toBeGreaterThan(10_000);
});

test("of more results than are shown together the whole list is printed", async ({ page, opened }) => {
  await opened.ready();
  await opened.element.evaluate(async (element, text) => {
    await (element as HTMLElementTagNameMap["pec-verifier"]).verify(
      Array.from({ length: 60 }, (_, i) => new File([text], `ricevuta-${i + 1}.eml`)),
    );
  }, vector("kinds/accettazione.eml").buffer.toString("latin1"));
  const lines = opened.element.locator("pec-list tbody tr");
  await expect(lines).toHaveCount(50);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(lines).toHaveCount(60);
  await expect(lines.last()).toBeVisible();
  await expect(lines.last()).toContainText("ricevuta-60.eml");
  await expect(opened.element.getByText("Questo rapporto non sostituisce il file .eml")).toBeVisible();
  for (const screen of ["Scegli un file dall’elenco", "Filtra l’elenco"]) await expect(opened.element.getByText(screen)).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(lines).toHaveCount(50);
});

test("printing one result leaves the others out", async ({ page, opened }) => {
  await opened.verified(vector("kinds/accettazione.eml"), vector("kinds/consegna-completa.eml"));
  await page.evaluate(() => {
    window.print = () => {};
  });
  await (await opened.unfold("consegna-completa.eml")).getByRole("button", { name: "Stampa", exact: true }).click();
  await page.emulateMedia({ media: "print" });
  await expect(opened.result("consegna-completa.eml")).toBeVisible();
  await expect(opened.result("accettazione.eml")).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await expect(await opened.unfold("accettazione.eml")).toBeVisible();
});

test("a delivery by night has the hint of art. 147, marked as one; by day there is none", async ({ opened }) => {
  await trusted(opened);
  const night = mail({ name: "notte.eml", kind: "avvenuta-consegna", minutes: 11 * 60 });
  await opened.verified(night, vector("kinds/consegna-completa.eml"));
  await expect(opened.result("notte.eml")).toContainText("per chi la riceve conta dalle ore 7 del giorno 13 marzo 2025");
  await expect(opened.result("notte.eml")).toContainText("non un parere legale");
  await expect(opened.result("notte.eml")).toContainText("12 settembre 2027");
  await expect(opened.result("consegna-completa.eml")).not.toContainText("art. 147");
});
