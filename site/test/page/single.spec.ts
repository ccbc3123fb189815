import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { file, vector } from "../corpus";
import { dist } from "../host";
import { mail as made } from "../mail";
import { expect, Opened, test as base } from "./open";
import { Panel } from "./panel";

const receipt = vector("kinds/consegna-completa.eml");
const altered = file("alterata.eml", receipt.buffer.toString("latin1").replace("Il giorno", "Al giorno"));
const authority = vector("trust/ca.pem");

/** The single file alone in a folder, opened as by a double click. */
const test = base.extend<{ alone: string; single: Opened }>({
  alone: async ({}, use, info) => {
    const file = info.outputPath("pec-verifier.html");
    copyFileSync(path.join(dist, "pec-verifier.html"), file);
    await use(file);
  },
  single: async ({ page, alone }, use) => {
    const opened = new Opened(page, pathToFileURL(alone).href);
    await opened.open();
    await use(opened);
    expect(opened.complaints).toEqual([]);
  },
});

test("from a folder, without network: good, altered, unknown, an imported list, export", async ({ context, page, single }) => {
  await context.setOffline(true);
  await single.ready();
  expect((await single.verified(receipt))[0]).toMatchObject({ kind: "avvenuta-consegna", indication: "INDETERMINATE" });
  const panel = new Panel(single);
  await panel.accept(authority);
  expect(await panel.verdict()).toBe("TOTAL-PASSED");
  await single.choose(altered);
  expect((await single.done()).map(one => "error" in one || one.indication)).toEqual(["TOTAL-PASSED", "TOTAL-FAILED"]);
  await single.expand();
  await expect(single.result(receipt.name)).toContainText("si trasmettono in allegato gli atti");
  const [download] = await Promise.all([page.waitForEvent("download"), panel.button("Esporta l’elenco in uso").click()]);
  expect(download.suggestedFilename()).toMatch(/json$/);
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.locator("h1")).toHaveText("Ist Ihre PEC angekommen? Prüfen Sie die Quittung");
  expect(single.requests.filter(url => !/^(file:|data:|blob:null\/)/.test(url))).toEqual([]);
});

test("the signatures of attachments are judged by the services that it carries", async ({ single }) => {
  await single.verified(made({ name: "consegna.eml", kind: "avvenuta-consegna", signed: true }));
  const result = await single.unfold("consegna.eml");
  await result.getByRole("button", { name: "Controlla le firme degli allegati" }).click();
  await expect(result.locator("details.signature")).toHaveCount(2);
});

test("it fetches no list, and says how to bring one", async ({ single }) => {
  await single.ready();
  await single.expand();
  await expect(single.element.locator("section.providers")).toContainText("importalo: è il file providers.json");
});

test("a request from the page or from its worker is refused by the policy", async ({ page, single }) => {
  await single.ready();
  const attempt = (): Promise<string> =>
    new Promise(said => {
      addEventListener("securitypolicyviolation", event => said((event as SecurityPolicyViolationEvent).effectiveDirective));
      void fetch("https://elsewhere.example/").catch(() => {});
    });
  expect(await page.evaluate(attempt)).toBe("connect-src");
  expect(await page.workers()[0]!.evaluate(attempt)).toBe("connect-src");
  single.complaints.length = 0; // the refusals were asked for
});

test("one byte of its script changed: the browser does not run it, and the page says so", async ({ page, alone }) => {
  const text = readFileSync(alone, "latin1");
  const at = text.indexOf("customElements.define");
  writeFileSync(alone, text.slice(0, at) + "C" + text.slice(at + 1), "latin1");
  await page.goto(pathToFileURL(alone).href);
  await page.clock.install();
  await expect(page.locator(".broken")).toBeVisible({ timeout: 15_000 });
  expect(await page.evaluate(() => customElements.get("pec-verifier") === undefined)).toBe(true);
});

test("cut short in the middle of the program: it says so, and lists the files", async ({ page, alone }) => {
  const text = readFileSync(alone, "latin1");
  const begin = text.indexOf('id="pec-core">') + 1_000_000;
  writeFileSync(alone, text.slice(0, begin) + text.slice(text.indexOf("</script>", begin)), "latin1");
  const opened = new Opened(page, pathToFileURL(alone).href);
  await opened.open();
  await expect(opened.element).toHaveAttribute("state", "error");
  await expect(opened.element.getByRole("status").first()).toContainText("non riesce ad avviare il programma");
  await opened.choose(receipt);
  await expect(opened.result(receipt.name)).toContainText("Il programma non si è caricato");
});

test("it shows the hashes of its parts, and of the file that the person hands over", async ({ page, single, alone }) => {
  await page.getByText("Verifica questa pagina").click();
  const parts = page.locator(".hashes li");
  await expect(parts).toHaveText([
    /^core: è quella attesa/,
    /^script: da confrontare/,
    /^style: è quella attesa/,
    /^worker: è quella attesa/,
  ]);
  await page.locator("pec-proof input").setInputFiles(alone);
  const sum = readFileSync(path.join(dist, "SHA256SUMS"), "utf8").match(/^(\w+)  pec-verifier\.html$/m)![1]!;
  await expect(page.locator("pec-proof")).toContainText(sum);
  expect(single.complaints).toEqual([]);
});
