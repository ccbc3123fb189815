import { vector, type TestFile } from "../corpus";
import { expect, test, type Opened } from "./open";

/** Words that are true of PEC alone. */
const OF_PEC = /gestore PEC|casella PEC|PEC di allora|firmare la PEC|30 mesi|AgID/;

async function judged(opened: Opened, file: TestFile): Promise<string> {
  await opened.element.getByRole("button", { name: "Svuota l’elenco" }).click();
  await opened.verified(file);
  await opened.expand();
  const result = opened.result(file.name).first();
  await expect(result).toContainText("Questo è un messaggio REM");
  return result.innerText();
}

test.describe("registered mail, with the authority of the test messages", () => {
  test.use({ core: "test" });

  test("what is said is of registered mail and not of PEC", async ({ opened }) => {
    await opened.choose(vector("trust/rem-ca.pem"));
    await opened.done();
    for (const name of ["consignment", "acceptance", "dispatch", "consignment-failure", "event-unknown"]) {
      const text = await judged(opened, vector(`rem/${name}.eml`));
      expect.soft(text, name).toMatch(/Ha firmato un servizio REM di allora\?\s*Sì/);
      if (name !== "event-unknown") expect.soft(text, name).toMatch(/Il gestore .+ certifica/);
      expect.soft(text, name).not.toMatch(OF_PEC);
      expect.soft(text, name).not.toMatch(/[{}]|undefined/);
    }
  });
});

test("of registered mail that cannot be concluded, or is altered, nothing is said that is true of PEC alone", async ({ opened }) => {
  const file = vector("rem/consignment.eml");
  await opened.verified(file);
  const unlisted = await judged(opened, file);
  expect(unlisted).toContain("Chi ha firmato non è in un elenco di servizi REM");
  expect(unlisted).toContain("Cerca il servizio nell’elenco di fiducia del suo Stato.");
  expect(unlisted).toMatch(/Chi ha firmato .+ dichiara/);
  expect(unlisted).not.toMatch(OF_PEC);
  const bytes = Buffer.from(file.buffer.toString("latin1").replaceAll("Trasmissione atti", "Trasmissione dati"), "latin1");
  const altered = await judged(opened, { ...file, name: "alterato.eml", buffer: bytes });
  expect(altered).toContain("dalla casella REM");
  expect(altered).not.toMatch(OF_PEC);
});
