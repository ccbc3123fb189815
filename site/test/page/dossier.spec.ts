import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { Transmission } from "../../src/model/transmission";
import { file, haveReal, noReal, real, vector, type TestFile } from "../corpus";
import { mail, mails } from "../mail";
import { output } from "../tools";
import { accessible } from "./axe";
import { expect, test, type Opened } from "./open";

interface Pile {
  files: TestFile[];
  plans: { identifier: string; acceptance: string; states: Record<string, string> }[];
}

/** Mails of many transmissions, and what the generator knows of them. */
function pile(seed: number, transmissions: number, most: number): Pile {
  const made = JSON.parse(output("piles", ["mails", String(seed), String(transmissions), String(most)]).toString()) as {
    files: { name: string; content: string }[];
    plans: Pile["plans"];
  };
  return { files: made.files.map(({ name, content }) => file(name, Buffer.from(content, "base64"))), plans: made.plans };
}

/** Lets the page trust the test authority. */
async function trusted(opened: Opened): Promise<void> {
  await opened.choose(vector("trust/ca.pem"));
  await opened.done();
  await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
}

/** Gives files and waits for their dossier. */
async function given(opened: Opened, ...files: TestFile[]): Promise<void> {
  await opened.choose(...files);
  await opened.done();
  await expect(opened.element.locator("pec-dossier")).toBeAttached({ timeout: 30_000 });
  // Of one file alone it is closed.
  await opened.element
    .locator("section.dossier > details")
    .evaluateAll(all => all.forEach(one => ((one as HTMLDetailsElement).open = true)));
  await expect(opened.element.locator("pec-dossier")).toBeVisible();
  // The sent mails are read last.
  await expect(opened.element.locator("section.dossier > [role=status]")).toHaveText("");
}

/** All transmissions as the page has them. */
function transmissions(opened: Opened): Promise<Transmission[]> {
  return opened.element.locator("pec-dossier").evaluate(element => {
    const { dossier } = element as unknown as { dossier: { lines: unknown[]; transmission(number: number): unknown } };
    return dossier.lines.map((_, number) => dossier.transmission(number));
  }) as Promise<Transmission[]>;
}

function answerOf(opened: Opened, name: string) {
  return opened.result(name).locator(".answers li").nth(3);
}

async function saved(opened: Opened, button: string): Promise<[string, Buffer]> {
  const saving = opened.page.waitForEvent("download");
  await opened.element.getByRole("button", { name: button }).click();
  const download = await saving;
  return [download.suggestedFilename(), readFileSync(await download.path())];
}

/** The files of an archive that compresses nothing. */
function unzipped(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    expect(zip.readUInt16LE(at + 10), "the method: stored").toBe(0);
    const [size, name, extra, comment, local] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(zip.toString("utf8", at + 46, at + 46 + name), zip.subarray(start, start + size));
    at += 46 + name + extra + comment;
  }
  return files;
}

test.describe("real receipts", () => {
  test.skip(!haveReal, noReal);

  test("those of 2018 are one sending, proved; those of 2021 are two incomplete ones that say what is missing", async ({ opened }) => {
    await given(
      opened,
      real("aruba-2021-errore-consegna.eml"),
      real("aruba-2018-consegna.eml"),
      real("aruba-2021-accettazione.eml"),
      real("aruba-2018-accettazione.eml"),
    );
    const cards = opened.element.locator("pec-sending");
    await expect(cards).toHaveCount(3);
    await expect(cards.nth(0)).toContainText("Completo: ogni casella PEC è provata");
    await expect(cards.nth(0).locator(".states")).toHaveText(/^\s*Consegna provata\s+\S+@\S+\s+13 novembre 2018 alle ore 16:39:27\s*$/);
    for (const number of [1, 2]) await expect(cards.nth(number)).toContainText("Incompleto");
    await expect(cards.nth(1)).toContainText("Non c’è né una ricevuta di consegna né un avviso");
    await expect(cards.nth(1)).toContainText("14 giugno 2024: il termine è passato");
    await cards.nth(2).getByRole("button", { name: "Mostra i dettagli dell’invio" }).click();
    await expect(cards.nth(2)).toContainText("Manca la ricevuta di accettazione");
    await expect(answerOf(opened, "aruba-2018-consegna.eml")).toContainText("Sì");
    await opened.unfold("aruba-2021-accettazione.eml");
    await expect(answerOf(opened, "aruba-2021-accettazione.eml")).toContainText(
      "Non ce ne sono Non c’è un’altra prova dello stesso invio",
      { useInnerText: true },
    );
    await opened.element.getByLabel("Mostra solo gli invii incompleti").check();
    await expect(cards).toHaveCount(2);
  });
});

