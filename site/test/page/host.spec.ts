import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { vector } from "../corpus";
import { dist, Host, strictest } from "../host";
import { list } from "../newer";
import { accessible } from "./axe";
import { expect as patient, hosted, Opened } from "./open";
import { Panel } from "./panel";

/** A service worker takes its time on a busy machine. */
const expect = patient.configure({ timeout: 30_000 });
const LIST = "/providers.json";
const receipt = vector("kinds/consegna-completa.eml");

const test = hosted.extend<{ opened: Opened; panel: Panel }>({
  opened: async ({ page, host }, use) => {
    const opened = new Opened(page, host.origin);
    await use(opened);
    expect(opened.complaints).toEqual([]);
  },
  panel: async ({ opened }, use) => use(new Panel(opened)),
});

async function visit(opened: Opened): Promise<void> {
  await opened.open();
  await opened.ready();
}

async function verdict(opened: Opened): Promise<unknown> {
  return (await opened.verified(receipt))[0]!.indication;
}

function lists(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter(name => name.startsWith("pec-verifier-list")));
}

const fault = (opened: Opened) => opened.element.locator(".host-fault");

test("a newer list beside the page is used at once, and the page says whose it is and of what date", async ({
  page,
  host,
  opened,
  panel,
}) => {
  host.pages.set(LIST, list());
  await visit(opened);
  await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible(); // the service worker has asked for all that it keeps
  const asked = host.requests.length;
  expect((await opened.verified(receipt))[0]).toMatchObject({ indication: "TOTAL-PASSED", trust: { from: "host" } });
  expect(host.requests.slice(asked)).toEqual([]);
  await panel.open();
  const part = panel.root.locator("li.part").nth(1);
  await expect(part).toContainText(`Elenco di ${new URL(host.origin).host}`);
  await expect(part).toContainText("1 ottobre 2026");
  await expect(part.getByRole("button")).toHaveCount(0);
  await expect(opened.result(receipt.name)).toContainText("Chi ha firmato è noto dall’elenco che");
  await expect(fault(opened)).toHaveCount(0);
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(part).toContainText("Neben der Seite gefunden");
});

test("after one visit, with the server stopped, it is still in use; taken away by the host, it is not", async ({
  page,
  host,
  opened,
  panel,
}) => {
  host.pages.set(LIST, list());
  await visit(opened);
  await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible();
  await host.stop();
  await visit(opened);
  expect(await verdict(opened)).toBe("TOTAL-PASSED");
  await expect(fault(opened)).toHaveCount(0);
  opened.complaints.length = 0; // the browser names what it could not load
  await host.start();
  host.pages.delete(LIST);
  await visit(opened);
  expect(await verdict(opened)).toBe("INDETERMINATE");
  await expect(panel.parts).toHaveCount(1);
  await expect(fault(opened)).toHaveCount(0);
  expect(await lists(page)).toEqual([]);
});

const wrong: readonly [name: string, text: string, said: { it: string; en: string; de: string }][] = [
  ["one that was cut", list().slice(0, -2000), { it: "ha un errore", en: "There is a mistake in the list", de: "ein Fehler" }],
  [
    "another list",
    vector("trust/list.json").buffer.toString(),
    { it: "non conosce nessuna delle autorità", en: "knows none of the authorities", de: "kennt keine der verwendeten Stellen" },
  ],
  ["an older one", list(l => (l.date = "2025-02-20")), { it: "è più vecchio", en: "is older", de: "ist älter" }],
  ["one that lacks a provider", list(l => l.providers.splice(3, 1)), { it: "manca qualcosa", en: "lacks something", de: "fehlt etwas" }],
  ["an error page", "<!doctype html><title>404</title>", { it: "non è un elenco", en: "is no provider list", de: "keine Anbieterliste" }],
  ["one of another format", '{"format": "pec-trustlist/9"}', { it: "formato", en: "format", de: "Format" }],
  ["one that is too large", list() + " ".repeat(17 << 20), { it: "troppo grande", en: "too large", de: "zu groß" }],
];

for (const [name, text, said] of wrong) {
  test(`${name} beside the page is refused in words, and nothing is lost`, async ({ page, host, opened, panel }) => {
    host.pages.set(LIST, text);
    await visit(opened);
    await expect(fault(opened)).toContainText(said.it);
    await expect(fault(opened)).toContainText("L’elenco in uso non è cambiato.");
    for (const [language, words] of [
      ["English", said.en],
      ["Deutsch", said.de],
      ["Italiano", said.it],
    ] as const) {
      await opened.speak(language);
      await expect(fault(opened)).toContainText(words);
    }
    await expect(panel.parts).toHaveCount(1);
    expect(await verdict(opened)).toBe("INDETERMINATE");
    expect(await lists(page)).toEqual([]);

    // With a good one of an earlier visit, that one stays.
    host.pages.set(LIST, list());
    await visit(opened);
    await expect(panel.parts).toHaveCount(2);
    host.pages.set(LIST, text);
    await visit(opened);
    await expect(fault(opened)).toContainText(said.it);
    expect(await verdict(opened)).toBe("TOTAL-PASSED");
    expect(await lists(page)).toHaveLength(1);
  });
}

test("axe finds nothing where a list beside the page is refused", async ({ host, opened }) => {
  test.setTimeout(180_000);
  host.pages.set(LIST, wrong[0]![1]);
  await visit(opened);
  await expect(fault(opened)).toBeVisible();
  await accessible(opened, "refused");
});

test("one that is newer than the program but older than that of the last visit is refused too", async ({ host, opened, panel }) => {
  host.pages.set(LIST, list());
  await visit(opened);
  host.pages.set(
    LIST,
    list(l => (l.date = "2026-09-01")),
  );
  await visit(opened);
  await expect(fault(opened)).toContainText("è più vecchio");
  await panel.open();
  await expect(panel.root.locator("li.part").nth(1)).toContainText("1 ottobre 2026");
});

