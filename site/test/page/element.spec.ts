import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { file, vector, vectors } from "../corpus";
import { dist, Host, oneByte, strictest } from "../host";
import { expect, hosted, Opened } from "./open";

const receipt = vector("kinds/consegna-completa.eml");
const altered = file("alterata.eml", receipt.buffer.toString("latin1").replace("Il giorno", "Al giorno"));
const integrity = /integrity="(sha256-[^"]+)"/.exec(readFileSync(path.join(dist, "index.html"), "utf8").split("pec-verifier.js")[1]!)![1]!;

/** A site of another origin that takes the element from `host` under the strictest policy that is documented. */
const test = hosted.extend<{ site: Host; opened: Opened }>({
  site: async ({ host }, use) => {
    host.headers = { "Access-Control-Allow-Origin": "*" };
    const site = await new Host(path.join(dist, "nowhere")).start();
    site.headers = { "Content-Security-Policy": strictest(host.origin) };
    site.pages.set("/", markup(host, `<pec-verifier lang="it"></pec-verifier>`));
    await use(site);
    await site.stop();
  },
  opened: async ({ page, site }, use) => {
    const opened = new Opened(page, site.origin);
    await use(opened);
    expect(opened.complaints).toEqual([]);
  },
});

function markup(host: Host, body: string): string {
  return `<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Comune di Esempio</title><link rel="icon" href="data:,">
    <script type="module" crossorigin src="${host.origin}/pec-verifier.js" integrity="${integrity}"></script></head><body>${body}</body></html>`;
}

function wasmRequests(host: Host): number {
  return host.requests.filter(path => path.endsWith(".wasm")).length;
}

