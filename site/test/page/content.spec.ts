import { readFileSync } from "node:fs";
import { file, vector, type TestFile } from "../corpus";
import { mail } from "../mail";
import { expect, test, type Opened } from "./open";

const complete = vector("kinds/posta-certificata-allegati.eml");

test("the text of the certified message is shown, and its attachments with what is known of them", async ({ opened }) => {
  await opened.verified(complete);
  const result = await opened.unfold(complete.name);
  await result.locator("pec-message").scrollIntoViewIfNeeded();
  await expect(result.locator("pre.text").first()).toContainText("si trasmettono in allegato gli atti");
  const attachments = result.locator(".attachment");
  expect(await attachments.count()).toBeGreaterThan(2);
  for (const one of await attachments.all()) await expect(one.locator("code").first()).toHaveText(/^[0-9a-f]{64}$/);
});

test("an attachment is saved as it was sent", async ({ page, opened }) => {
  const [report] = await opened.verified(vector("kinds/consegna-completa.eml"));
  const saving = page.waitForEvent("download");
  await (await opened.unfold("consegna-completa.eml")).getByRole("button", { name: /^Salva .*atto\.pdf/ }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe("atto.pdf");
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 4).toString()).toBe("%PDF");
  expect(bytes).toHaveLength(report!.content!.attachments![0]!.size);
});

test("daticert.xml can be read and saved, also of a receipt without a message", async ({ page, opened }) => {
  await opened.verified(vector("kinds/accettazione.eml"));
  const result = await opened.unfold("accettazione.eml");
  await result.getByText("Dati di certificazione (daticert.xml)").click();
  await expect(result.locator("pre.code")).toContainText(`<postacert tipo="accettazione"`);
  const saving = page.waitForEvent("download");
  await result.getByRole("button", { name: "Salva daticert.xml" }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe("daticert.xml");
  expect(readFileSync(await download.path(), "utf8")).toContain("</postacert>");
});

test("a message attached to the message opens in place", async ({ opened }) => {
  await opened.verified(complete);
  const result = await opened.unfold(complete.name);
  await result.locator("pec-message").scrollIntoViewIfNeeded();
  await result.getByRole("button", { name: /^Apri qui/ }).click();
  await expect(result.locator(".nested")).toContainText("Testo del messaggio allegato.");
  await expect(result.locator(".nested")).toContainText("Messaggio allegato");
});

test("an altered receipt gives nothing of its content", async ({ opened }) => {
  const altered = vector("kinds/consegna-completa.eml");
  altered.buffer[altered.buffer.indexOf("Il giorno")]! ^= 1;
  await opened.verified(altered);
  await expect(opened.element.locator("pec-message, pec-daticert")).toHaveCount(0);
});

/** From now on the worker reads another file than the one that was verified, as if somebody had written to it since. */
async function rewritten(opened: Opened, other: TestFile): Promise<void> {
  await opened.page.evaluate(text => {
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { type: string; ask?: { do: string; file?: File } }) {
      if (message.ask?.file && message.ask.do !== "verify")
        message = { ...message, ask: { ...message.ask, file: new File([bytes], message.ask.file.name) } };
      post.call(this, message);
    } as typeof post;
  }, other.buffer.toString("base64"));
}

test("of a file that is another one by now nothing is shown as what its report certifies", async ({ opened }) => {
  const changed = "Il file è cambiato dopo il controllo, o non c’è più";
  const receipt = vector("kinds/consegna-completa.eml");
  await opened.verified(receipt);
  const result = await opened.unfold(receipt.name);
  await result.locator("pec-message").scrollIntoViewIfNeeded();
  await expect(result.locator("pre.text")).toContainText("Buongiorno");
  await rewritten(opened, complete); // as authentic as the first, and not what the report is about
  await opened.verified(vector("none/ricevuta.pdf")); // what was judged last is kept; now the file must be read again
  await opened.unfold(receipt.name);
  await result.getByText("Dati di certificazione (daticert.xml)").click();
  await expect(result.locator("pec-daticert")).toContainText(changed);
  await result
    .locator("pec-message")
    .getByRole("button", { name: /^Salva .*atto\.pdf/ })
    .click();
  await expect(result.locator("pec-message > [role=status]")).toContainText(changed);
  await expect(result.locator("pre.code")).toHaveCount(0);
});

