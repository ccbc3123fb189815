import path from "node:path";
import type { Frame, Page } from "@playwright/test";
import { vector } from "../corpus";
import { dist, Host } from "../host";
import { expect, hosted } from "./open";

const receipt = vector("kinds/consegna-completa.eml");

interface Told {
  origin: string;
  data: { pec?: number; type?: string; height?: number; state?: string; report?: { kind: string } };
}

/** A site of another origin with a frame in it, which notes what the frame tells. */
const test = hosted.extend<{ site: Host; framed: (query: (site: string) => string) => Promise<Frame> }>({
  site: async ({}, use) => {
    const site = await new Host(path.join(dist, "nowhere")).start();
    await use(site);
    await site.stop();
  },
  framed: async ({ page, host, site }, use) => {
    await use(async query => {
      const address = `${host.origin}/embed.html?${query(encodeURIComponent(site.origin))}`.replaceAll("&", "&amp;");
      site.pages.set(
        "/",
        `<!doctype html><script>window.told = []; addEventListener("message", ({ origin, data }) => told.push({ origin, data }))</script>` +
          `<script type="module" src="${host.origin}/pec-frame.js"></script><iframe data-pec-verifier width="600" height="10" src="${address}"></iframe>`,
      );
      host.headers = { "Access-Control-Allow-Origin": "*" };
      await page.goto(site.origin);
      const frame = page.frames()[1]!;
      await frame.locator("pec-verifier[state=ready]").waitFor();
      return frame;
    });
  },
});

const told = (page: Page): Promise<Told[]> => page.evaluate(() => (window as unknown as { told: Told[] }).told);

async function check(frame: Frame): Promise<void> {
  await frame.locator("pec-verifier input[multiple]").setInputFiles(receipt);
  await frame.locator("pec-verifier[state=done]").waitFor();
}

test("the frame is as tall as what is in it, and tells how far it is, but no report", async ({ page, host, framed }) => {
  const frame = await framed(site => `lang=it&compact&origin=${site}&organisation=Comune+di+Esempio&contact=urp@comune.example`);
  const height = (): Promise<number> => page.locator("iframe").evaluate(one => one.clientHeight); // without its border
  const body = (): Promise<number> => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  await expect.poll(async () => (await height()) - (await body())).toBe(0);
  const before = await height();
  expect(before).toBeGreaterThan(100);
  await expect(frame.locator("pec-verifier")).toContainText("Servizio offerto da Comune di Esempio. Per domande: urp@comune.example");
  await check(frame);
  await expect.poll(async () => (await height()) - (await body())).toBe(0);
  expect(await height()).toBeGreaterThan(before + 300);
  const all = await told(page);
  expect(new Set(all.map(({ data }) => data.type))).toEqual(new Set(["height", "state"]));
  expect(new Set(all.map(({ origin, data }) => `${origin} ${data.pec}`))).toEqual(new Set([`${host.origin} 1`]));
  expect(all.filter(({ data }) => data.type === "state").map(({ data }) => data.state)).toEqual(expect.arrayContaining(["ready", "done"]));
  await expect(frame.locator("#told")).toHaveText("");
});

for (const [query, scheme, button] of [
  ["theme=light&primary=006b3f", "light", "rgb(0, 107, 63)"],
  ["theme=dark", "dark", ""],
  ["theme=x&primary=red;}", "light dark", "rgb(0, 102, 204)"],
] as const)
  test(`with ${query} the frame is as it is asked to be`, async ({ framed }) => {
    const frame = await framed(site => `lang=it&${query}&origin=${site}`);
    expect(await frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(scheme);
    const looks = await frame.locator("pec-verifier").evaluate(element => {
      const of = (selector: string): string => getComputedStyle(element.shadowRoot!.querySelector(selector)!).backgroundColor;
      return [of(".btn-primary"), of(".verifier"), getComputedStyle(document.body).backgroundColor];
    });
    if (button !== "") expect(looks[0]).toBe(button);
    expect(looks.slice(1)).toEqual(Array(2).fill(scheme === "dark" ? "rgb(14, 26, 39)" : "rgb(255, 255, 255)"));
  });

test("320 px wide and compact, nothing scrolls sideways, and the frame's height follows what is opened and closed", async ({
  page,
  framed,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const frame = await framed(site => `lang=it&compact&origin=${site}`);
  await page.locator("iframe").evaluate(one => one.setAttribute("width", "320"));
  const height = (): Promise<number> => page.locator("iframe").evaluate(one => one.clientHeight);
  const fits = async (): Promise<void> => {
    await expect
      .poll(async () => (await height()) - (await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height))))
      .toBe(0);
    const { width, scrolls } = await frame.evaluate(() => ({ width: innerWidth, scrolls: document.documentElement.scrollWidth }));
    expect(width).toBe(320);
    expect(scrolls).toBeLessThanOrEqual(320);
  };
  await fits();
  await frame.locator("pec-verifier input[multiple]").setInputFiles([receipt, vector("none/ricevuta.pdf")]);
  await frame.locator("pec-verifier[state=done]").waitFor();
  await frame.locator("pec-verifier pec-dossier, pec-verifier section.dossier, pec-verifier details.file").first().waitFor();
  await fits();
  const closed = await height();
  const line = frame.locator("pec-verifier details.file > summary").first();
  await line.click();
  await expect.poll(height).toBeGreaterThan(closed + 300);
  await fits();
  for (const section of await frame.locator("pec-verifier article.result:visible details.section > summary").all()) await section.click();
  await fits();
  await line.click();
  await expect.poll(height).toBeLessThan(closed + 300);
  await fits();
});

