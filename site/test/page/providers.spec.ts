import type { FileChooser } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { file, vector } from "../corpus";
import { mail } from "../mail";
import { accessible, violations } from "./axe";
import { beforeWorkers, expect, test as base } from "./open";
import { damage, kept, large, Panel } from "./panel";

const test = base.extend<{ panel: Panel }>({
  panel: async ({ opened }, use) => {
    await opened.ready();
    const panel = new Panel(opened);
    await expect(panel.parts).toHaveCount(1);
    await panel.open();
    await use(panel);
  },
});

const authority = vector("trust/ca.pem");
const index = vector("trust/index.ldif");
const signed = vector("trust/index.ldif.p7m");
const receipt = vector("trust/index.eml"); // of a provider of the index, under that authority
const revoked = vector("trust/crl-before.eml");

test.describe("the panel", () => {
  test("shows at first only of what date the list is, and what that means", async ({ opened }) => {
    await opened.page.reload();
    await opened.ready();
    const panel = new Panel(opened);
    await expect(panel.root).toContainText("non vuol dire che la ricevuta sia falsa");
    for (const name of ["Importa un elenco", "Esporta l’elenco in uso"]) await expect(panel.button(name)).toBeHidden();
    await panel.choose(authority);
    await panel.button("Annulla").click();
    await expect(panel.button("Importa un elenco"), "whoever has a list sees all").toBeFocused();
  });

  test("shows which list judges, of what date, how old, and what it holds", async ({ panel }) => {
    await expect(panel.root).toContainText("Elenco del programma");
    await expect(panel.root).toContainText(/Dati aggiornati al: \d+ \S+ 20\d\d, .+ fa/);
    await expect(panel.root).toContainText(/Gestori: \d+ · Certificati: \d+ · Autorità: 4/);
    await expect(panel.root).toContainText("Questa data conta solo per le ricevute più recenti dell’elenco.");
    await expect(panel.button("Torna al solo elenco del programma")).toHaveCount(0);
  });

  test("names the services of registered mail, with their states and since when", async ({ panel }) => {
    const services = panel.root.locator("details.services");
    await expect(services.locator("table")).toHaveCount(0);
    await services.getByText("Servizi REM e altri recapiti certificati").click();
    await expect(services).toContainText("Per un messaggio conta lo stato che valeva alla sua data.");
    const rem = services.getByRole("row").filter({ hasText: "recapito REM qualificato: ammesso dal 1" }).filter({ hasText: "Aruba" });
    await expect(rem).toContainText("ottobre 2024");
    await expect(rem).toContainText(/dal \d+ settembre 2023 al \d+ settembre 2026/);
    await expect(services.getByRole("row").filter({ hasText: "Postel" }).first()).toContainText(
      "recapito REM qualificato: non più ammesso dal 14 ottobre 2025",
    );
  });

  test("finds a provider by its name or its domain, with dates", async ({ panel }) => {
    const table = await panel.table();
    const rows = table.locator(".providers-table tbody tr");
    await expect(rows.nth(5)).toBeVisible();
    const all = await rows.count();
    expect(all).toBeGreaterThan(5);
    await panel.root.getByRole("searchbox", { name: "Cerca un gestore o un dominio" }).fill("SOGEI");
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("pcert.sogei.it, dal 12 ottobre 2017");
    await expect(rows).toContainText("dal 23 novembre 2017 al 22 novembre 2020");
    await expect(table.getByRole("status")).toHaveText(`Gestori trovati: 1 di ${all}.`);
    await expect(table.locator(".admitted-table").getByRole("row", { name: "pcert.sogei.it" })).toContainText("12 ottobre 2017");
    await panel.root.getByRole("searchbox").fill("pec.numera");
    await expect(table.locator(".admitted-table").getByRole("row", { name: "pec.numera.it" })).toContainText("11 luglio 2018");
    await panel.root.getByRole("searchbox").fill("miapec");
    await expect(table.getByRole("status")).toHaveText("Nessun gestore corrisponde. Prova con un’altra parola.");
    await expect(table.locator(".admitted-table").getByRole("row", { name: "miapec.it" })).toContainText("30 gennaio 2020");
  });
});