test("the content of a receipt inside an archive is that receipt's", async ({ opened }) => {
  await opened.verified(vector("containers/zip.zip"));
  await opened.expand();
  const messages = opened.element.locator("pec-message");
  expect(await messages.count()).toBeGreaterThan(0);
  for (const message of await messages.all()) {
    await message.scrollIntoViewIfNeeded();
    await expect(message.locator("pre.text")).toContainText("Buongiorno");
  }
});

test.describe("the files of a brief receipt", () => {
  const originals: TestFile[] = [
    file("rinominato.pdf", "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Title(Atto di prova)>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"),
    file("altro.txt", "altro\r\n"),
  ];
  originals[0]!.buffer = Buffer.from(originals[0]!.buffer.toString("utf8"), "latin1");

  for (const [name, how, says] of [
    ["kinds/consegna-breve.eml", "sul file così com’è", "rinominato.pdf ha la stessa impronta SHA-1 di atto.pdf.hash."],
    [
      "kinds/consegna-breve-codificata.eml",
      "in base64, righe di 76 caratteri (CRLF), con l’ultimo a capo",
      "rinominato.pdf: è stato inviato questo file, oppure un testo che lo contiene in base64.",
    ],
  ] as const) {
    test(`${name}: who matches, and how`, async ({ page, opened }) => {
      const receipt = vector(name);
      await opened.verified(receipt);
      const brief = (await opened.unfold(receipt.name)).locator("pec-brief");
      const choosing = page.waitForEvent("filechooser");
      await brief.getByRole("button", { name: "Confronta i file originali" }).click();
      await (await choosing).setFiles(originals);
      await expect(brief).toContainText(says);
      await expect(brief).not.toContainText("è il file inviato");
      await expect(brief).toContainText("Oggi non basta a escludere un altro file preparato apposta.");
      await expect(brief).toContainText(how);
      await expect(brief).toContainText("altro.txt non corrisponde a nessuna impronta della ricevuta.");
      await expect(brief).toContainText("Impronte ritrovate: 1 di 2.");
      // They are compared, not verified.
      expect(await opened.reports()).toHaveLength(1);
    });
  }

  test("the hash of a base64 text is not said to be that of a file, and another hash of the provider settles it", async ({
    page,
    opened,
  }) => {
    const pdf = Buffer.from("%PDF-1.4\n%contratto\n1 0 obj\n<</Title(Contratto)>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n");
    const encoded = pdf.toString("base64").replace(/.{76}(?=.)/g, "$&\r\n");
    const attached = (name: string, content: Buffer | string) => ({ name, type: "application/pdf", content: Buffer.from(content) });
    const receipt = mail({
      name: "breve.eml",
      kind: "avvenuta-consegna",
      receipt: "breve",
      attachments: [attached("contratto.pdf", encoded), attached("altro.pdf", "%PDF-1.4 altro")],
    });
    await opened.verified(receipt);
    const brief = (await opened.unfold("breve.eml")).locator("pec-brief");
    const compare = async (...files: TestFile[]): Promise<void> => {
      const choosing = page.waitForEvent("filechooser");
      await brief.getByRole("button", { name: "Confronta i file originali" }).click();
      await (await choosing).setFiles(files);
    };
    await compare(file("contratto.pdf", pdf));
    await expect(brief).toContainText("contratto.pdf: è stato inviato questo file, oppure un testo che lo contiene in base64.");
    await compare(file("testo.b64", encoded));
    await expect(brief).toContainText("testo.b64: è stato inviato questo testo, oppure il file che contiene in base64.");
    await compare(file("altro.pdf", "%PDF-1.4 altro"));
    await expect(brief).toContainText("altro.pdf ha la stessa impronta SHA-1 di altro.pdf.hash.");
    await expect(brief).toContainText("contratto.pdf non è il file inviato");
    await expect(brief.locator("li.no")).toHaveCount(1);
    await expect(brief).toContainText("Impronte ritrovate: 2 di 2.");
    // What the same signer's other receipts show holds for this one too, whatever was compared before.
    await expect(brief).not.toContainText("proprio i file inviati");
  });

  test("a file that a sender calls a hash is none to compare with, but in a brief receipt", async ({ opened }) => {
    const sum = { name: "contratto.pdf.hash", type: "text/plain", content: Buffer.from("da39a3ee5e6b4b0d3255bfef95601890afd80709") };
    const receipt = mail({ name: "completa.eml", kind: "avvenuta-consegna", attachments: [sum] });
    const [report] = await opened.verified(receipt);
    expect(report!.content).toMatchObject({ form: "full", attachments: [{ name: "contratto.pdf.hash" }] });
    await expect(opened.result("completa.eml").locator("pec-message")).toHaveCount(1);
    await expect(opened.result("completa.eml").locator("pec-brief")).toHaveCount(0);
  });
});