test("reports go out only where the address asks for them, and the person is told", async ({ page, site, framed }) => {
  const frame = await framed(origin => `lang=it&reports&origin=${origin}`);
  await expect(frame.locator("#told")).toContainText(`I risultati arrivano anche alla pagina che ospita questo riquadro: ${site.origin}`);
  await check(frame);
  await expect
    .poll(async () => (await told(page)).filter(({ data }) => data.type === "report").map(({ data }) => data.report!.kind))
    .toEqual(["avvenuta-consegna"]);
});

for (const [what, query] of [
  ["no origin", "lang=it&reports"],
  ["another origin", "lang=it&reports&origin=https://comune.example"],
  ["an origin without https", "lang=it&reports&origin=http://comune.example"],
] as const) {
  test(`with ${what} in its address the frame tells nothing to the page around it`, async ({ page, framed }) => {
    page.on("console", () => {}); // the browser may name the message that it did not deliver
    const frame = await framed(() => query);
    await check(frame);
    expect(await told(page)).toEqual([]);
  });
}

test("the page around may choose the language and clear; others and other versions may not", async ({ page, host, framed }) => {
  const frame = await framed(site => `lang=it&origin=${site}`);
  await check(frame);
  const say = (message: object): Promise<void> =>
    page.evaluate(([message, origin]) => document.querySelector("iframe")!.contentWindow!.postMessage(message, origin as string), [
      message,
      host.origin,
    ] as const);
  const drop = frame.locator("pec-verifier .drop h2");
  // From a window that is not the parent.
  await frame.evaluate(() => postMessage({ pec: 1, type: "language", language: "de" }, "*"));
  for (const wrong of [
    { type: "language", language: "de" },
    { pec: 2, type: "language", language: "de" },
    { pec: 1, type: "language", language: "xx" },
    { pec: 1, type: "nothing" },
  ])
    await say(wrong);
  await say({ pec: 1, type: "language", language: "en" });
  await expect(drop).toHaveText("Choose the files to check");
  await expect(frame.locator("pec-verifier article.result")).toHaveCount(1);
  await say({ pec: 1, type: "clear" });
  await expect(frame.locator("pec-verifier article.result")).toHaveCount(0);
});

test("opened by itself it shows no office that a link names", async ({ page, host }) => {
  await page.goto(`${host.origin}/embed.html?lang=it&organisation=Comune+finto&contact=ladro@example.net&origin=https://comune.example`);
  await page.locator("pec-verifier[state=ready]").waitFor();
  await expect(page.locator("pec-verifier")).not.toContainText("finto");
  await expect(page.locator("pec-verifier .office")).toHaveCount(0);
});

test("the page of snippets shows both, with the address and hashes of this build", async ({ page, host }) => {
  await page.goto(`${host.origin}/embedding.html`);
  const frame = page.frameLocator("#demo-frame");
  await frame.locator("pec-verifier[state=ready]").waitFor();
  await page.locator("main > pec-verifier[state=ready]").waitFor();
  const sums = await (await page.request.get(`${host.origin}/SHA256SUMS`)).text();
  for (const [id, file] of [
    ["#snippet-element", "pec-verifier.js"],
    ["#snippet-frame", "pec-frame.js"],
  ] as const) {
    const text = await page.locator(id).innerText();
    expect(text).toContain(`${host.origin}/${file}`);
    const hash = Buffer.from(/sha256-([^"]+)"/.exec(text)![1]!, "base64").toString("hex");
    expect(sums).toContain(`${hash}  ${file}`);
  }
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copia le righe" }).first().click();
  await expect(page.getByRole("status").filter({ hasText: "Copiato." })).toHaveCount(1);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("<pec-verifier");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("h1")).toHaveText("Put the PEC check on your site");
  await expect(frame.locator("pec-verifier .drop")).toBeVisible();
});
