import type { Report } from "../../src/model/report";
import { vector } from "../corpus";
import { expect, test } from "./open";
import { Panel } from "./panel";

// docs/page.md says where each fact stands on the page. Nothing that could be found before may be lost when the page is made shorter.

const HEAD = ".verdict";
const ANSWERS = ".answers";
const MESSAGE = "details.content";
const DATA = "details.data";
const QUOTE = "details.quote";
const CHECKS = "details.checks";
const TECHNICAL = "details.technical";

/** Each fact of a report, and the part of its result that holds it. */
const places: [fact: string, place: string, words: (report: Report) => string | RegExp][] = [
  ["verdict", HEAD, () => "La ricevuta è autentica: il messaggio è stato consegnato."],
  ["kind", HEAD, () => "Ricevuta di avvenuta consegna"],
  ["file", HEAD, report => report.file.name],
  ["provider of the list", HEAD, report => report.trust!.provider],
  ["certified time", HEAD, () => "12 marzo 2025 alle ore 10:15:32"],
  ["mailbox", HEAD, report => report.certified!.deliveredTo],
  ["subject", HEAD, report => report.certified!.subject],
  ["whose word the list is", HEAD, () => "un elenco importato qui e non firmato"],
  ["bytes", ANSWERS, () => "Sono esattamente quelli firmati."],
  ["signer", ANSWERS, report => report.trust!.list],
  ["evidence", ANSWERS, () => "Nessuna contraddizione trovata."],
  ["other receipts", ANSWERS, () => "Concorda con altre ricevute?"],
  ["what it proves", ".proof", () => "Il messaggio era disponibile nella casella del destinatario"],
  ["what it does not", ".proof", () => "Non prova che qualcuno lo abbia letto."],
  ["what to do", ".now", () => "Conserva questo file così com’è."],
  ["sender of the message", MESSAGE, report => report.content!.from],
  ["recipient of the message", MESSAGE, report => report.content!.to[0]!],
  ["date of the message", MESSAGE, report => report.content!.date],
  ["text", MESSAGE, () => "si trasmettono in allegato gli atti"],
  ["attachment", MESSAGE, report => report.content!.attachments[0]!.name],
  ["its size", MESSAGE, report => `${report.content!.attachments[0]!.size} byte`],
  ["its type", MESSAGE, report => report.content!.attachments[0]!.type],
  ["its hash", MESSAGE, report => report.content!.attachments[0]!.sha256],
  ["its signatures", MESSAGE, () => "Controlla le firme degli allegati"],
  ["header fields of the message", MESSAGE, () => "X-Riferimento-Message-Id"],
  ["provider as the data name it", DATA, report => report.certified!.provider],
  ["certified time in UTC", DATA, () => "2025-03-12 09:15:32 UTC"],
  ["certified sender", DATA, report => report.certified!.sender],
  ["certified recipient", DATA, report => report.certified!.recipients[0]!.address],
  ["its type", DATA, () => "casella PEC"],
  ["type of receipt", DATA, report => report.certified!.receiptType],
  ["identifier", DATA, report => report.certified!.identifier],
  ["sender's identifier", DATA, report => report.certified!.messageID],
  ["how long logs are kept", DATA, () => "12 settembre 2027"],
  ["certification data as they are", DATA, () => "<gestore-emittente>Gestore Due SpA</gestore-emittente>"],
  ["text for acts", QUOTE, () => "Rilasciata dal gestore PEC"],
  ["hash in it", QUOTE, report => report.file.sha256],
  ["indication", TECHNICAL, report => report.indication],
  ["size of the file", TECHNICAL, () => /\d[\d,]* kB/],
  ["hash of the file", TECHNICAL, report => report.file.sha256],
  ["part", TECHNICAL, () => "il file intero"],
  [
    "method of signing",
    TECHNICAL,
    report => `${report.signature!.algorithm} ${report.signature!.keyBits} bit, ${report.signature!.digest}`,
  ],
  ["time of signing", TECHNICAL, () => "12 marzo 2025 alle ore 10:15:32"],
  ["signer", TECHNICAL, report => report.signature!.signer!.subject],
  ["issuer", TECHNICAL, report => report.signature!.signer!.issuer],
  ["address in the certificate", TECHNICAL, report => report.signature!.signer!.email[0]!],
  ["validity", TECHNICAL, () => "dal 1 giugno 2024 al 1 giugno 2027"],
  ["serial number", TECHNICAL, report => report.signature!.signer!.serial],
  ["hash of the certificate", TECHNICAL, report => report.signature!.signer!.sha256],
  ["how the signer is known", TECHNICAL, () => "Un’autorità dell’elenco ha emesso il suo certificato."],
  ["revocation", TECHNICAL, () => "non si sa"],
  ["headers beside what is signed", TECHNICAL, () => "Mostrato dal programma di posta (non firmato)"],
];

test("every fact of a receipt is found where docs/page.md says", async ({ opened }) => {
  await opened.ready();
  await new Panel(opened).use(vector("trust/ca.pem"));
  const [report] = await opened.verified(vector("kinds/consegna-completa.eml"));
  const result = await opened.unfold("consegna-completa.eml");
  await expect(result.locator("pre.text.code, pec-daticert summary").first()).toBeVisible();
  await result.locator("details").evaluateAll(all => all.forEach(one => ((one as HTMLDetailsElement).open = true)));
  await expect(result.locator("pre.code")).toBeVisible();
  for (const [fact, place, words] of places) await expect.soft(result.locator(place), fact).toContainText(words(report!));
  const checks = result.locator(`${CHECKS} .check`);
  await expect(checks).toHaveCount(report!.checks.length);
});
