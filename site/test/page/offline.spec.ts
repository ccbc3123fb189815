import type { Page } from "@playwright/test";
import { vector } from "../corpus";
import { faulty, oneByte } from "../host";
import { violations } from "./axe";
import { expect as patient, hosted, Opened } from "./open";
import { Panel } from "./panel";

/** A service worker takes its time on a busy machine. */
const expect = patient.configure({ timeout: 30_000 });
const receipt = vector("kinds/consegna-completa.eml");
const authority = vector("trust/ca.pem");

const test = hosted.extend<{ opened: Opened }>({
  opened: async ({ page, host }, use) => {
    const opened = new Opened(page, host.origin);
    await opened.open();
    await use(opened);
    expect(opened.complaints).toEqual([]);
  },
});

async function kept(page: Page): Promise<void> {
  await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible({ timeout: 30_000 });
}

function caches(page: Page): Promise<string[]> {
  return page.evaluate(() => window.caches.keys());
}

/** Looks for a new version now, as the browser does with every navigation. */
async function look(page: Page): Promise<void> {
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
}

test("after one visit, with the server stopped, everything works, imported lists too", async ({ page, host, opened }, info) => {
  const panel = new Panel(opened);
  await panel.accept(authority);
  await kept(page);
  await host.stop();
  const other = await page.context().newPage();
  const again = new Opened(other, host.origin);
  await page.close();
  const begun = Date.now();
  await again.open();
  await again.ready();
  info.annotations.push({ type: "cold start offline, ms", description: String(Date.now() - begun) });
  const list = new Panel(again);
  await list.agree();
  expect((await again.verified(receipt))[0]).toMatchObject({ indication: "TOTAL-PASSED" });
  await list.accept(vector("trust/index.ldif"));
  await list.forget("ca.pem").click();
  await expect(list.parts).toHaveCount(2);
  await expect(again.element).toHaveAttribute("state", "done"); // judged anew by what is left: a new card, with its sections closed
  await again.expand();
  await expect(again.result(receipt.name)).toContainText("si trasmettono in allegato gli atti");
  for (const [button, name] of [
    ["Esporta l’elenco in uso", /^elenco/],
    [/^Salva i dati$/, /json$/],
    [/^Salva .*atto\.pdf/, /^atto\.pdf/],
  ] as const) {
    const [download] = await Promise.all([other.waitForEvent("download"), again.element.getByRole("button", { name: button }).click()]);
    expect(download.suggestedFilename()).toMatch(name);
  }
  await other.getByRole("button", { name: "English" }).click();
  await expect(other.locator("h1")).toHaveText("Has your PEC arrived? Check the receipt");
  await other.getByText("Verify this page").click();
  await expect(other.locator(".hashes li.equal").filter({ hasText: "pec-core" })).toHaveCount(1);
  // Only the server has these: the data of qualified services are kept when they are first asked for.
  await expect(other.locator(".hashes li:is(.differs, .unread)")).toHaveText([/^assets\/pec-services-/, /^sw\.js/]);
  // A worker that dies is replaced without the server.
  await other.workers()[0]!.evaluate(() =>
    setTimeout(() => {
      throw new Error("killed");
    }),
  );
  await again.ready();
  await again.choose(receipt);
  await again.done();
  // The page looks for the host's list, then for its parts that are not kept, and the browser for a new service worker; nothing else asks.
  const refused = "Failed to load resource: net::ERR_CONNECTION_REFUSED";
  expect(again.complaints.filter(text => !/killed/.test(text)).toSorted()).toEqual([
    refused,
    refused,
    refused,
    "Failed to load resource: net::ERR_FAILED",
  ]);
});

test("the browser can install it as an application", async ({ page, context, opened }) => {
  await kept(page);
  const devtools = await context.newCDPSession(page);
  expect((await devtools.send("Page.getAppManifest")).errors).toEqual([]);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]); // as every window of a test is
  await opened.ready();
});