test("import, reload, offline, verify, forget", async ({ page, context, opened, panel }) => {
  await opened.choose(receipt);
  expect(await panel.verdict()).toBe("INDETERMINATE");

  await panel.choose(authority);
  await expect(panel.dialog).toContainText("Non firmato");
  await expect(panel.dialog).toContainText("Autorità nuove: 1");
  expect(await kept(page)).toBe(0);
  expect(await panel.verdict()).toBe("INDETERMINATE");
  await panel.button("Usa questo elenco").click();
  await expect(panel.parts).toHaveText(["Elenco del programma", "ca.pem"]);
  await expect.poll(() => panel.verdict(), "the verdict is computed again").toBe("TOTAL-PASSED");
  await expect(panel.button("Importa un elenco")).toBeFocused();
  expect(await kept(page)).toBe(1);

  await page.reload();
  await opened.ready();
  await panel.open();
  await expect(panel.parts).toHaveText(["Elenco del programma", "ca.pem"]);
  await context.setOffline(true);
  await opened.choose(receipt);
  expect(await panel.verdict(), "what is kept waits for a word of the person").toBe("INDETERMINATE");
  await panel.agree();
  await expect.poll(() => panel.verdict()).toBe("TOTAL-PASSED");
  await panel.forget("ca.pem").click();
  await expect(panel.parts).toHaveText(["Elenco del programma"]);
  await expect.poll(() => panel.verdict()).toBe("INDETERMINATE");
  expect(await kept(page)).toBe(0);
  await context.setOffline(false);
  await page.reload();
  await opened.ready();
  await expect(panel.parts).toHaveText(["Elenco del programma"]);
});

test("a list dropped on the panel is imported, not verified", async ({ opened, panel }) => {
  await opened.drop(panel.root, index);
  await expect(panel.dialog).toContainText("Gestori nuovi: 3");
  await panel.button("Usa questo elenco").click();
  await expect(panel.parts).toHaveText(["Elenco del programma", "index.ldif"]);
  await expect(panel.button("Importa un elenco")).toBeFocused(); // a drop leaves no focus behind
  expect(await opened.reports()).toEqual([]);
  await opened.drop(panel.root, authority, signed);
  await expect(panel.refused).toContainText("Importa un elenco alla volta.");
});

test("a list is imported, and another one declined, with the keyboard", async ({ page, panel }) => {
  // Listening from the start: a chooser that opens before the browser knows of the listener is lost.
  const choosers: FileChooser[] = [];
  page.on("filechooser", chooser => choosers.push(chooser));
  const open = async (list: typeof index): Promise<void> => {
    await panel.button("Importa un elenco").press("Enter");
    await expect.poll(() => choosers.length).toBe(1);
    const chooser = choosers.pop()!;
    expect(chooser.isMultiple()).toBe(false);
    await chooser.setFiles([list]);
    await expect(panel.dialog.getByRole("heading", { name: "Usare questo elenco?" })).toBeFocused();
  };
  await open(authority);
  await page.keyboard.press("Escape");
  await expect(panel.dialog).toHaveCount(0);
  await expect(panel.button("Importa un elenco")).toBeFocused();
  await expect(panel.parts).toHaveCount(1);

  await open(authority);
  for (
    let i = 0;
    i < 6 && !(await panel.button("Usa questo elenco").evaluate(b => b === (b.getRootNode() as ShadowRoot).activeElement));
    i++
  ) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(panel.parts).toHaveCount(2);
  await expect(panel.button("Importa un elenco")).toBeFocused();
});

