import { readFileSync } from "node:fs";
import { mail as made } from "../mail";
import { expect, test } from "./open";

test("the signatures of the attachments are judged when they are asked for", async ({ page, opened }) => {
  const mail = made({ name: "consegna.eml", kind: "avvenuta-consegna", signed: true });
  const [before] = await opened.verified(mail);
  const result = await opened.unfold("consegna.eml");
  const services = (): string[] => opened.requests.filter(url => url.includes("pec-services"));
  expect(services()).toEqual([]);
  await result.getByRole("button", { name: "Controlla le firme degli allegati" }).click();

  const signatures = result.locator("details.signature");
  await expect(signatures).toHaveCount(2);
  expect(services()).toHaveLength(1);
  expect(new URL(services()[0]!).origin).toBe(new URL(opened.url).origin);
  // The authority of the tests is in no list: never more is said than that it is intact.
  for (const one of await signatures.all()) await expect(one.locator("summary").first()).toContainText("si presenta come Anna Bianchi");
  await expect(signatures.first().locator("summary").first()).toContainText("Copre tutto il file.");
  await expect(signatures.last().locator("summary").first()).toContainText("Quello che vedi può essere diverso da quello firmato.");
  await expect(result.locator("pec-signatures")).toContainText("Un’immagine della firma non è una firma.");
  await expect(result.locator("pec-signatures")).not.toContainText(/valida\b/);

  await signatures.last().locator("summary").first().click();
  const saving = page.waitForEvent("download");
  await signatures.last().getByRole("button", { name: "Salva la versione firmata" }).click();
  const download = await saving;
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect(bytes.toString("latin1")).toContain("1.000 euro");
  expect(bytes.toString("latin1")).not.toContain("9.000 euro");
  expect((await opened.reports())[0]).toEqual(before);
});