test("who holds a provider's logs today stands among the times, with its source and a mark on hearsay", async ({ host, opened }) => {
  const became = { kind: "merged", to: "Gestore Nuovo S.p.A.", date: "2026-02-03", source: "un giornale", secondHand: true };
  host.pages.set(
    LIST,
    list(l =>
      l.providers.push({ name: "Gestore Due S.p.A.", spellings: ["Gestore Due SpA"], source: "x", succession: [became] } as {
        name: string;
      }),
    ),
  );
  await visit(opened);
  expect(await verdict(opened)).toBe("TOTAL-PASSED");
  const times = opened.result(receipt.name).locator("section.times");
  await expect(times).toContainText("Chi risponde oggi dei registri");
  await expect(times).toContainText("Il gestore è confluito in Gestore Nuovo S.p.A. (noto dal 3 febbraio 2026).");
  await expect(times).toContainText("Fonte: un giornale.");
  await expect(times).toContainText("Notizia di seconda mano");
  await expect(times).toContainText("oggi ne risponde Gestore Nuovo S.p.A.");
});

test("no list beside the page is nothing to speak of", async ({ host, opened, panel }) => {
  await visit(opened);
  expect(host.requests.filter(name => name === LIST)).toHaveLength(1);
  await expect(panel.parts).toHaveCount(1);
  await expect(fault(opened)).toHaveCount(0);
});

test("one that comes late counts for what was checked before it came", async ({ page, host, opened }) => {
  host.pages.set(LIST, list());
  let send: () => void = () => {};
  const sent = new Promise<void>(done => (send = done));
  await page.route(`**${LIST}`, async route => {
    await sent;
    await route.continue();
  });
  await visit(opened);
  expect(await verdict(opened)).toBe("INDETERMINATE");
  send();
  await expect.poll(async () => (await opened.reports()).map(one => "indication" in one && one.indication)).toEqual(["TOTAL-PASSED"]);
});

test("a worker that takes the place of a dead one, and those beside it, have it too", async ({ page, host, opened }) => {
  host.pages.set(LIST, list());
  await visit(opened);
  await page.workers()[0]!.evaluate(() =>
    setTimeout(() => {
      throw new Error("killed");
    }),
  );
  await expect.poll(() => page.workers().length).toBe(1);
  await opened.ready();
  const many = Array.from({ length: 24 }, (_, i) => ({ ...receipt, name: `${i}.eml` }));
  const reports = await opened.verified(...many);
  expect(new Set(reports.map(one => one.indication))).toEqual(new Set(["TOTAL-PASSED"]));
  expect(host.requests.filter(name => name === LIST)).toHaveLength(1);
  opened.complaints.length = 0; // the killed worker's last words
});

test("what the person imported stays beside it, and is the only thing that is forgotten", async ({ host, opened, panel }) => {
  host.pages.set(LIST, list());
  await visit(opened);
  await panel.accept(vector("trust/index.ldif"));
  await expect(panel.parts).toHaveCount(3);
  await panel.button("Torna al solo elenco del programma").click();
  await expect(panel.parts).toHaveCount(2);
  await expect(panel.button("Torna al solo elenco del programma")).toHaveCount(0);
});

test("the frame has it from where it was loaded", async ({ page, host }) => {
  host.pages.set(LIST, list());
  const site = await new Host(path.join(dist, "nowhere")).start();
  site.pages.set("/", `<!doctype html><link rel="icon" href="data:,"><iframe src="${host.origin}/embed.html?lang=it"></iframe>`);
  await page.goto(site.origin);
  await expect(page.frameLocator("iframe").locator("section.providers li.part h3").nth(1)).toContainText("Elenco di");
  await site.stop();
});

test("the element on another site uses what an authority signed, and offers anything else", async ({ page, host }) => {
  host.headers = { "Access-Control-Allow-Origin": "*" };
  const integrity = /pec-verifier\.js" integrity="([^"]+)"/.exec(readFileSync(path.join(dist, "index.html"), "utf8"))![1]!;
  const site = await new Host(path.join(dist, "nowhere")).start();
  site.headers = {
    "Content-Security-Policy": strictest(host.origin),
  };
  site.pages.set(
    "/",
    `<!doctype html><link rel="icon" href="data:,"><script type="module" crossorigin src="${host.origin}/pec-verifier.js" integrity="${integrity}"></script><pec-verifier lang="it"></pec-verifier>`,
  );
  const opened = new Opened(page, site.origin);
  const panel = new Panel(opened);
  const official = ["AgID-CA1_790EC428504A61F2", "Aruba-PEC-S-p-A_AAF99669C4A1329C"].map(name =>
    vector(`trust/official/${name}.pem`).buffer.toString(),
  );
  host.pages.set(LIST, official.join("\n"));
  await visit(opened);
  await expect(panel.parts).toHaveCount(2);
  await panel.open();
  await expect(panel.root.locator("li.part").nth(1)).toContainText(`Elenco di ${new URL(host.origin).host}`);
  await expect(fault(opened)).toHaveCount(0);
  expect(await lists(page)).toEqual([]); // storage here is the site's

  host.pages.set(LIST, list());
  await visit(opened);
  await expect(fault(opened)).toContainText("Viene da un altro sito");
  await expect(panel.parts).toHaveCount(1);
  expect(await verdict(opened)).toBe("INDETERMINATE");
  await panel.button("Guarda questo elenco").click();
  await panel.button("Usa questo elenco").click();
  await expect(panel.parts).toHaveCount(2);
  expect(opened.complaints).toEqual([]);
  await site.stop();
});