test("on a site of another origin with the strictest policy it verifies, and leaves nothing behind", async ({
  page,
  context,
  host,
  opened,
}) => {
  await page.addInitScript(() => Object.assign(window, { before: Object.keys(window) }));
  await opened.open();
  await opened.ready();
  const reports = await opened.verified(...vectors("kinds").slice(0, 4), altered);
  expect(reports.at(-1)!.indication).toBe("TOTAL-FAILED");
  await opened.expand();
  expect(await context.cookies()).toEqual([]);
  const left = await page.evaluate(async () => ({
    names: Object.keys(window).filter(name => !(window as unknown as { before: string[] }).before.includes(name) && name !== "before"),
    local: localStorage.length,
    session: sessionStorage.length,
    caches: (await caches.keys()).length,
    databases: (await indexedDB.databases()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(left).toEqual({ names: [], local: 0, session: 0, caches: 0, databases: 0, workers: 0 });
  expect(new Set(host.requests.map(path => path.replace(/-[0-9a-f]+\./, ".")))).toEqual(
    new Set(["/pec-verifier.js", "/assets/pec-worker.js", "/assets/pec-core.wasm", "/providers.json"]),
  );
  expect(
    opened.requests.filter(
      url => !url.startsWith(host.origin) && !url.startsWith(opened.url) && !url.startsWith(`blob:${opened.url}`) && url !== "data:,",
    ),
  ).toEqual([]);
});

test("a request elsewhere is refused on the site's page and in the element's worker", async ({ page, opened }) => {
  await opened.open();
  await opened.ready();
  const attempt = (): Promise<string> =>
    new Promise(said => {
      addEventListener("securitypolicyviolation", event => said((event as SecurityPolicyViolationEvent).effectiveDirective));
      void fetch("https://elsewhere.example/").catch(() => {});
    });
  expect(await page.evaluate(attempt)).toBe("connect-src");
  expect(await page.workers()[0]!.evaluate(attempt)).toBe("connect-src");
  opened.complaints.length = 0; // the refusals were asked for
});

test("two elements share one core, and each stops its own work only", async ({ page, host, site, opened }) => {
  site.pages.set("/", markup(host, `<pec-verifier id="one"></pec-verifier><pec-verifier id="two"></pec-verifier>`));
  await opened.open();
  const [one, two] = [page.locator("#one"), page.locator("#two")];
  for (const element of [one, two]) await expect(element).toHaveAttribute("state", "ready");
  expect(wasmRequests(host)).toBe(1);
  await page.evaluate(text => {
    const many = Array.from({ length: 300 }, (_, i) => new File([text], `${i}.eml`));
    const [one, two] = document.querySelectorAll("pec-verifier");
    void one!.verify(many);
    void two!.verify(many.slice(0, 20));
    one!.cancel();
  }, receipt.buffer.toString("latin1"));
  await expect(two).toHaveAttribute("state", "done", { timeout: 45_000 });
  const count = (id: string): Promise<number> =>
    page.locator(id).evaluate(element => (element as HTMLElementTagNameMap["pec-verifier"]).reports.length);
  expect([await count("#one"), await count("#two")]).toEqual([0, 20]);
  const most = await page.evaluate(() => Math.min(4, Math.max(1, navigator.hardwareConcurrency)));
  expect(page.workers().length).toBeLessThanOrEqual(most);
  expect(wasmRequests(host)).toBe(1);
  // With the last one the core goes.
  await page.evaluate(() => document.querySelector("#one")!.remove());
  expect(page.workers().length).toBeGreaterThan(0);
  await page.evaluate(() => document.querySelector("#two")!.remove());
  await expect.poll(() => page.workers().length).toBe(0);
});

for (const [what, move] of [
  ["moved", "document.querySelector('main').append(element)"],
  [
    "removed and put back later",
    "element.remove(); await new Promise((next) => setTimeout(next, 50)); document.querySelector('main').append(element)",
  ],
] as const) {
  test(`${what} in the middle of its work, it goes on and loses nothing`, async ({ page, host, site, opened }) => {
    site.pages.set("/", markup(host, `<div><pec-verifier></pec-verifier></div><main></main>`));
    await opened.open();
    await opened.ready();
    const found = await page.evaluate(
      async ([text, move]) => {
        const element = document.querySelector("pec-verifier")!;
        const given = Array.from({ length: 60 }, (_, i) => new File([text!], `${i}.eml`));
        const promised = element.verify(given);
        await new Promise(some => element.addEventListener("pec-report", some, { once: true }));
        if (move === "move") document.querySelector("main")!.append(element);
        else {
          element.remove();
          await new Promise(next => setTimeout(next));
          document.querySelector("main")!.append(element);
        }
        return (await promised).map(one => ("error" in one ? one.error : one.file.name));
      },
      [receipt.buffer.toString("latin1"), move.includes("remove") ? "remove" : "move"],
    );
    expect(found).toEqual(Array.from({ length: 60 }, (_, i) => `${i}.eml`));
    await expect(opened.element).toHaveAttribute("state", "done");
  });
}

/** A React application, which runs scripts of its own site only. */
async function react(page: Page, host: Host, site: Host): Promise<void> {
  const script = readFileSync(path.resolve(import.meta.dirname, "../../.cache/react.js"), "utf8");
  site.pages.set("/", markup(host, `<div id="root"></div><script type="module" src="/react.js"></script>`));
  site.headers["Content-Security-Policy"] = site.headers["Content-Security-Policy"]!.replace("script-src", "script-src 'self'");
  await page.route(`${site.origin}/react.js`, route => route.fulfill({ body: script, contentType: "text/javascript" }));
}

test("in React: mounted twice by strict mode, given properties, moved, kept, taken away", async ({ page, host, site, opened }) => {
  await react(page, host, site);
  await opened.open();
  const show = (what: object): Promise<void> => page.evaluate(what => (window as unknown as { show(what: object): void }).show(what), what);
  await page.waitForFunction(() => "show" in window);
  await show({});
  await opened.ready();
  await expect(opened.element).toContainText("Servizio offerto da ⁨Comune di Esempio⁩".replace(/[⁨⁩]/g, ""));
  await opened.verified(receipt);
  expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard.length)).toBe(1);
  // The same element in another place, with other properties: results and worker stay.
  const worker = page.workers()[0]!;
  await show({ order: ["verifier", "words"], organisation: "Comune di Prova", props: { compact: true, contact: "+39 06 1234567" } });
  await expect(opened.element).toContainText("Comune di Prova");
  await expect(opened.element.getByRole("link", { name: "+39 06 1234567" })).toHaveAttribute("href", "tel:+39061234567");
  await expect(opened.element.locator(".compact > .lists")).toHaveCount(1);
  expect(await opened.reports()).toHaveLength(1);
  expect(page.workers()).toContain(worker);
  // Another parent: React makes a new one.
  await show({ inside: "second" });
  await opened.ready();
  expect(await opened.verified(receipt)).toHaveLength(1);
  await show({ order: ["words"] });
  await expect.poll(() => page.workers().length).toBe(0);
  await show({});
  await opened.ready();
  expect(await opened.verified(receipt)).toHaveLength(1);
  opened.complaints.splice(0, Infinity, ...opened.complaints.filter(text => !/React DevTools/.test(text)));
});

test("on a page whose styles are hostile it is still readable, and takes the tokens that it is given", async ({
  page,
  host,
  site,
  opened,
}, info) => {
  const styles = `* { all: unset } html { font-size: 62.5%; color: #fff; background: #fff; letter-spacing: 2em; text-transform: uppercase; line-height: 0.5; cursor: none; text-align: right }
    p, h2, button { display: none !important } pec-verifier { --pec-primary: #00523a; --pec-rem: 1.6rem }`;
  site.pages.set("/", markup(host, `<style>${styles}</style><pec-verifier lang="it"></pec-verifier>`));
  site.headers["Content-Security-Policy"] = strictest(host.origin).replace("style-src", "style-src 'unsafe-inline'");
  await opened.open();
  await opened.ready();
  await opened.verified(receipt, altered);
  const looks = await opened.element.evaluate(element => {
    const style = (selector: string): CSSStyleDeclaration => getComputedStyle(element.shadowRoot!.querySelector(selector)!);
    const zone = element.shadowRoot!.querySelector(".start")!.getBoundingClientRect();
    const says = style(".verifier");
    return {
      size: parseFloat(says.fontSize),
      title: parseFloat(style("h2").fontSize),
      colour: says.color,
      spacing: says.letterSpacing,
      transform: style(".verdict h3").textTransform,
      line: parseFloat(says.lineHeight) / parseFloat(says.fontSize),
      button: style(".btn-primary").backgroundColor,
      wide: zone.width > innerWidth * 0.9,
      shown: [...element.shadowRoot!.querySelectorAll("h2, .btn, .verdict h3")].every(
        one => one.getClientRects().length > 0 || one.closest("details:not([open])") !== null,
      ),
    };
  });
  expect(looks).toEqual({
    size: 16,
    title: 24,
    colour: "rgb(26, 26, 26)",
    spacing: "normal",
    transform: "none",
    line: 1.5,
    button: "rgb(0, 82, 58)",
    wide: true,
    shown: true,
  });
  await page.screenshot({ path: info.outputPath("hostile.png"), fullPage: true });
});

test("one byte of a part is another on the host: the element does not run it, and says so", async ({ host, opened }) => {
  host.changed.set(/\.wasm$/, oneByte);
  await opened.open();
  await expect(opened.element).toHaveAttribute("state", "error");
  await expect(opened.element.getByRole("status").first()).toContainText("non è quello pubblicato: non è stato avviato");
  opened.complaints.length = 0; // the browser names the integrity that fails
});

test("one byte of the element is another on the host: the browser does not run it", async ({ page, host, opened }) => {
  host.changed.set(/pec-verifier\.js$/, content => Buffer.concat([content, Buffer.from("window.ran = true")]));
  await opened.open();
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => ["ran" in window, customElements.get("pec-verifier") === undefined])).toEqual([false, true]);
  opened.complaints.length = 0;
});

test("contacts become links only where they are addresses", async ({ page, opened }) => {
  await opened.open();
  await opened.ready();
  for (const [contact, href] of [
    ["https://www.comune.example/urp", "https://www.comune.example/urp"],
    ["urp@comune.example", "mailto:urp@comune.example"],
    ["06 123 4567", "tel:061234567"],
    ["javascript:alert(1)", null],
    ["urp@comune.example?cc=ladro@example.net", null],
    ["Sportello, stanza 4", null],
  ] as const) {
    await page.evaluate(contact => document.querySelector("pec-verifier")!.setAttribute("contact", contact), contact);
    await expect(opened.element.locator(".office")).toContainText(contact);
    expect(await opened.element.locator(".office a").evaluateAll(all => all.map(one => one.getAttribute("href")))).toEqual(
      href === null ? [] : [href],
    );
  }
});
