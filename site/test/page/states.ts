import { file, vector, vectors, type TestFile } from "../corpus";
import { mail, mails } from "../mail";
import { expect, type Opened } from "./open";
import { Panel } from "./panel";

/** A state of the page that a person can meet, reached from a page with nothing given and the test authorities trusted. */
export interface State {
  name: string;
  reach(opened: Opened): Promise<unknown>;
}

/** Both authorities of the vectors are trusted, and nothing is given; for the core with planted faults. */
export async function trusting(opened: Opened): Promise<void> {
  await opened.choose(vector("trust/ca.pem"), vector("trust/rem-ca.pem"));
  await opened.done();
  await empty(opened);
}

export async function empty(opened: Opened): Promise<void> {
  await opened.element.evaluate(element => (element as HTMLElementTagNameMap["pec-verifier"]).clear());
  await expect(opened.element.locator("article.result, details.file, pec-list")).toHaveCount(0);
}

/** Files are given, and nothing moves any more. */
export async function given(opened: Opened, ...files: TestFile[]): Promise<void> {
  await opened.choose(...files);
  await opened.done();
  await expect(opened.element.locator(".opening").filter({ visible: true })).toHaveCount(0);
}

/** Opens all that a result or a dossier keeps folded; the list of providers stays closed. */
export async function unfolded(opened: Opened): Promise<void> {
  await opened.element
    .locator("article.result details, section.dossier details, .first details")
    .evaluateAll(all => all.forEach(one => ((one as HTMLDetailsElement).open = true)));
}

function altered(name: string, of: string, from: string, to: string): TestFile {
  return file(name, Buffer.from(vector(of).buffer.toString("latin1").replaceAll(from, to), "latin1"));
}

/** One file alone. */
const alone = (name: string, ...make: (() => TestFile)[]): State => ({ name, reach: opened => given(opened, ...make.map(one => one())) });
const of = (...paths: string[]): State[] =>
  paths.map(path => alone(path.replace(/\.[a-z0-9]+$/, "").replaceAll("/", "-"), () => vector(path)));

const start: State[] = [
  { name: "empty", reach: opened => opened.ready() },
  { name: "how-to-get-the-file", reach: opened => opened.element.getByText("Come ottengo il file .eml?").click() },
];

const examples: State[] = ["Ricevuta consegnata", "Ricevuta alterata", "Gestore sconosciuto"].map(name => ({
  name: `example-${name.split(" ")[1]}`,
  reach: async opened => {
    await opened.ready();
    await opened.element.getByRole("button", { name }).click();
    await expect(opened.element.locator("article.result")).toBeVisible({ timeout: 30_000 });
  },
}));

const kinds: State[] = [
  ...vectors("kinds").map(({ name }) => alone(`kinds-${name.replace(".eml", "")}`, () => vector(`kinds/${name}`))),
  alone("preavviso-senza-ore", () => mail({ name: "preavviso.eml", kind: "preavviso-errore-consegna" })),
  alone("consegna-vecchia-di-notte", () => mail({ name: "notte.eml", kind: "avvenuta-consegna", minutes: 720 })),
];

const bad: State[] = [
  alone("altered", () => altered("alterata.eml", "kinds/consegna-completa.eml", "Il giorno", "Al giorno")),
  ...of(
    "attacks-trust/domain-not-admitted.eml",
    "trust/stranger.eml",
    "trust/crl-before.eml",
    "trust/expired.eml",
    "trust/no-email-protection.eml",
    "cms/rsa-512.eml",
    "cms/no-certificate.eml",
    "evidence/daticert-missing-in-consegna.eml",
    "evidence/msgid-differs.eml",
    "evidence/missing-giorno.eml",
    "repair/reencoded.eml",
  ),
];

const none: State[] = of(
  "none/ricevuta.pdf",
  "none/appunti.txt",
  "none/atto.pdf.p7m",
  "none/bare-postacert.eml",
  "none/binary.bin",
  "none/daticert.xml",
  "none/empty.eml",
  "none/gestore.pem",
  "none/ordinary-mail.eml",
  "none/ordinary-mail-with-attachment.eml",
  "none/pagina.html",
  "none/receipt-as-text.eml",
  "none/smime.p7s",
);

const warned: State[] = of(
  "headers/everything-edited.eml",
  "headers/subject-edited.eml",
  "wrappers/covering-text.eml",
  "wrappers/forward-two.eml",
  "wrappers/genuine-beside-altered.eml",
  "cms/sha1.eml",
  "evidence/identifier-differs.eml",
  "evidence/unknown-tipo.eml",
  "attacks-identity/subject-markup.eml",
);

const rem: State[] = vectors("rem")
  .map(({ name }) => name)
  .filter(name => /^(acceptance|rejection|consignment|consignment-failure|dispatch|relay|received|event|not-q|platform|nothing)/.test(name))
  .map(name => alone(`rem-${name.replace(".eml", "")}`, () => vector(`rem/${name}`)));

async function sending(opened: Opened, ...files: TestFile[]): Promise<void> {
  await given(opened, ...files);
  await expect(opened.element.locator("pec-dossier")).toBeVisible({ timeout: 30_000 });
  await expect(opened.element.locator("section.dossier > [role=status]")).toHaveText("");
}

