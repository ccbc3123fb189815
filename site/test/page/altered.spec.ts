import { vector } from "../corpus";
import { oneByte } from "../host";
import { violations } from "./axe";
import { expect, hosted as test, Opened } from "./open";

const receipt = vector("kinds/consegna-completa.eml");

for (const [part, which] of [
  ["the core", /pec-core-.*\.wasm$/],
  ["the worker's script", /pec-worker-.*\.js$/],
] as const) {
  test(`one byte of ${part} is another: it is not run, and the page says so`, async ({ page, host }) => {
    host.changed.set(which, oneByte);
    const opened = new Opened(page, host.origin);
    await opened.open();
    await expect(opened.element).toHaveAttribute("state", "error");
    await expect(opened.element.getByRole("status").first()).toContainText("non è quello pubblicato: non è stato avviato");
    expect(page.workers()).toEqual([]);
    await opened.choose(receipt);
    await expect(opened.result(receipt.name)).toContainText("Il programma non si è caricato");
    // Once the host is repaired, the files that are listed can be tried again.
    host.changed.clear();
    await opened.result(receipt.name).getByRole("button", { name: "Riprova" }).click();
    await expect(opened.element).toHaveAttribute("state", "done");
    await expect(opened.result(receipt.name)).toContainText("Ricevuta di avvenuta consegna");
  });
}

for (const [part, which] of [
  ["the element", /\/pec-verifier\.js$/],
  ["the page's script", /\/page-.*\.js$/],
] as const) {
  test(`one byte of ${part} is another: the browser does not run it`, async ({ page, host }) => {
    host.changed.set(which, content => Buffer.concat([Buffer.from("window.ran = true;"), content]));
    await page.goto(host.origin);
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    if (part === "the element") await expect(page.locator(".broken")).toBeVisible({ timeout: 15_000 });
  });
}

test("the hashes that the page shows are those of its files; one that differs is marked", async ({ page, host }) => {
  await page.goto(host.origin);
  await page.locator("pec-verifier[state=ready]").waitFor();
  host.changed.set(/\.wasm$/, oneByte);
  await page.evaluate(async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.getByText("Verifica questa pagina").click();
  await expect(page.locator(".hashes li.differs")).toHaveText(/^assets\/pec-core-.*NON è quella attesa/);
  await expect(page.locator(".hashes li.unread")).toHaveCount(0);
  await expect(
    page.locator(".hashes li.equal code:first-child").filter({ hasText: /^pec-verifier\.js$|pec-worker|page-.*css/ }),
  ).toHaveCount(3);
  await expect(page.locator(".hashes li.open code:first-child")).toHaveText([/^assets\/page-/, "index.html", "sw.js"]);
  expect(await violations(new Opened(page, host.origin))).toEqual([]);
  const sums = await (await page.request.get(`${host.origin}/SHA256SUMS`)).text();
  for (const line of await page.locator(".hashes li.equal, .hashes li.open").all()) {
    expect(sums).toContain(`${await line.locator(".hash").innerText()}  ${await line.locator("code").first().innerText()}`);
  }
});