test("of the dossier of many pieces little is drawn", async ({ page, opened }, info) => {
  await opened.ready();
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("input"), { type: "file", id: "pack" })));
  writeFileSync(info.outputPath("pack"), output("piles", ["pack", "1", "1500"]));
  await page.locator("#pack").setInputFiles(info.outputPath("pack"));
  await opened.element.evaluate(async element => {
    const own = new Uint8Array(await document.querySelector<HTMLInputElement>("#pack")!.files![0]!.arrayBuffer());
    const verifier = element as HTMLElementTagNameMap["pec-verifier"];
    verifier.items = [{ id: 1, name: "pack", state: "done", outcomes: [], pieces: { own, blocks: [] } }];
  });
  await expect(opened.element.locator("pec-sending")).toHaveCount(10);
  const all = await opened.element.evaluate(
    element => (element.shadowRoot!.querySelector("pec-dossier") as unknown as { dossier: { lines: unknown[] } }).dossier.lines.length,
  );
  expect(all).toBeGreaterThan(10);
});

test.describe("a trusted test authority", () => {
  test.use({ core: "test" });
  test.beforeEach(({ opened }) => trusted(opened));

  test("the dossier is what the generator of the pile knows, sent mails among it", async ({ opened }) => {
    test.setTimeout(180_000);
    const { files, plans } = pile(53, 24, 10);
    await given(opened, ...files);
    const found = await transmissions(opened);
    expect(found.map(({ identifier }) => identifier).sort()).toEqual(plans.map(({ identifier }) => identifier).sort());
    for (const plan of plans) {
      const one = found.find(({ identifier }) => identifier === plan.identifier)!;
      expect.soft(one.acceptance.state, plan.identifier).toBe(plan.acceptance);
      const states = Object.fromEntries(one.recipients.map(({ address, state }) => [address, state]));
      // The clock of the page is not the generator's: what was open then has become missing.
      const expected = Object.fromEntries(
        Object.entries(plan.states).map(([address, state]) => [address, state === "open" ? "missing" : state]),
      );
      expect.soft(states, plan.identifier).toEqual(expected);
    }
    expect(found.flatMap(({ original }) => original.copies).some(({ from }) => from === "sent")).toBe(true);
    // What is drawn stays small.
    expect(await opened.element.locator("pec-sending").count()).toBe(10);
    await opened.element.getByRole("navigation", { name: "Pagine del fascicolo" }).getByRole("button", { name: "Ultima" }).click();
    await expect(opened.element.locator("pec-sending")).toHaveCount(found.length % 10 || 10);
  });

  test("receipts that agree say so, and those that contradict each other say why", async ({ opened }) => {
    await given(opened, ...mails({ name: "a.eml", kind: "accettazione" }, { name: "c.eml", kind: "avvenuta-consegna" }));
    for (const name of ["a.eml", "c.eml"]) {
      await expect(answerOf(opened, name)).toContainText("Sì");
      await expect(answerOf(opened, name)).toContainText("Nulla nelle altre prove di questo invio la smentisce. Prove confrontate: 1.");
    }
    await given(opened, mail({ name: "prima.eml", kind: "avvenuta-consegna", shift: -10 }));
    for (const name of ["a.eml", "prima.eml"]) {
      await expect(answerOf(opened, name)).toContainText("No");
      await expect(answerOf(opened, name)).toContainText("secondi prima dell’accettazione");
    }
    await expect(opened.element.locator("pec-sending")).toContainText("Da chiarire: le prove si contraddicono");
  });

  test("a delivery and a failure of one recipient are no proof, and what to do is said", async ({ opened }) => {
    await given(
      opened,
      ...mails(
        { name: "a.eml", kind: "accettazione" },
        { name: "c.eml", kind: "avvenuta-consegna" },
        { name: "e.eml", kind: "errore-consegna" },
      ),
    );
    const card = opened.element.locator("pec-sending");
    await expect(card).toContainText("Da chiarire: le prove si contraddicono");
    await expect(card.locator(".states")).toContainText("Prove in contrasto");
    await expect(card.locator(".states")).not.toContainText("Consegna provata");
    await expect(card).toContainText("Nel dubbio, invia di nuovo.");
    expect((await transmissions(opened))[0]).toMatchObject({ proved: false, complete: false });
    const [, csv] = await saved(opened, "Salva i destinatari (CSV)");
    expect(csv.toString()).toMatch(/"no";"1";"[^"]*";"certificato";"contradicted";/);
  });

  test("an altered delivery receipt proves nothing, whatever lies beside it", async ({ opened }) => {
    const [accepted, delivered] = mails({ name: "a.eml", kind: "accettazione" }, { name: "c.eml", kind: "avvenuta-consegna" }) as [
      TestFile,
      TestFile,
    ];
    const altered = file(
      "alterata.eml",
      delivered.buffer.toString("latin1").replace("Ricevuta di avvenuta consegna", "Ricevuta di avvenuta Consegna"),
    );
    await given(opened, accepted, altered);
    const card = opened.element.locator("pec-sending");
    await expect(card.locator(".states")).toContainText("Manca la prova");
    await expect(card.locator(".states")).not.toContainText("Consegna provata");
    await expect(opened.element.locator(".leftover")).toContainText("I dati non sono quelli firmati");
    await expect(answerOf(opened, "alterata.eml")).toContainText("Non verificato");
  });

  test("a message that was received is no proof of delivery to who sent it", async ({ opened }) => {
    await given(opened, mail({ name: "busta.eml", kind: "posta-certificata" }));
    const card = opened.element.locator("pec-sending");
    await expect(card).toContainText("Un solo file di questo invio");
    await card.getByRole("button", { name: "Mostra i dettagli dell’invio" }).click();
    await expect(card).toContainText("Manca la prova");
    await expect(card).not.toContainText("Consegna provata");
    await expect(card).toContainText("Non è la prova di consegna che serve a chi ha inviato.");
    await expect(card).toContainText("C’è il messaggio ricevuto, ma non prova la consegna a chi ha inviato.");
  });

  test("one press leads from a recipient to the result of the receipt", async ({ opened }) => {
    await given(opened, ...mails({ name: "a.eml", kind: "accettazione" }, { name: "c.eml", kind: "avvenuta-consegna" }));
    await opened.element.getByRole("button", { name: "Mostra i dettagli dell’invio" }).click();
    await opened.element
      .locator("pec-sending")
      .getByRole("button", { name: /^Ricevuta di avvenuta consegna/ })
      .first()
      .click();
    await expect(opened.result("c.eml")).toBeFocused();
    await opened.element.getByRole("button", { name: "Vai al fascicolo" }).click();
    await expect(opened.element.getByRole("heading", { name: "Che cosa provano insieme", exact: true })).toBeFocused();
  });

  test("the check list of L. 53/1994 is there when it is asked for, as a help, each line with its field and what is uncertain", async ({
    opened,
  }) => {
    await given(opened, ...mails({ name: "a.eml", kind: "accettazione" }, { name: "c.eml", kind: "avvenuta-consegna" }));
    await expect(opened.element.locator(".checklist")).toHaveCount(0);
    await opened.element.getByText("Sei un avvocato?").click();
    await opened.element.getByLabel("lista di controllo").check();
    const list = opened.element.locator(".checklist");
    await opened.element.getByRole("button", { name: "Mostra i dettagli dell’invio" }).click();
    await expect(list).toContainText("È un aiuto per l’avvocato, non un parere.");
    await expect(list.locator(".check")).toHaveCount(8);
    for (const line of await list.locator(".check").all()) await expect(line).toContainText("Dove si vede:");
    await expect(list).toContainText("leggi la legge");
    await opened.element.getByLabel("lista di controllo").uncheck();
    await expect(opened.element.locator(".checklist")).toHaveCount(0);
  });

  test("whoever gives one file is told what would complete it, not that something is wrong", async ({ opened }) => {
    await given(opened, mail({ name: "a.eml", kind: "accettazione" }));
    const section = opened.element.locator("section.dossier");
    await expect(section).toContainText("Vale anche da solo.");
    await expect(section.locator(".completing li").first()).toHaveText(/^La ricevuta di consegna per .+ Cercala nella casella .+@/);
    await expect(section.locator("article.sending")).not.toHaveClass(/unknown|bad/);
    for (const word of ["Incompleto", "Manca", "Linea del tempo", "Mostra solo"]) await expect(section).not.toContainText(word);
    await expect(opened.element.getByRole("button", { name: "Vai al fascicolo" })).toHaveCount(0);
    // The state is what it was: it is in the data, and in the details for who opens them.
    expect((await transmissions(opened))[0]).toMatchObject({ complete: false, recipients: [{ state: "missing" }] });
    await section.getByRole("button", { name: "Mostra i dettagli dell’invio" }).click();
    await expect(section).toContainText("Manca la prova");
  });

  test("what is dropped later joins, and a cleared list leaves no dossier", async ({ opened }) => {
    await given(opened, mail({ name: "a.eml", kind: "accettazione" }));
    await expect(opened.element.locator("pec-sending")).toContainText("Un solo file di questo invio");
    await given(opened, mail({ name: "c.eml", kind: "avvenuta-consegna" }));
    await expect(opened.element.locator("pec-sending")).toContainText("Completo");
    await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
    await expect(opened.element.locator("section.dossier")).toHaveCount(0);
  });

  test("a sent mail that is another one by now is not in the dossier, and that is said", async ({ page, opened }) => {
    // The pieces of a mail that names what the receipts name, and which is written to before it is read again.
    await page.evaluate(() => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, message: { ask?: { do: string; file: File } }, transfer?: Transferable[]) {
        if (message.ask?.do === "sent")
          message = { ...message, ask: { ...message.ask, file: new File([message.ask.file, "x"], message.ask.file.name) } };
        post.call(this, message, { transfer: transfer ?? [] });
      } as typeof post;
    });
    const { files } = pile(53, 24, 10);
    await given(opened, ...files);
    const found = await transmissions(opened);
    expect(found.flatMap(({ original }) => original.copies).filter(({ from }) => from === "sent")).toEqual([]);
    await expect(opened.element.locator("section.dossier")).toContainText("I messaggi inviati che contiene non sono nel fascicolo");
  });

  test("values of messages stay values", async ({ opened }) => {
    const values = { subject: "<img src=x>\u202Egnp", recipient: "anna\u200B@pec.example.it" };
    await given(
      opened,
      ...mails({ name: "a.eml", kind: "accettazione", ...values }, { name: "c.eml", kind: "avvenuta-consegna", ...values }),
    );
    const card = opened.element.locator("pec-sending");
    await expect(card.getByRole("heading", { level: 3 })).toContainText("<img src=x>⟨U+202E⟩gnp");
    await card.getByRole("button", { name: "Mostra i dettagli dell’invio" }).click();
    await expect(card.locator(".timeline > svg")).toContainText("anna⟨U+200B⟩@pec.example.it");
  });

  test("the archive holds the files as they were given, in order, with the report and the sums", async ({ opened }) => {
    const [accepted, delivered] = mails({ name: "b.eml", kind: "accettazione" }, { name: "../a.EML", kind: "avvenuta-consegna" }) as [
      TestFile,
      TestFile,
    ];
    const pdf = vector("none/ricevuta.pdf");
    await given(opened, pdf, delivered, accepted);
    const [name, zip] = await saved(opened, "Salva tutto (ZIP)");
    expect(name).toBe("fascicolo.zip");
    const files = unzipped(zip);
    const recipient = (await transmissions(opened))[0]!.recipients[0]!.address;
    expect([...files.keys()]).toEqual([
      "invio-1/01-accettazione.eml",
      `invio-1/02-avvenuta-consegna-${recipient}.eml`,
      "altri-file/01-ricevuta.pdf",
      "rapporto.html",
      "fascicolo.json",
      "destinatari.csv",
      "SHA256SUMS",
    ]);
    const [first, second, third] = [...files.values()] as [Buffer, Buffer, Buffer];
    expect([first.equals(accepted.buffer), second.equals(delivered.buffer), third.equals(pdf.buffer)]).toEqual([true, true, true]);
    const sums = files
      .get("SHA256SUMS")!
      .toString()
      .trimEnd()
      .split("\n")
      .map(line => line.split("  "));
    expect(sums.map(([, path]) => path)).toEqual([...files.keys()].slice(0, -1));
    for (const [sum, path] of sums) expect.soft(sum, path).toBe(createHash("sha256").update(files.get(path!)!).digest("hex"));
    const report = files.get("rapporto.html")!.toString();
    expect(report).toContain("default-src 'none'");
    expect(report).not.toMatch(/<script|<button|<!--|\son\w+=/);
    for (const [sum] of sums.slice(0, 3)) expect(report).toContain(sum);
    expect(JSON.parse(files.get("fascicolo.json")!.toString())).toMatchObject({
      schema: "pec-dossier/1",
      transmissions: [{ complete: true }],
    });
    expect(files.get("destinatari.csv")!.toString()).toContain(`"${recipient}";"certificato";"proved"`);
    await expect(opened.element.getByText("ZIP pronto.")).toBeVisible();
  });

  test("a file that is not what was verified goes into no archive", async ({ opened }) => {
    await given(opened, mail({ name: "a.eml", kind: "accettazione" }));
    await opened.page.evaluate(() => {
      File.prototype.arrayBuffer = async () => new ArrayBuffer(3);
    });
    await opened.element.getByRole("button", { name: "Salva tutto (ZIP)" }).click();
    await expect(opened.element.getByText("Il file a.eml è cambiato dopo il controllo")).toBeVisible();
  });

  test("the report is printed alone, with an index of the files and their SHA-256", async ({ page, opened }) => {
    await given(opened, ...mails({ name: "a.eml", kind: "accettazione" }, { name: "c.eml", kind: "avvenuta-consegna" }));
    await page.evaluate(() => {
      window.print = () => {};
    });
    await opened.element.getByRole("button", { name: "Stampa il fascicolo" }).click();
    await page.emulateMedia({ media: "print" });
    const paper = opened.element.locator(".paper");
    await expect(paper.getByRole("heading", { name: "Verifica PEC: fascicolo" })).toBeVisible();
    await expect(paper).toContainText("La prova sono i file originali");
    await expect(paper.locator("button")).toHaveCount(0);
    await expect(opened.element.locator(".results")).toBeHidden();
    await expect(opened.element.locator("pec-sending")).toBeHidden();
    for (const report of await opened.reports()) await expect(paper.locator(".index")).toContainText(report.file.sha256);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await expect(paper).toHaveCount(0);
    await page.emulateMedia({ media: "screen" });
    await expect(opened.element.locator("pec-sending")).toBeVisible();
  });

  test("axe finds nothing in the dossier", async ({ opened }) => {
    test.setTimeout(180_000);
    await given(
      opened,
      ...pile(7, 3, 30).files,
      vector("none/ricevuta.pdf"),
      mail({ name: "a.eml", kind: "accettazione" }),
      mail({ name: "x.eml", kind: "avvenuta-consegna", shift: -10 }),
    );
    await opened.expand();
    await opened.element.getByLabel("lista di controllo").check();
    await expect(opened.element.getByLabel("lista di controllo")).toBeChecked();
    await opened.element
      .locator("pec-sending button[aria-expanded=false]")
      .evaluateAll(all => all.forEach(button => (button as HTMLElement).click()));
    await expect(opened.element.locator(".checklist").first()).toBeVisible();
    await opened.expand();
    await accessible(opened);
  });
});
