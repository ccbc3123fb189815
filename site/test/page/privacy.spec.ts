import { vector, vectors } from "../corpus";
import { expect, test } from "./open";

test("no request leaves once the page is ready, but for the table of another language", async ({ opened }) => {
  await opened.ready();
  await opened.page.waitForLoadState("networkidle");
  const before = opened.requests.length;
  // The script of a further worker is one that the page has in its memory.
  const since = (): string[] => opened.requests.slice(before).filter(url => !url.startsWith(`blob:${process.env["PEC_URL"]}/`));
  await opened.verified(...vectors("kinds"), vector("none/ricevuta.pdf"));
  await opened.expand();
  expect(since()).toEqual([]);
  await opened.speak("English");
  expect(since().map(url => url.replace(/-[0-9a-f]{10}\./, "."))).toEqual([`${process.env["PEC_URL"]}/assets/pec-texts-en.json`]);
});

test("all that is loaded comes from the page's own place", async ({ opened }) => {
  await opened.ready();
  const own = process.env["PEC_URL"]!;
  expect(opened.requests.filter(url => !url.startsWith(own) && !url.startsWith(`blob:${own}/`) && url !== "data:,")).toEqual([]);
});

test("the policy refuses requests elsewhere, inline scripts and eval", async ({ page, opened }) => {
  await opened.ready();
  await page.evaluate(async () => {
    const names: string[] = [];
    Object.assign(window, { refused: names });
    addEventListener("securitypolicyviolation", event => names.push(event.effectiveDirective));
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

test("the worker obeys the page's policy, whatever the server sends", async ({ page, opened }) => {
  await page.route("**/*", async route => {
    const response = await route.fetch();
    const { "content-security-policy": _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.reload();
  await opened.ready();
  const worker = page.workers()[0]!;
  expect(worker.url()).toMatch(/^blob:/);
  const refused = await worker.evaluate(
    () =>
      new Promise(said => {
        addEventListener("securitypolicyviolation", event => said((event as SecurityPolicyViolationEvent).effectiveDirective));
        void fetch("https://elsewhere.example/").catch(() => {});
      }),
  );
  expect(refused).toBe("connect-src");
  opened.complaints.length = 0;
});