test("listed, confirmed and unknown signers are three different things", async ({ opened, panel }) => {
  await panel.choose(signed);
  await expect(panel.dialog).toContainText("Firmato, ma non da un’autorità dell’elenco");
  await panel.dialog.getByText("Dettagli tecnici").click();
  const fingerprint = await panel.dialog.locator("code").first().innerText();
  const field = panel.dialog.getByRole("textbox", { name: "Impronta SHA-256" });
  const fault = panel.dialog.getByRole("alert");
  await field.fill("12 34");
  await panel.button("Confronta").click();
  await expect(fault).toContainText("64 cifre");
  await field.fill("0".repeat(64));
  await panel.button("Confronta").click();
  await expect(fault).toContainText("non è quella del certificato");
  await expect(panel.dialog).toContainText("Firmato, ma non da un’autorità dell’elenco");
  await field.fill(fingerprint.toUpperCase().replace(/..(?=.)/g, "$&:"));
  await panel.button("Confronta").click();
  await expect(panel.dialog).toContainText("Firmato, impronta confermata");
  await panel.button("Usa questo elenco").click();
  await expect(panel.root.locator("li.part").nth(1)).toContainText("Firmato, impronta confermata");
  await opened.page.reload();
  await expect(panel.root.locator("li.part").nth(1)).toContainText("Firmato, ma non da un’autorità dell’elenco");
  await expect(opened.element.locator(".kept")).toContainText("Qui è scritto che hai confermato questa impronta.");
  await panel.agree();
  await expect(panel.root.locator("li.part").nth(1)).toContainText("Firmato, impronta confermata");
  await panel.open();

  await panel.forget("index.ldif.p7m").click();
  const { parts } = await panel.use(authority, signed, vector("trust/index-ca.ldif.p7m"));
  expect(parts[2]!.origin, "a provider signs mail, not lists").toMatchObject({ kind: "unknown", signer: "Gestore Uno S.p.A." });
  expect(parts[3]!.origin).toMatchObject({ kind: "listed", signer: "Autorità di Prova" });
  await expect(panel.root.locator("li.part").nth(3)).toContainText("Firmato da un’autorità dell’elenco");
});

test("the preview says what would change", async ({ opened, panel }) => {
  await panel.use(authority, index);
  const without = index.buffer.toString().replace(/\ndn: providerName=Gestore Due[^]*?(?=\ndn: )/, "\n");
  await panel.choose(file("nuovo.ldif", without.replaceAll("Gestore Tre", "Gestore Quattro")));
  await expect(panel.dialog).toContainText(/Gestori nuovi: 1\s+Gestore Quattro/);
  await expect(panel.dialog).toContainText(/Gestori in uso che qui non ci sono: \d+/);
  await expect(panel.dialog).toContainText("Gestore Due SpA");
  await panel.button("Annulla").click();

  await opened.choose(revoked);
  expect(await panel.verdict()).toBe("TOTAL-PASSED");
  await panel.choose(vector("trust/before.crl"));
  await expect(panel.dialog).toContainText("Firmata dall’autorità che la emette");
  await expect(panel.dialog).toContainText("Certificati di gestori revocati: 1");
  await expect(panel.dialog).toContainText("Gestore Due SpA, dal 1 febbraio 2025");
  await panel.button("Usa questo elenco").click();
  await expect.poll(() => panel.verdict()).toBe("TOTAL-FAILED");
});

const dn = index.buffer.indexOf("dn: providerName");
const tampered = Buffer.from(signed.buffer.toString("latin1").replace("managedDomains", "manageddomains"), "latin1");
for (const [name, list, sentence] of [
  ["a tampered signed index", file("a.ldif.p7m", tampered), "La firma dell’elenco non è valida: il file è rovinato o alterato."],
  [
    "an index with a provider twice",
    file("a.ldif", Buffer.concat([index.buffer, index.buffer.subarray(dn)])),
    "uno stesso gestore c’è due volte",
  ],
  ["a revocation list that its authority did not sign", vector("trust/forged.crl"), "La firma della lista di revoca non è valida"],
  ["an index with a broken line", file("a.ldif", index.buffer.toString() + "\nnon è LDIF\n"), "Il contenuto dell’elenco ha un errore"],
  ["a receipt", receipt, "Il file non è un elenco dei gestori"],
  [
    "a snapshot of a later version",
    file("a.json", `{"format": "pec-trustlist/9"}`),
    "in un formato che questa versione del programma non conosce",
  ],
  ["a list that is in use", authority, "Questo elenco è già in uso."],
] as const) {
  test(`${name} is refused with a sentence, and nothing is kept`, async ({ page, panel }) => {
    await panel.use(authority);
    await panel.choose(list);
    await expect(panel.refused).toContainText(`${list.name} non è stato accettato.`);
    await expect(panel.refused).toContainText(sentence);
    await expect(panel.refused).toContainText("L’elenco in uso non è cambiato.");
    await expect(panel.dialog).toHaveCount(0);
    const code = await panel.use(list).catch((error: Error) => error.message);
    expect(code, "a script is refused too").toContain("ListFault");
    await expect(panel.parts).toHaveText(["Elenco del programma", "ca.pem"]);
    expect(await kept(page)).toBe(1);
  });
}

