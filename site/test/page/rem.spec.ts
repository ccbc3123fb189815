import { readFileSync } from "node:fs";
import { vector, type TestFile } from "../corpus";
import { expect, test, type Opened } from "./open";

/** Words that are true of PEC alone. */
const OF_PEC = /gestore PEC|casella PEC|PEC di allora|firmare la PEC|30 mesi|AgID|dovuti fino|24 ore|12 ore|completa per|daticert/;

async function judged(opened: Opened, file: TestFile): Promise<string> {
  await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
  await opened.verified(file);
  await opened.expand();
  const result = opened.result(file.name).first();
  await expect(result).toContainText("Questo è un messaggio REM");
  return result.innerText();
}

test.describe("registered mail, with the authority of the test messages", () => {
  test.use({ core: "test" });

  test("what is said is of registered mail and not of PEC", async ({ opened }) => {
    await opened.choose(vector("trust/rem-ca.pem"));
    await opened.done();
    for (const name of ["consignment", "acceptance", "dispatch", "consignment-failure", "event-unknown"]) {
      const text = await judged(opened, vector(`rem/${name}.eml`));
      expect.soft(text, name).toMatch(/Ha firmato un servizio REM di allora\?\s*Sì/);
      if (name !== "event-unknown") expect.soft(text, name).toMatch(/Il gestore .+ certifica/);
      expect.soft(text, name).not.toMatch(OF_PEC);
      expect.soft(text, name).not.toMatch(/[{}]|undefined/);
    }
  });

  test("the evidence is read and saved as it verified", async ({ page, opened }) => {
    await opened.choose(vector("trust/rem-ca.pem"));
    await opened.done();
    await judged(opened, vector("rem/consignment.eml"));
    const result = opened.result("consignment.eml").first();
    await expect(result.locator("pec-daticert pre")).toContainText("<tns:EvidenceIdentifier>");
    const saving = page.waitForEvent("download");
    await result.getByRole("button", { name: "Salva l’evidenza" }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe("ContentConsignment.xml");
    expect(readFileSync(await download.path()).equals(vector("rem/consignment-evidence.xml").buffer)).toBe(true);
  });

  test("what several prove together is said in words that are true of registered mail, and marked as the first of its kind", async ({
    opened,
  }) => {
    await opened.choose(vector("trust/rem-ca.pem"));
    await opened.done();
    for (const names of [
      ["acceptance", "consignment", "consignment-of-the-second"],
      ["acceptance", "relay-failure"],
      ["consignment", "consignment-failure", "acceptance"],
      ["dispatch", "consignment"],
    ]) {
      await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
      await opened.choose(...names.map(name => vector(`rem/${name}.eml`)));
      await opened.done();
      const card = opened.element.locator("pec-sending").first();
      await expect(card).toContainText("Invio REM, il recapito certificato europeo: non è PEC.");
      await card.getByRole("button", { name: "Mostra i dettagli dell’invio" }).click();
      const text = await opened.element.locator("pec-dossier").innerText();
      expect.soft(text, names.join()).not.toMatch(OF_PEC);
      expect.soft(text, names.join()).not.toMatch(/[{}]|undefined|\(\)|al \.|del \./);
    }
  });
});

test("of registered mail that cannot be concluded, or is altered, nothing is said that is true of PEC alone", async ({ opened }) => {
  const file = vector("rem/consignment.eml");
  await opened.verified(file);
  const unlisted = await judged(opened, file);
  expect(unlisted).toContain("Chi ha firmato non è in un elenco di servizi REM");
  expect(unlisted).toContain("Cerca il servizio nell’elenco di fiducia del suo Stato.");
  expect(unlisted).toMatch(/Chi ha firmato .+ dichiara/);
  expect(unlisted).not.toMatch(OF_PEC);
  const bytes = Buffer.from(file.buffer.toString("latin1").replaceAll("Trasmissione atti", "Trasmissione dati"), "latin1");
  const altered = await judged(opened, { ...file, name: "alterato.eml", buffer: bytes });
  expect(altered).toContain("dalla casella REM");
  expect(altered).not.toMatch(OF_PEC);
});
