import { KINDS, type Report } from "../../src/model/report";
import { vector, vectors } from "../corpus";
import { expect, test } from "./open";

// Messages of the authority in testdata: with its certificate they pass, without it nobody on the list vouches for them.

test.describe("with the authority of the test messages", () => {
  test.use({ core: "test" });

  test("every kind that a provider signs gets its own sentences", async ({ opened }) => {
    test.setTimeout(120_000); // some thirty results, each read several times
    await opened.choose(vector("trust/ca.pem"));
    await opened.done();
    await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
    const reports = await opened.verified(...vectors("kinds"));
    await opened.expand();
    const passed = reports.filter(({ indication }) => indication === "TOTAL-PASSED");
    expect(new Set(passed.map(({ kind }) => kind))).toEqual(new Set(KINDS.filter(kind => /^[a-z]+-|^(accettazione|anomalia)$/.test(kind))));
    const sentences = new Map<string, string>();
    const green = await opened
      .result("accettazione.eml")
      .first()
      .evaluate(article => getComputedStyle(article).borderInlineStartColor);
    for (const report of passed) {
      const result = opened.result(report.file.name).first();
      const says = await result.locator(".says").innerText();
      expect.soft(says, report.file.name).toMatch(/^Il gestore Gestore .+ (certifica che|ha messo)/);
      expect.soft(await result.locator(".proof").innerText(), report.file.name).toMatch(/Che cosa prova[^]+Che cosa non prova/);
      expect.soft(await result.innerText(), report.file.name).not.toMatch(/[{}]|undefined/);
      // An authentic notice of failure must not look like good news.
      const good = ["accettazione", "presa-in-carico", "avvenuta-consegna", "posta-certificata"].includes(report.kind);
      expect
        .soft((await result.evaluate(article => getComputedStyle(article).borderInlineStartColor)) === green, report.file.name)
        .toBe(good);
      sentences.set(report.kind + (report.certified?.error === "virus" ? "-virus" : ""), says);
    }
    expect(sentences.size).toBe(11);
  });

  test("the notices after 12 and after 24 hours are told apart", async ({ opened }) => {
    await opened.choose(vector("trust/ca.pem"));
    await opened.done();
    await opened.choose(vector("kinds/preavviso-12-ore.eml"), vector("kinds/preavviso-24-ore.eml"));
    await opened.done();
    await expect(opened.result("preavviso-12-ore.eml")).toContainText("dopo 12 ore il messaggio non risulta ancora consegnato");
    await expect(opened.result("preavviso-24-ore.eml")).toContainText("entro 24 ore il messaggio non è stato consegnato");
  });
});

test("a signer that no list knows is not called a forger", async ({ opened }) => {
  const [report] = (await opened.verified(vector("kinds/consegna-completa.eml"))) as [Report];
  expect(report).toMatchObject({ indication: "INDETERMINATE", subindication: "NO_CERTIFICATE_CHAIN_FOUND" });
  const result = opened.result("consegna-completa.eml");
  await expect(result.getByRole("heading", { level: 3 })).toHaveText(
    "Chi ha firmato non è nell’elenco dei gestori. I dati firmati sono intatti.",
  );
  await expect(result.locator(".answer").nth(1)).toContainText(/Non è confermato dall’elenco: .+, data \d.+ 20\d\d\./);
  await expect(result.locator(".now")).toContainText("Non vuol dire che sia un falso");
  expect((await result.innerText()).replace("Non vuol dire che sia un falso", "")).not.toMatch(/fals[oai]/i);
  await expect(result).toContainText("Questi dati sono firmati, ma non è confermato che valgano");
  await expect(result.locator(".says")).toContainText("si presenta come");
  await expect(result.locator(".proof")).toHaveCount(0);
});

test("one changed byte in the signed part is named as such", async ({ opened }) => {
  const changed = vector("kinds/accettazione.eml");
  const at = changed.buffer.indexOf("Il giorno");
  changed.buffer[at < 0 ? changed.buffer.length >> 1 : at]! ^= 1;
  const [report] = (await opened.verified(changed)) as [Report];
  expect(report).toMatchObject({ indication: "TOTAL-FAILED", subindication: "HASH_FAILURE" });
  expect(report.certified).toBeUndefined();
  const result = opened.result("accettazione.eml");
  await expect(result).toContainText("Il file è alterato");
  // With altered bytes there is nothing to say of signer and evidence.
  await expect(result.locator(".answer.yes")).toHaveCount(0);
  await expect(result.locator(".answer.no")).toHaveCount(1);
});

test("a verdict on a part of a file says in its head that it is not about the rest", async ({ opened }) => {
  await opened.verified(vector("wrappers/forward.eml"), vector("kinds/accettazione.eml"));
  await expect(opened.result("forward.eml").locator(".verdict")).toContainText("Vale solo per la parte firmata.");
  await expect(opened.result("accettazione.eml").locator(".verdict")).not.toContainText("Vale solo per la parte firmata.");
});