test("a revocation list waits for its authority, and counts once it is there", async ({ opened, panel }) => {
  const waits = "Per ora non conta: aspetta la sua autorità.";
  await panel.choose(vector("trust/before.crl"));
  await expect(panel.dialog).toContainText(waits);
  await expect(panel.dialog).toContainText("Firma non controllabile");
  await panel.button("Usa questo elenco").click();
  await expect(panel.root.locator("li.part").nth(1)).toContainText(waits);
  await opened.choose(revoked);
  expect(await panel.verdict()).toBe("INDETERMINATE");
  await panel.accept(authority);
  await expect.poll(() => panel.verdict()).toBe("TOTAL-FAILED");
  await expect(panel.root.locator("li.part").nth(1)).not.toContainText(waits);
  await expect(panel.root.locator("li.part").nth(1)).toContainText("Firmata dall’autorità che la emette");
});

test("a revocation list that nobody can check says so, and never counts: not once its authority shows that it is forged", async ({
  opened,
  panel,
}) => {
  await panel.choose(vector("trust/forged.crl"));
  await expect(panel.dialog).toContainText("Firma non controllabile");
  await expect(panel.dialog).not.toContainText("La firma è integra");
  await panel.button("Usa questo elenco").click();
  const part = panel.root.locator("li.part").nth(1);
  await expect(part).toContainText("Firma non controllabile");
  await opened.choose(revoked);
  expect(await panel.verdict()).toBe("INDETERMINATE");
  await panel.accept(authority);
  await expect.poll(() => panel.verdict()).toBe("TOTAL-PASSED");
  await expect(part).toContainText("La firma della lista di revoca non è valida");
  await expect(part).not.toContainText("aspetta la sua autorità");
});

test("50 MB of garbage give an error and change nothing", async ({ page, opened, panel }, info) => {
  await panel.use(authority);
  const name = info.outputPath("enorme.ldif");
  writeFileSync(name, Buffer.alloc(50e6, "dn: garbage 0123456789\n"));
  await panel.choose(name);
  await expect(panel.refused).toContainText("troppo grande");
  // As large as a list may be: it is read to its end, and refused.
  await opened.element.evaluate(async element => {
    const garbage = new File(["dn: x\n".repeat(2.7e6)], "g.ldif");
    await (element as HTMLElementTagNameMap["pec-verifier"]).importList(garbage).catch((error: { code: string }) => {
      if (error.code !== "list") throw error;
    });
  });
  await opened.choose(receipt);
  expect(await panel.verdict()).toBe("TOTAL-PASSED");
  expect(await kept(page)).toBe(1);
});

test("an index of 200 providers with 20,000 domains is imported and searched", async ({ opened, panel }, info) => {
  const { buffer } = large("large.ldif");
  const took = await opened.element.evaluate(async (element, text) => {
    const list = new File([text], "large.ldif");
    const before = performance.now();
    await (element as HTMLElementTagNameMap["pec-verifier"]).importList(list);
    return performance.now() - before;
  }, buffer.toString());
  info.annotations.push({ type: "import, ms", description: took.toFixed(0) });
  const table = await panel.table();
  await expect(table.locator(".providers-table tbody tr")).toHaveCount(100);
  await expect(table).toContainText(/Altri gestori non mostrati: \d+/);
  await panel.root.getByRole("searchbox").fill("cliente42.pec117");
  await expect(table.locator(".providers-table tbody tr")).toHaveCount(1);
  await expect(table.locator(".providers-table tbody tr")).toContainText("cliente42.pec117.example");
});