const both = (): TestFile[] => mails({ name: "a.eml", kind: "accettazione" }, { name: "c.eml", kind: "avvenuta-consegna" });

const several: State[] = [
  { name: "dossier-complete", reach: opened => sending(opened, ...both()) },
  {
    name: "dossier-details",
    reach: async opened => {
      await sending(opened, ...both());
      await opened.element.getByRole("button", { name: "Mostra i dettagli dell’invio" }).first().click();
    },
  },
  {
    name: "dossier-many-recipients",
    reach: opened =>
      sending(
        opened,
        vector("kinds/accettazione-41-destinatari.eml"),
        ...mails({ name: "x.eml", kind: "accettazione", minutes: 30 }, { name: "e.eml", kind: "errore-consegna", minutes: 30 }),
      ),
  },
  {
    name: "dossier-in-contrast",
    reach: opened => sending(opened, ...both(), mail({ name: "e.eml", kind: "errore-consegna" })),
  },
  { name: "dossier-with-unread", reach: opened => sending(opened, ...both(), vector("none/ricevuta.pdf"), file("memoria.eml", "x")) },
  {
    name: "several-one-opened",
    reach: async opened => {
      await sending(opened, ...both(), vector("none/ricevuta.pdf"), vector("attacks-trust/domain-not-admitted.eml"));
      await opened.element.locator("details.file > summary").nth(1).click();
    },
  },
  { name: "rem-several", reach: opened => sending(opened, vector("rem/acceptance.eml"), vector("rem/consignment.eml")) },
];

const many: State[] = [
  { name: "many", reach: opened => given(opened, ...vectors("kinds"), vector("none/ricevuta.pdf"), ...vectors("format")) },
  {
    name: "many-one-opened",
    reach: async opened => {
      await given(opened, ...vectors("kinds"), vector("none/ricevuta.pdf"), ...vectors("format"));
      await opened.element.locator("pec-list tbody button").first().click();
    },
  },
];

const attachments: State[] = [
  {
    name: "attachments-asked",
    reach: async opened => {
      await given(opened, mail({ name: "consegna.eml", kind: "avvenuta-consegna", signed: true }));
      await unfolded(opened);
      await opened.element.getByRole("button", { name: "Controlla le firme degli allegati" }).click();
      await expect(opened.element.locator("details.signature")).toHaveCount(2);
      await unfolded(opened);
    },
  },
  {
    name: "attachments-none-signed",
    reach: async opened => {
      await given(opened, vector("kinds/consegna-completa.eml"));
      await unfolded(opened);
      await opened.element.getByRole("button", { name: "Controlla le firme degli allegati" }).click();
      await expect(opened.element.locator("pec-signatures")).toContainText("Non contiene firme");
    },
  },
  {
    name: "attachments-alone",
    reach: async opened => {
      await given(opened, vector("none/atto.pdf.p7m"));
      await opened.element.getByRole("button", { name: "Controlla le firme di questo file" }).click();
      await expect(opened.element.locator("details.signature")).not.toHaveCount(0);
      await unfolded(opened);
    },
  },
  {
    name: "message-in-its-own-format",
    reach: async opened => {
      const html = "<h1>Titolo</h1><p>Testo <a href='https://x.example'>qui</a></p>";
      await given(opened, mail({ name: "formattata.eml", html }));
      await unfolded(opened);
      await opened.element.getByRole("button", { name: "Mostra la versione formattata" }).click();
    },
  },
];

const providers: State[] = [
  { name: "providers", reach: opened => new Panel(opened).open() },
  {
    name: "providers-table",
    reach: async opened => void (await expect((await new Panel(opened).table()).locator("tbody tr").nth(3)).toBeVisible()),
  },
  {
    name: "providers-preview",
    reach: async opened => {
      const panel = new Panel(opened);
      await panel.open();
      await panel.choose(vector("trust/index.ldif.p7m"));
      await expect(panel.dialog).toBeVisible();
    },
  },
  {
    name: "providers-refused",
    reach: async opened => {
      const panel = new Panel(opened);
      if (await panel.dialog.isVisible()) await panel.button("Annulla").click();
      await panel.open();
      await panel.choose(vector("none/ricevuta.pdf"));
      await expect(panel.refused).toBeVisible();
    },
  },
  {
    name: "providers-imported",
    reach: async opened => {
      const panel = new Panel(opened);
      await panel.open();
      await panel.accept(vector("trust/ca.pem"));
    },
  },
];

const faults: State[] = [
  alone("fault-of-the-core", () => file("panic.eml", "x")),
  alone("fault-memory", () => file("memory.eml", "x")),
  {
    name: "progress",
    reach: async opened => {
      await opened.element.evaluate(element => {
        const one = element as HTMLElementTagNameMap["pec-verifier"];
        one.items = Array.from({ length: 40 }, (_, id) => ({
          id,
          name: `ricevuta-${id}.eml`,
          state: id < 2 ? "working" : "waiting",
          outcomes: [],
        }));
      });
    },
  },
];

/** Every state, in groups that share a page. */
export const states: Record<string, State[]> = {
  start,
  examples,
  kinds,
  bad,
  none,
  warned,
  rem,
  several,
  many,
  attachments,
  providers,
  faults,
};
