import type { Locator } from "@playwright/test";
import { file, vector } from "../corpus";
import { mail, mails } from "../mail";
import { expect, test } from "./open";
import { Panel } from "./panel";

// A value of a message never continues a sentence of ours.

const SPEECH =
  "Offerta» è stato consegnato. Il gestore attesta inoltre che il destinatario lo ha letto e ha accettato senza riserve l'offerta di acquisto. Il messaggio con oggetto «Offerta";
const authority = vector("trust/ca.pem");

/** Where a word of a message stands among words of ours with nothing around it that shows where it begins and ends. */
function loose(root: Locator, word: string): Promise<string[]> {
  return root.evaluate((root, word) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement!;
      if (!node.textContent!.includes(word) || parent.closest("pre, style, script, option") !== null) continue;
      const value = parent.closest("bdi") ?? parent;
      const box = getComputedStyle(value);
      const boxed = value.localName === "bdi" && parseFloat(box.borderTopWidth) > 0 && box.borderTopStyle !== "none";
      // Alone in its field, cell, line or button.
      const field = value.closest("dd, td, th, li, p, h3, button, code, label, summary, figcaption")!;
      const alone = field.textContent!.replace(/\s+/g, " ").trim() === value.textContent!.replace(/\s+/g, " ").trim();
      if (!boxed && !alone) found.push(`${field.localName}.${field.className}: ${field.textContent!.trim().slice(0, 120)}`);
    }
    return found;
  }, word);
}