test("what one page imports and forgets, the other is asked about", async ({ context, opened, panel }) => {
  const other = await context.newPage();
  await other.goto(process.env["PEC_URL"]!);
  const element = other.locator("pec-verifier");
  await element.locator("input[multiple]").setInputFiles(receipt);
  await expect(element).toHaveAttribute("state", "done");
  await expect(element).toContainText("Non si può concludere");
  await panel.accept(authority);
  await expect(element.locator(".kept")).toContainText("ca.pem");
  await expect(element.locator("article.result")).toContainText("Non si può concludere");
  await element.getByRole("button", { name: "Li ho importati io: usali" }).click();
  await expect(element.locator("li.part h3")).toHaveText(["Elenco del programma", "ca.pem"]);
  await expect(element.locator("article.result")).toContainText("La ricevuta è autentica");
  await element.locator("details.lists > summary").click();
  await element.getByRole("button", { name: /^Dimentica .*ca\.pem/ }).click();
  await expect(element.locator("article.result")).toContainText("Non si può concludere");
  await expect(opened.element.locator(".kept")).toContainText(/stato dimenticato .?ca\.pem/);
  await expect(panel.parts).toHaveText(["Elenco del programma", "ca.pem"]);
  await panel.forget("ca.pem").click();
  await expect(panel.parts).toHaveText(["Elenco del programma"]);
  // Both at once: neither crashes, and each shows what the other kept.
  await Promise.all([
    panel.use(authority, index),
    element.evaluate(
      (one, text) => (one as HTMLElementTagNameMap["pec-verifier"]).importList(new File([text], "hash.ldif")),
      vector("trust/index-hash.ldif").buffer.toString(),
    ),
  ]);
  for (const parts of [panel.parts, element.locator("li.part h3")]) await expect(parts).toHaveCount(4);
  expect(await kept(opened.page)).toBe(3);
});

test.describe("where nothing can be kept", () => {
  const said = "Questo browser non permette di conservare dati qui.";

  test("a refused quota: the list is in use until the page is left", async ({ page, context, opened, panel }) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(process.env["PEC_URL"]!).origin, quotaSize: 1 });
    await panel.accept(authority);
    await expect(panel.root).toContainText(said);
    await expect(panel.root).toContainText("Solo finché la pagina è aperta");
    await opened.choose(receipt);
    expect(await panel.verdict()).toBe("TOTAL-PASSED");
    await page.reload();
    await opened.ready();
    await expect(panel.parts).toHaveText(["Elenco del programma"]);
  });

  for (const [name, script] of [
    ["storage that is blocked", `IDBFactory.prototype.open = () => { throw new DOMException("blocked", "SecurityError"); };`],
    [
      "a database that fails to open",
      `const open = IDBFactory.prototype.open;
       IDBFactory.prototype.open = function () { const r = open.call(this, "x", 2); r.addEventListener("upgradeneeded", (e) => { e.target.transaction.abort(); e.stopImmediatePropagation(); }); return r; };`,
    ],
    ["no storage at all", `Object.defineProperty(self, "indexedDB", { value: undefined });`],
  ] as const) {
    test(`${name}: all works and nothing is remembered`, async ({ page, opened, panel }) => {
      await beforeWorkers(page, script);
      await page.reload();
      await opened.ready();
      await expect(panel.root).toContainText(said);
      await panel.accept(authority);
      await opened.choose(receipt);
      expect(await panel.verdict()).toBe("TOTAL-PASSED");

      // A new worker gets the list again.
      const worker = page.workers()[0]!;
      await worker.evaluate(() =>
        setTimeout(() => {
          throw new Error("killed");
        }),
      );
      await expect.poll(() => page.workers().includes(worker)).toBe(false);
      await opened.ready();
      await panel.button("Svuota l’elenco").click();
      await opened.choose(receipt);
      expect(await panel.verdict()).toBe("TOTAL-PASSED");
      await expect(panel.parts).toHaveCount(2);

      await panel.button("Torna al solo elenco del programma").click();
      await expect.poll(() => panel.verdict()).toBe("INDETERMINATE");
      opened.complaints.length = 0; // the killed worker's last words
    });
  }
});

