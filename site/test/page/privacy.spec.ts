import { vector, vectors } from "../corpus";
import { expect, test } from "./open";

test("no request leaves once the page is ready", async ({ opened }) => {
  await opened.ready();
  await opened.page.waitForLoadState("networkidle");
  const before = opened.requests.length;
  await opened.verified(...vectors("kinds"), vector("none/ricevuta.pdf"));
  await opened.expand();
  await opened.page.getByRole("button", { name: "English" }).click();
  expect(opened.requests.slice(before)).toEqual([]);
});

test("all that is loaded comes from the page's own place", async ({ opened }) => {
  await opened.ready();
  const own = process.env["PEC_URL"]!;
  expect(opened.requests.filter((url) => !url.startsWith(own) && url !== "data:,")).toEqual([]);
});

test("the policy refuses requests elsewhere, inline scripts and eval", async ({ page, opened }) => {
  await opened.ready();
  await page.evaluate(async () => {
    const names: string[] = [];
    Object.assign(window, { refused: names });
    addEventListener("securitypolicyviolation", (event) => names.push(event.effectiveDirective));
    await fetch("https://elsewhere.example/").catch(() => {});
    const image = new Image();
    image.src = "https://elsewhere.example/x.png";
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
  });
  const refused = (): Promise<string[]> => page.evaluate(() => (window as unknown as { refused: string[] }).refused);
  await expect.poll(async () => new Set(await refused())).toEqual(new Set(["connect-src", "img-src", "script-src-elem"]));
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  opened.complaints.length = 0; // the refusals were asked for
});

test("the worker obeys a policy of its own", async ({ page, opened }) => {
  await opened.ready();
  const worker = page.workers()[0]!;
  const refused = await worker.evaluate(() => fetch("https://elsewhere.example/").then(() => false, () => true));
  expect(refused).toBe(true);
  const answer = await page.request.get(worker.url());
  expect(answer.headers()["content-security-policy"]).toContain("connect-src 'self'");
  opened.complaints.length = 0;
});