const hostile = `<html><head><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/refresh">
<style>@import "https://evil.example/import"; p { background: url(https://evil.example/css) } b { color: rgb(1, 2, 3) }</style>
<link rel="stylesheet" href="https://evil.example/link"><script>parent.ran=1;top.ran=1</script></head>
<body background="https://evil.example/body" onload="parent.ran=1">
<p style="background:url('https://evil.example/style')">Vedi <a href="https://evil.example/accedi" target="_top">www.banca.example</a></p>
<img src="https://evil.example/pixel.png" onerror="parent.ran=1"><img srcset="https://evil.example/set 1x">
<form action="https://evil.example/form"><input name="a"><button>Invia</button></form>
<iframe src="https://evil.example/frame"></iframe><object data="https://evil.example/object"></object>
<svg onload="parent.ran=1"><image href="https://evil.example/svg"></image></svg><video src="https://evil.example/video"></video>
<b>Grassetto</b></body></html>`;

test("HTML is shown in a frame where nothing runs, loads or leads away", async ({ page, opened }) => {
  // What the sender wrote is refused already where it is read, in a document without a window.
  opened.tolerated = /base-uri|base URI|inline event handler|script-src-attr/;
  const given = mail({ html: hostile });
  await opened.verified(given);
  const before = opened.requests.length;
  const result = await opened.unfold(given.name);
  await result.locator("pec-message").scrollIntoViewIfNeeded();
  await expect(result.locator("pre.text").first()).toContainText("Buongiorno");
  await expect(result.locator("iframe")).toHaveCount(0);
  await result.getByRole("button", { name: "Mostra la versione formattata" }).click();
  const frame = result.frameLocator("iframe.mail");
  await expect(frame.locator("b")).toHaveText("Grassetto");
  await expect(frame.locator("b")).toHaveCSS("color", "rgb(1, 2, 3)");
  await expect(frame.locator("p")).toContainText("www.banca.example [https://evil.example/accedi]");
  await expect(
    frame.locator("form, input, button, iframe, object, script, link, base, svg, video, a[href], [onload], [onerror], [srcset]"),
  ).toHaveCount(0);
  await expect(result).toContainText("Immagini esterne non caricate: 1.");
  await frame.locator("a").click();
  await expect(frame.locator("b")).toHaveText("Grassetto");
  await expect(result.locator("iframe.mail")).toHaveAttribute("sandbox", "");
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  expect(opened.requests.slice(before).filter(url => !url.startsWith("data:") && !url.startsWith("about:"))).toEqual([]);
});