test.describe("what was kept and cannot be used", () => {
  for (const [how, sentence] of [
    ["bytes", "L’elenco conservato ca.pem era rovinato ed è stato tolto."],
    ["version", "L’elenco conservato ca.pem era di un’altra versione del programma ed è stato tolto."],
    ["garbage", "era rovinato ed è stato tolto."],
  ] as const) {
    test(`${how} changed: it is dropped with an explanation`, async ({ page, opened, panel }) => {
      await panel.use(authority);
      await damage(page, how);
      await page.reload();
      await opened.ready();
      await expect(panel.root).toContainText(sentence);
      await expect(panel.parts).toHaveText(["Elenco del programma"]);
      expect(await kept(page)).toBe(0);
      await opened.choose(receipt);
      expect(await panel.verdict()).toBe("INDETERMINATE");
      await panel.accept(authority);
    });
  }

  for (const [name, version, store] of [
    ["a database of a later version", 7, "lists"],
    ["a database of another shape", 1, "other"],
  ] as const) {
    test(`${name} is made anew, with an explanation`, async ({ page, opened, panel }) => {
      await page.evaluate(
        async ([version, store]) => {
          await new Promise(resolve => (indexedDB.deleteDatabase("pec-verifier").onsuccess = resolve));
          await new Promise<void>(resolve => {
            const request = indexedDB.open("pec-verifier", version);
            request.onupgradeneeded = () => request.result.createObjectStore(store);
            request.onsuccess = () => {
              request.result.close();
              resolve();
            };
          });
        },
        [version, store] as const,
      );
      await page.reload();
      await opened.ready();
      await expect(panel.root).toContainText("di un’altra versione del programma");
      await panel.accept(authority);
      await page.reload();
      await expect(panel.parts).toHaveCount(2);
      await expect(panel.root).not.toContainText("di un’altra versione");
    });
  }
});

test("what is exported can be imported again and judges the same", async ({ page, opened, panel }) => {
  await panel.use(authority, index);
  const [download] = await Promise.all([page.waitForEvent("download"), panel.button("Esporta l’elenco in uso").click()]);
  expect(download.suggestedFilename()).toMatch(/^elenco-gestori-pec-20\d\d-\d\d-\d\d\.json$/);
  const saved = await download.path();
  await panel.button("Torna al solo elenco del programma").click();
  await expect(panel.parts).toHaveCount(1);
  await panel.choose(saved);
  await expect(panel.dialog).toContainText("Gestori nuovi: 3");
  await panel.button("Usa questo elenco").click();
  await opened.choose(receipt);
  expect(await panel.verdict()).toBe("TOTAL-PASSED");
});

test("the age of a list is spoken of where it may change the result, and nowhere else", async ({ page, opened, panel }) => {
  await panel.use(authority);
  const altered = file("alterata.eml", receipt.buffer.toString("latin1").replace("Il giorno", "Al giorno"));
  const [before, later] = [vector("trust/stranger.eml"), mail({ name: "dopo.eml", unlisted: true, minutes: 510 * 24 * 60 })];
  await opened.choose(receipt, altered, before, later);
  await opened.done();
  const notes = (name: string) => opened.result(name).locator(".list-notes");
  await expect(notes(receipt.name)).toHaveText(
    /^\s*Chi ha firmato è noto da ca.pem, un elenco importato qui e non firmato[^.]*\. Vale quanto la sua fonte\.\s*$/,
  );
  await expect(notes(altered.name)).toHaveCount(0);
  await expect(notes(before.name), "the list is newer").toHaveCount(0);
  await expect(notes(later.name)).toContainText("28 luglio 2026");
  await expect(notes(later.name)).toContainText("Possono mancare gestori, certificati e autorità arrivati dopo.");
  for (const [language, words] of [
    ["English", "may be missing"],
    ["Deutsch", "können fehlen"],
  ] as const) {
    await opened.speak(language);
    await expect(notes(later.name)).toContainText(words);
  }
  await opened.speak("Italiano");
  await page.clock.setFixedTime(new Date("2026-08-06T12:00:00Z"));
  await page.reload();
  await opened.ready();
  await expect(panel.root).not.toContainText("Questa data conta solo");
  await expect(panel.root).toContainText("28 luglio 2026, 9 giorni fa");
});