test("the subject speaks as the provider: it stands in a line of its own, in the text for acts too", async ({ page, context, opened }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened.ready();
  await new Panel(opened).use(authority);
  const receipt = mail({ name: "x.eml", kind: "avvenuta-consegna", subject: SPEECH });
  const [report] = await opened.verified(receipt);
  expect(report).toMatchObject({ indication: "TOTAL-PASSED", certified: { subject: SPEECH } });
  const result = opened.result("x.eml");
  await expect(result.locator(".says")).not.toContainText("senza riserve");
  const subject = result.locator(".about bdi");
  await expect(subject).toHaveText(SPEECH.replace(/[«»]/g, '"'));
  await opened.expand();
  await result.getByRole("button", { name: "Testo per gli atti" }).click();
  await expect(result.getByText("Testo copiato.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = copied.split("\n");
  const about = lines.filter(line => line.includes("senza riserve"));
  expect(about).toEqual([`Oggetto: «${SPEECH.replace(/[«»]/g, '"')}»`]);
  expect(copied).toMatch(
    /^Ricevuta di avvenuta consegna\nRilasciata dal gestore PEC: «[^«»\n]+»\nData e ora certificate: \d[^«\n]+\(ora di Roma\)\nMittente: «/,
  );
  for (const line of lines) expect(line).toMatch(/^[^«»]*(«[^«»]*»)?[^«»]*$/);
  await expect(result.locator("details.quote .lines p")).toHaveText(lines.map(line => line.replace(/[«»]/g, "")));
});

test("no value of a message stands loose among words of ours: page, announcement, paper, dossier, export", async ({ page, opened }) => {
  await opened.ready();
  const panel = new Panel(opened);
  await panel.use(authority);
  const word = "ZEICHEN";
  const [delivered, failed, altered] = mails(
    {
      name: `${word}.eml`,
      subject: `${word} uno`,
      sender: `${word.toLowerCase()}@pec.example`,
      attachments: [{ name: `${word}.pdf`, type: "application/pdf", content: Buffer.from("%PDF-") }],
      text: "Testo",
      html: `<p>${word}</p>`,
    },
    {
      name: `${word}-2.eml`,
      kind: "errore-consegna",
      subject: `${word} due`,
      errorDetail: `5.1.1 - ${word} - indirizzo non valido`,
      minutes: 9,
    },
    { name: `${word}-3.eml`, subject: `${word} tre`, outer: ["Subject", `${word} un altro`] },
  );
  const broken = file(`${word}-4.eml`, delivered!.buffer.toString("latin1").replace("Il giorno", "Al giorno"));
  await opened.choose(delivered!, failed!, altered!, broken, file(`${word}.pdf`, "%PDF-1.4"));
  await opened.done();
  await opened.expand();
  for (const result of await opened.element.locator("article.result").all()) expect(await loose(result, word)).toEqual([]);
  expect(await loose(opened.element.locator(".files"), word)).toEqual([]);
  const dossier = opened.element.locator("section.dossier");
  for (const open of await dossier.getByRole("button", { name: "Mostra i dettagli dell’invio" }).all())
    if (await open.isVisible()) await open.click();
  await dossier.getByRole("checkbox", { name: /53\/1994/ }).check();
  await expect(dossier.locator(".checklist").first()).toBeVisible();
  expect(await loose(dossier, word)).toEqual([]);
  await page.evaluate(() => (window.print = () => {}));
  await dossier.getByRole("button", { name: "Stampa il fascicolo" }).click();
  await expect(opened.element.locator(".paper")).toBeAttached();
  expect(await loose(opened.element.locator(".paper"), word)).toEqual([]);
  await panel.choose(file(`${word}.ldif`, vector("trust/index.ldif").buffer.toString().replaceAll("Gestore Due SpA", `${word} SpA`)));
  expect(await loose(panel.dialog, word)).toEqual([]);
  await panel.button("Usa questo elenco").click();
  await opened.expand();
  expect(await loose(panel.root, word)).toEqual([]);
  await page.emulateMedia({ media: "print" });
  for (const result of await opened.element.locator("article.result").all()) expect(await loose(result, word)).toEqual([]);
});

test("a value full of blanks, marks or letters without a form takes no room", async ({ opened }) => {
  await opened.ready();
  await new Panel(opened).use(authority);
  const plain = { name: "a.eml", subject: "x" };
  const [short, ...long] = mails(
    plain,
    ...["\u2800", "\u00A0", "\u3000", "\u3164", "\u2003\u2009", "a\u0336\u0336\u0336\u0336\u0336"].map((one, i) => ({
      name: `b${i}.eml`,
      subject: `x${one.repeat(2000)}x`,
    })),
  );
  await opened.choose(short!, ...long);
  await opened.done();
  const height = async (name: string): Promise<number> => (await (await opened.unfold(name)).locator(".statement").boundingBox())!.height;
  const least = await height("a.eml");
  for (const one of long) expect(await height(one.name)).toBeLessThan(least + 120);
});

test.describe("lists are known by their way in, not by their names", () => {
  const EMBEDDED = "PEC providers: embedded snapshot";

  test("one that bears the name of the program's own is the person's", async ({ opened }) => {
    await opened.ready();
    const panel = new Panel(opened);
    await panel.use(file(EMBEDDED, authority.buffer));
    await panel.open();
    await expect(panel.parts).toHaveText(["Elenco del programma", EMBEDDED]);
    await opened.verified(vector("kinds/consegna-completa.eml"));
    const result = opened.result("consegna-completa.eml");
    await opened.expand();
    await expect(result).toContainText(`noto da ${EMBEDDED}, un elenco importato qui e non firmato`);
    await expect(result).toContainText(`È nell’elenco: ${EMBEDDED}`);
    await expect(result).not.toContainText("quello incluso nel programma");
    await expect(result.locator("details.quote")).toContainText(`Elenco usato: ${EMBEDDED}`);
    // Of a signer whom nobody knows all lists were asked: ours, and that one.
    await opened.choose(vector("trust/stranger.eml"));
    await opened.done();
    await expect(opened.result("stranger.eml")).toContainText(`quello incluso nel programma, ${EMBEDDED}`);
  });

  test("a revocation that only a brought file states is a warning, which names the file and says that nobody signed it", async ({
    opened,
  }) => {
    await opened.ready();
    const panel = new Panel(opened);
    await panel.use(authority, vector("trust/list-revoked.json"));
    const [report] = await opened.verified(vector("trust/revocation-stated.eml"));
    expect(report!.indication).toBe("TOTAL-PASSED");
    await expect(opened.result("revocation-stated.eml").locator(".warnings")).toContainText(
      /L’elenco .*list-revoked\.json.*, che nessuno ha firmato, dice che il certificato è stato revocato/,
    );
  });
});

test("what a listener writes into a report changes nothing of what is shown", async ({ page, opened }) => {
  await opened.ready();
  const receipt = vector("kinds/consegna-completa.eml");
  await page.evaluate(() => {
    const element = document.querySelector("pec-verifier")!;
    const spoil = (report: unknown): void => {
      const one = report as { indication: string; certified?: { subject: string }; checks: unknown[] };
      for (const write of [
        () => (one.indication = "TOTAL-PASSED"),
        () => (one.certified!.subject = "altro"),
        () => (one.checks.length = 0),
        () => (one.checks = []),
      ]) {
        try {
          write();
        } catch {
          // refused
        }
      }
    };
    element.addEventListener("pec-report", event => {
      spoil((event as CustomEvent).detail);
      element.reports.forEach(spoil);
      for (const item of element.items) {
        item.outcomes.forEach(spoil);
        (item as unknown as { outcomes: unknown[] }).outcomes = [];
      }
    });
  });
  const [report] = await opened.verified(receipt);
  expect(report).toMatchObject({ indication: "INDETERMINATE", certified: { subject: "Trasmissione atti prot. 1234/2025" } });
  await opened.speak("English");
  await expect(opened.result(receipt.name)).toContainText("Cannot be concluded");
  await expect(opened.result(receipt.name)).not.toContainText("altro");
});

test("a mail of HTML alone says that its text may hold what nobody sees", async ({ opened }) => {
  await opened.ready();
  await new Panel(opened).use(authority);
  await opened.verified(
    mail({
      name: "h.eml",
      htmlOnly: true,
      html: `<p>Visto</p><p style="display:none">Nascosto</p><p style="font-size:0;color:#fff">Bianco</p>`,
    }),
  );
  const message = (await opened.unfold("h.eml")).locator("pec-message");
  await message.scrollIntoViewIfNeeded();
  await expect(message.locator("pre.text")).toContainText("Nascosto");
  await expect(message).toContainText("Qui può esserci del testo che chi riceve non vede.");
});

test("where links lead is said outside of what the mail can style", async ({ opened }) => {
  await opened.ready();
  await new Panel(opened).use(authority);
  const hide = `<style>bdi,.pec-target,a>*,a :last-child{display:none!important;font-size:0!important;opacity:0!important;content:""}a::before{content:"https://banca.example "}</style>`;
  await opened.verified(
    mail({
      name: "l.eml",
      text: "x",
      html: `${hide}<a href="https://evil.example/a">la tua banca</a> <a href="https://evil.example/b">https://evil.example/b</a> <a href="#qui">giù</a>`,
    }),
  );
  const message = (await opened.unfold("l.eml")).locator("pec-message");
  await message.scrollIntoViewIfNeeded();
  await message.getByRole("button", { name: "Mostra la versione formattata" }).click();
  await expect(message.locator("iframe + h5 + ul li")).toHaveText([
    /^la tua banca: https:\/\/evil\.example\/a$/,
    /^https:\/\/evil\.example\/b$/,
  ]);
  const beside = opened.page.frameLocator("iframe.mail").locator("a bdi").first();
  await expect(beside).toBeVisible();
  expect(await beside.evaluate(one => [getComputedStyle(one).opacity, parseFloat(getComputedStyle(one).fontSize) > 8])).toEqual([
    "1",
    true,
  ]);
});