test("a new version is announced, used when the person agrees, and the old one is removed", async ({ page, host, opened }) => {
  await kept(page);
  const [before] = await caches(page);
  host.folder = faulty;
  await look(page);
  const notice = page.locator("pec-update");
  await expect(notice).toContainText("C’è una nuova versione");
  expect(await caches(page)).toHaveLength(2);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [360, 1280]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" }); // a button on its way from one colour to the other has neither
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await violations(opened), `${colorScheme} ${width}`).toEqual([]);
    }
  }
  // Not asked, nothing changes: the page is the old one after a reload, too.
  const core = (): Promise<string> => page.evaluate(async () => (await (await fetch("pec-verifier.js")).text()).match(/pec-core-\w+/)![0]);
  const old = await core();
  await page.reload();
  await expect(notice).toContainText("C’è una nuova versione");
  expect(await core()).toBe(old);
  await Promise.all([page.waitForEvent("load"), notice.getByRole("button", { name: "Usa la nuova versione" }).click()]);
  await opened.ready();
  expect(await core()).not.toBe(old);
  await expect.poll(() => caches(page)).toHaveLength(1);
  expect((await caches(page))[0]).not.toBe(before);
  await expect(notice).toHaveText("");
});

test("a new version waits while files are checked, and does not touch another window", async ({ page, context, host, opened }) => {
  await kept(page);
  const other = await context.newPage();
  await other.goto(host.origin);
  await opened.ready();
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    const held: (() => void)[] = [];
    Worker.prototype.postMessage = function (this: Worker, message: { ask?: { do: string } }) {
      if (message.ask?.do === "verify") held.push(() => post.call(this, message));
      else post.call(this, message);
    } as typeof post;
    Object.assign(window, { release: () => held.splice(0).forEach(one => one()) });
  });
  await opened.choose(receipt);
  await expect(opened.element).toHaveAttribute("state", "working");
  host.folder = faulty;
  await look(page);
  const notice = page.locator("pec-update");
  await expect(notice).toContainText("alla fine del controllo");
  await expect(notice.getByRole("button")).toHaveCount(0);
  // The other window agrees: this one goes on with what it has, to its end, though the old files are nowhere any more.
  await other.locator("pec-update button").click();
  await expect(notice).toContainText("In un’altra finestra");
  await expect.poll(() => caches(page)).toHaveLength(1);
  await page.workers()[0]!.evaluate(() =>
    setTimeout(() => {
      throw new Error("killed");
    }),
  );
  await opened.done();
  await page.evaluate(() => (window as unknown as { release(): void }).release());
  await opened.choose(receipt);
  await page.evaluate(() => new Promise(next => setTimeout(next)));
  await expect
    .poll(async () => {
      await page.evaluate(() => (window as unknown as { release(): void }).release());
      return (await opened.reports()).map(one => "error" in one);
    })
    .toEqual([true, false]);
  opened.complaints.length = 0; // the killed worker's last words
});

test("a version of which one byte differs is not taken; the page goes on with the one that it has", async ({ page, host, opened }) => {
  await kept(page);
  const [before] = await caches(page);
  host.folder = faulty;
  host.changed.set(/\.wasm$/, oneByte);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const redundant = new Promise<void>(done =>
      registration.addEventListener("updatefound", () =>
        registration.installing!.addEventListener("statechange", event => (event.target as ServiceWorker).state === "redundant" && done()),
      ),
    );
    await registration.update();
    await redundant;
  });
  expect(await caches(page)).toEqual([before]);
  await expect(page.locator("pec-update")).toHaveText("");
  await page.reload();
  await opened.ready();
  opened.complaints.length = 0; // the browser names the integrity that fails
});

test("where there are no service workers the page works as before", async ({ page, opened }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined }));
  await page.reload();
  await opened.ready();
  expect(await opened.verified(receipt)).toHaveLength(1);
  await expect(page.locator("pec-offline")).toHaveText("");
});

test("where the browser has no room for it the page works as before, and does not say that it works without network", async ({
  page,
  context,
  host,
  opened,
}) => {
  const devtools = await context.newCDPSession(page);
  await page.evaluate(async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    for (const name of await window.caches.keys()) await window.caches.delete(name);
  });
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: host.origin, quotaSize: 1000 });
  await page.reload();
  await opened.ready();
  const ended = await page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.getRegistration()) ?? (await navigator.serviceWorker.register("sw.js"));
    const worker = registration.installing;
    if (worker !== null && worker.state !== "redundant")
      await new Promise(done => worker.addEventListener("statechange", () => worker.state === "redundant" && done(null)));
    return registration.active === null && (await window.caches.keys()).length === 0;
  });
  expect(ended).toBe(true);
  expect(await opened.verified(receipt)).toHaveLength(1);
  await expect(page.locator("pec-offline")).toHaveText("");
  opened.complaints.length = 0; // the browser names the quota
});