test("the table says for which time an authority counts, what became of a provider, and what is hearsay", async ({ panel }) => {
  const table = await panel.table();
  const provider = (name: string) => table.locator(".providers-table tbody tr", { hasText: name });
  await expect(table).toContainText("Vale per il tempo dal 23 dicembre 2005 al 24 dicembre 2012");
  const postecom = provider("Postecom S.p.A.");
  await expect(postecom).toContainText("Il gestore è confluito in Poste Italiane S.p.A. (noto dal 30 gennaio 2017).");
  await expect(postecom).toContainText("Per quanto si sa, oggi ne risponde Poste Italiane S.p.A..");
  await expect(postecom).toContainText("Fonte: it.blastingnews.com 2017/03");
  await expect(postecom.locator(".second-hand").first()).toContainText("di seconda mano");
  await expect(provider("InfoCert S.p.A.").locator(".second-hand")).toHaveCount(0);
  await expect(provider("InfoCert S.p.A.")).toContainText("ora è Tinexta Infocert S.p.A.");
  await expect(provider("Actalis S.p.A."), "nothing is known, nothing is said").not.toContainText("Che cosa ne è stato");
});

test("no text of a list becomes markup or turns the words around it", async ({ page, panel }) => {
  const name = "<img src=x onerror=window.ran=1>\u202Eliame";
  const hostile = Buffer.from(index.buffer.toString().replaceAll("Gestore Due SpA", name).replaceAll("\ndescription", "\nx-description"));
  await panel.choose(file("<b>\u202Efdil.ldif", hostile));
  await expect(panel.dialog).toContainText("<img src=x onerror=window.ran=1>⟨U+202E⟩liame");
  await panel.button("Usa questo elenco").click();
  await panel.table();
  await expect(panel.root.locator(".providers-table")).toContainText("⟨U+202E⟩liame");
  expect(await panel.root.innerText()).not.toMatch(/[\u202A-\u202E]/);
  expect(await panel.root.locator("img, b").count()).toBe(0);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
});

test("axe finds nothing", async ({ opened, panel }) => {
  test.setTimeout(120_000);
  await panel.choose(signed);
  await expect(panel.dialog).toBeVisible();
  // A dialog keeps the keyboard, so the language cannot be changed behind it.
  expect.soft(await violations(opened), "preview").toEqual([]);
  await panel.button("Confronta").click();
  expect.soft(await violations(opened), "preview with a wrong fingerprint").toEqual([]);
  await opened.page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await opened.page.setViewportSize({ width: 360, height: 800 });
  expect.soft(await violations(opened), "preview, dark, 360").toEqual([]);
  expect.soft(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await panel.button("Annulla").click();
  await panel.use(authority, index, vector("trust/before.crl"));
  await panel.choose(vector("trust/forged.crl"));
  await expect(panel.refused).toBeVisible();
  await opened.expand();
  await accessible(opened, "all opened");
  for (const language of ["English", "Deutsch"]) {
    await opened.speak(language);
    await panel.choose(signed);
    await expect(panel.dialog).toBeVisible();
    expect.soft(await opened.page.evaluate(() => document.documentElement.scrollWidth), language).toBeLessThanOrEqual(1280);
    expect.soft(await violations(opened), `preview, ${language}`).toEqual([]);
    await opened.page.keyboard.press("Escape");
    await expect(panel.dialog).toBeHidden();
  }
});
