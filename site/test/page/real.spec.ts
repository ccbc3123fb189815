import { readdirSync } from "node:fs";
import type { Report } from "../../src/model/report";
import { haveReal, noReal, real, realFolder } from "../corpus";
import { expect, test } from "./open";

// What the corpus' own README says that each message must give.
const expected: Record<
  string,
  { kind: string; indication: string; subindication?: string; time?: string; words: string; warns?: string[] }
> = {
  "aruba-2018-accettazione.eml": {
    kind: "accettazione",
    indication: "TOTAL-PASSED",
    time: "2018-11-13T16:39:26+01:00",
    words: "La ricevuta è autentica: il gestore ha accettato il messaggio.",
  },
  "aruba-2018-consegna.eml": {
    kind: "avvenuta-consegna",
    indication: "TOTAL-PASSED",
    time: "2018-11-13T16:39:27+01:00",
    words: "La ricevuta è autentica: il messaggio è stato consegnato.",
  },
  "aruba-2021-accettazione.eml": {
    kind: "accettazione",
    indication: "TOTAL-PASSED",
    time: "2021-12-14T14:36:08+01:00",
    words: "La ricevuta è autentica: il gestore ha accettato il messaggio.",
  },
  "aruba-2021-errore-consegna.eml": {
    kind: "errore-consegna",
    indication: "TOTAL-PASSED",
    words: "L’avviso è autentico: il messaggio non è stato consegnato.",
  },
  "aruba-posta-certificata-subject-edited.eml": {
    kind: "posta-certificata",
    indication: "TOTAL-PASSED",
    words: "Il messaggio PEC è autentico.",
    warns: ["headers.subject"],
  },
  "sogei-2018-posta-certificata-blanks-stripped.eml": {
    kind: "posta-certificata",
    indication: "TOTAL-FAILED",
    subindication: "HASH_FAILURE",
    words: "Il file è alterato: i dati non sono più quelli firmati.",
  },
  "sogei-2018-posta-certificata.eml": { kind: "posta-certificata", indication: "TOTAL-PASSED", words: "Il messaggio PEC è autentico." },
};

test.describe("real messages", () => {
  test.skip(!haveReal, noReal);

  test("each gives its verdict, in words and as a report, in the order in which it was given", async ({ opened }) => {
    const names = readdirSync(realFolder).filter(name => name.endsWith(".eml"));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
    const reports = await opened.verified(...names.map(real));
    expect(reports.map(({ file }) => file.name)).toEqual(names);
    await opened.expand();
    for (const report of reports) {
      const want = expected[report.file.name]!;
      expect.soft(report).toMatchObject({ kind: want.kind, indication: want.indication, subindication: want.subindication ?? "" });
      if (want.time) expect.soft(report.certified?.time).toBe(want.time);
      for (const id of want.warns ?? []) expect.soft(report.checks).toContainEqual(expect.objectContaining({ id, status: "warning" }));
      await expect.soft(opened.result(report.file.name).getByRole("heading", { level: 3 })).toHaveText(want.words);
    }
  });

  test("the delivery receipt says who certifies what and when", async ({ opened }) => {
    const [report] = (await opened.verified(real("aruba-2018-consegna.eml"))) as [Report];
    const result = opened.result("aruba-2018-consegna.eml");
    const certified = report.certified!;
    await expect(result.locator(".says")).toContainText(
      /Il gestore .+ certifica che il messaggio di .+ è stato consegnato nella casella .+ il 13 novembre 2018 alle ore 16:39:27/,
    );
    // Rome time, whatever the clock of the viewer says, with its zone and UTC beside it.
    await expect(result.locator(".facts")).toContainText("ora di Roma");
    await expect(result.locator(".facts")).toContainText("2018-11-13 15:39:27 UTC");
    for (const value of [certified.sender, certified.deliveredTo, certified.subject, certified.identifier]) {
      await expect(result.locator(".facts")).toContainText(value);
    }
    await expect(result.locator(".facts")).toContainText("casella PEC");
    const attachment = report.content!.attachments![0]!;
    expect(attachment.name).toBe("IT03339130126_00009.xml");
    await expect(result.locator(".content")).toContainText(attachment.name);
    await expect(result.locator(".content")).toContainText(attachment.sha256);
    await expect(result.locator(".proof")).toContainText("Non prova che qualcuno lo abbia letto");
    // Every receipt of those years has it: it is said, and is no warning about this one.
    await expect(result.locator(".warnings")).toHaveCount(0);
    await result.getByText("Tutti i controlli").click();
    await expect(result.locator(".check.note", { hasText: "SHA-1" })).toBeVisible();
    expect(await result.locator(".check").count()).toBe(report.checks.length);
    await result.getByText("Dettagli tecnici").click();
    await expect(result.locator(".technical")).toContainText(report.signature!.signer!.sha256);
    await expect(result.locator(".technical")).toContainText(report.file.sha256);
  });

  test("an edited outer subject warns, and the signed one is shown as certified", async ({ opened }) => {
    await opened.verified(real("aruba-posta-certificata-subject-edited.eml"));
    const result = opened.result("aruba-posta-certificata-subject-edited.eml");
    await expect(result.locator(".warnings")).toContainText("Oggetto mostrato");
    await expect(result.locator(".about")).toContainText("test con segnatura (solo testo)");
  });

  test("of an altered message nothing is shown as certified", async ({ opened }) => {
    await opened.verified(real("sogei-2018-posta-certificata-blanks-stripped.eml"));
    const result = opened.result("blanks-stripped");
    await expect(result).toContainText("Nulla di ciò che il file dichiara è certificato");
    await expect(result.locator(".says, .facts, .content, .proof")).toHaveCount(0);
  });
});
