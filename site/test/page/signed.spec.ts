import { readFileSync } from "node:fs";
import { file } from "../corpus";
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

test("a signature without its file is joined with the file that was given with it", async ({ opened }) => {
  const signature = made({ name: "firma.p7s", text: "Atto\n", bare: "detached" });
  await opened.verified(signature, file("altro.txt", Buffer.from("Altro\n")), file("delibera.txt", Buffer.from("Atto\n")));
  const result = await opened.unfold("firma.p7s");
  await result.getByRole("button", { name: "Controlla le firme di questo file" }).click();
  const summary = result.locator("details.signature > summary");
  await expect(summary).toContainText("si presenta come Anna Bianchi");
  await expect(summary).toContainText("Copre tutto il file.");
});

test("a signature alone says what is missing", async ({ opened }) => {
  const [lonely] = await opened.verified(made({ name: "firma.p7s", text: "Atto\n", bare: "detached" }));
  expect(lonely!.checks[0]!.reason).toBe("file.cms");
  await opened.result("firma.p7s").getByRole("button", { name: "Controlla le firme di questo file" }).click();
  await expect(opened.result("firma.p7s").locator("details.signature > summary")).toContainText("Manca il file che è stato firmato");
});

test("a signed file is not called a signature without its message", async ({ opened }) => {
  const [whole] = await opened.verified(made({ name: "atto.txt.p7m", text: "Atto\n", bare: "enclosing" }));
  expect(whole!.checks[0]!.reason).toBe("file.signed");
  const result = opened.result("atto.txt.p7m");
  await result.getByRole("button", { name: "Controlla le firme di questo file" }).click();
  await expect(result.locator("details.signature > summary")).toContainText("Firma integra");
  await expect(result).not.toContainText("È una firma senza");
  await result.locator("details.signature > summary").click();
  await expect(result.locator("details.signature")).toContainText(
    "Una ricevuta di consegna proverebbe che la firma c’era già a quella data.",
  );
});
