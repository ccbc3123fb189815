import { readFileSync } from "node:fs";
import path from "node:path";
import { source } from "../corpus";
import { dist, Host, oneByte, strictest } from "../host";
import { mail } from "../mail";
import { expect, hosted, Opened } from "./open";
import { trusting } from "./states";

// The policy of a site that takes the element: what is documented is enough, with Trusted Types too; where it is less, the visitor reads why
// nothing starts.

const documented = strictest("https://verifica.example");
const integrity = /integrity="(sha256-[^"]+)"/.exec(readFileSync(path.join(dist, "index.html"), "utf8").split("pec-verifier.js")[1]!)![1]!;
const inside = /<pec-verifier[^>]*>(.*?)<\/pec-verifier>/s.exec(
  source("site/embedding.html").replaceAll("&lt;", "<").replaceAll("&gt;", ">"),
)![1]!;

const test = hosted.extend<{ under: (policy: string) => Promise<Opened> }>({
  under: async ({ page, host }, use) => {
    host.headers = { "Access-Control-Allow-Origin": "*" };
    const site = await new Host(path.join(dist, "nowhere")).start();
    const opened = new Opened(page, site.origin);
    await use(async policy => {
      site.headers = { "Content-Security-Policy": policy.replaceAll("https://verifica.example", host.origin) };
      site.pages.set(
        "/",
        `<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Comune di Esempio</title><link rel="icon" href="data:,">
        <script type="module" crossorigin src="${host.origin}/pec-verifier.js" integrity="${integrity}"></script></head>
        <body><pec-verifier lang="it">${inside}</pec-verifier></body></html>`,
      );
      await opened.open();
      return opened;
    });
    await site.stop();
  },
});

const TYPES = "; require-trusted-types-for 'script'; trusted-types lit-html pec-verifier";

test("under Trusted Types a receipt is judged and its mail is shown in its own format", async ({ under }) => {
  const opened = await under(documented + TYPES);
  await opened.ready();
  await trusting(opened);
  await opened.verified(mail({ name: "formattata.eml", html: "<h1>Titolo</h1><p>Testo</p>" }));
  await opened.element.getByText("Messaggio contenuto").first().click();
  await opened.element.getByRole("button", { name: "Mostra la versione formattata" }).click();
  await expect(opened.element.frameLocator("iframe.mail").getByRole("heading", { name: "Titolo" })).toBeVisible();
  expect(opened.complaints.filter(text => /trusted/i.test(text))).toEqual([]); // that the mail's own styles are not allowed is documented
});

for (const [what, less] of [
  ["workers are not allowed", documented.replace(/worker-src blob:;?/, "worker-src 'none';")],
  ["workers are not named", documented.replace(/worker-src blob:;?/, "")],
  ["the core is not allowed", documented.replace(" 'wasm-unsafe-eval'", "")],
  ["parts are not allowed", documented.replace(/connect-src [^;]+;/, "connect-src 'self';")],
  ["another Trusted Types policy is asked for", documented + TYPES.replace("pec-verifier", "other")],
  ["no Trusted Types policy is allowed to it", documented + TYPES.replace(" pec-verifier", "")],
] as const)
  test(`where ${what}, the element says that the site's rules stop it`, async ({ under }) => {
    expect(less).not.toBe(documented);
    const opened = await under(less);
    await expect(opened.element).toHaveAttribute("state", "error");
    await expect(opened.element.getByRole("status").first()).toContainText(
      "Le regole di sicurezza di questo sito non lasciano partire il programma",
    );
  });

test("where the program itself is not allowed, is another or is not there, the words inside the element are read", async ({
  host,
  under,
}) => {
  const words = "Il controllo delle ricevute non si è caricato";
  const forbidden = await under(documented.replace("script-src https://verifica.example", "script-src 'self'"));
  await expect(forbidden.element.getByText(words)).toBeVisible();
  host.changed.set(/pec-verifier\.js$/, oneByte);
  const another = await under(documented);
  await expect(another.element.getByText(words)).toBeVisible();
  host.changed.clear();
  await host.stop();
  const gone = await under(documented);
  await expect(gone.element.getByText(words)).toBeVisible();
  await host.start();
});

test("what a site forbids of its own is no reason that the program gives", async ({ host, under }) => {
  host.changed.set(/\.wasm$/, oneByte);
  const opened = await under(documented.replace("style-src 'self'", "style-src 'none'"));
  await expect(opened.element).toHaveAttribute("state", "error");
  await expect(opened.element.getByRole("status").first()).toContainText("non è quello pubblicato");
});
