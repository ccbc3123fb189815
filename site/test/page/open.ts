import { test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Outcome, Report } from "../../src/model/report";
import type { TestFile } from "../corpus";
import { dist, Host } from "../host";

export { expect };

/** The built page in the browser, as a person or a script meets it. */
export class Opened {
  readonly requests: string[] = [];
  readonly complaints: string[] = [];
  /** What a test makes the browser complain of. */
  tolerated: RegExp | undefined;
  readonly element: Locator;

  constructor(
    readonly page: Page,
    readonly url = process.env["PEC_URL"]!,
  ) {
    this.element = page.locator("pec-verifier");
    page.on("request", request => this.requests.push(request.url()));
    page.on("pageerror", error => this.complaints.push(String(error)));
    page.on("console", message => {
      // Most hosts lay no list beside the page; browsers write down each 404.
      if (message.location().url.endsWith("/providers.json") && /status of 404/.test(message.text())) return;
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
  }

  async open(): Promise<void> {
    // A refused request or script shows as an event, whatever the console says.
    await this.page.addInitScript(() => {
      addEventListener("securitypolicyviolation", event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    await this.page.goto(this.url);
  }

  async ready(): Promise<void> {
    await expect(this.element).toHaveAttribute("state", /ready|working|done/, { timeout: 30_000 });
    // Chromium ignores keys and clicks until the page has been painted once.
    await this.page.evaluate(() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted))));
  }

  /** Chooses files as a person does with the button. */
  async choose(...files: TestFile[]): Promise<void> {
    await this.element.locator("input[type=file][multiple]").setInputFiles(files);
  }

  /** Drops files on the zone as a person does with the mouse. */
  async drop(target: Locator, ...files: TestFile[]): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      all => {
        const made = new DataTransfer();
        for (const { name, bytes } of all) made.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name));
        return made;
      },
      files.map(({ name, buffer }) => ({ name, bytes: buffer.toString("base64") })),
    );
    for (const event of ["dragenter", "dragover", "drop"]) await target.dispatchEvent(event, { dataTransfer: transfer });
  }

  async done(): Promise<Outcome[]> {
    await expect(this.element).toHaveAttribute("state", "done", { timeout: 45_000 });
    return this.reports();
  }

  reports(): Promise<Outcome[]> {
    return this.element.evaluate(element => (element as HTMLElementTagNameMap["pec-verifier"]).reports);
  }

  /** The reports of files, all of which must have been read. */
  async verified(...files: TestFile[]): Promise<Report[]> {
    await this.choose(...files);
    const outcomes = await this.done();
    for (const outcome of outcomes) expect(outcome).not.toHaveProperty("error");
    return outcomes as Report[];
  }

  /** Chooses a language by its own name, and waits for it. */
  async speak(language: string): Promise<void> {
    await this.page.getByRole("button", { name: language }).click();
    await expect(this.page.locator("html")).toHaveAttribute("lang", { Italiano: "it", English: "en", Deutsch: "de" }[language]!);
    await expect(this.element.locator(".verifier")).toHaveAttribute("lang", (await this.page.locator("html").getAttribute("lang"))!);
  }

  /** Opens everything that is folded. */
  expand(): Promise<void> {
    return this.element.locator("details").evaluateAll(all => all.forEach(details => ((details as HTMLDetailsElement).open = true)));
  }

  /** Opens the result of one file, where it is one of several, and every part of it. */
  async unfold(name: string): Promise<Locator> {
    const result = this.result(name);
    const inside = this.page.locator("article.result", { has: this.page.locator(".file", { hasText: name }) });
    const line = this.element.locator("details.file:not([open])", { has: inside }).first();
    if ((await line.count()) > 0) await line.locator("summary").first().click();
    await expect(result.first()).toBeVisible();
    await result.locator("details.section").evaluateAll(all => all.forEach(details => ((details as HTMLDetailsElement).open = true)));
    return result;
  }

  /** The result of one file. */
  result(name: string): Locator {
    return this.element.locator("article.result", { has: this.page.locator(".file", { hasText: name }) });
  }
}

/** Has a script run in every worker before its own; to be said before the page is loaded. */
export async function beforeWorkers(page: Page, script: string): Promise<void> {
  await page.addInitScript(script => {
    const Made = Blob;
    window.Blob = class extends Made {
      constructor(parts?: BlobPart[], options?: BlobPropertyBag) {
        super(options?.type === "text/javascript" ? [script, ...parts!] : parts, options);
      }
    };
  }, script);
}

/** A host of the built page of its own, for tests that change or stop it. */
export const hosted = base.extend<{ host: Host }>({
  host: async ({}, use) => {
    const host = await new Host(dist).start();
    await use(host);
    await host.stop();
  },
});

/** `opened` is the page with nothing dropped; what the browser complained of by the end fails the test. */
export const test = base.extend<{ core: "real" | "test"; opened: Opened }>({
  core: ["real", { option: true }],
  opened: async ({ page, core }, use) => {
    // What the test core is told (trust this authority) one worker alone knows.
    if (core === "test") await page.addInitScript(() => Object.defineProperty(navigator, "hardwareConcurrency", { get: () => 1 }));
    const opened = new Opened(page, process.env[core === "test" ? "PEC_FAULTY_URL" : "PEC_URL"]!);
    await opened.open();
    await use(opened);
    expect(opened.complaints.filter(one => !opened.tolerated?.test(one))).toEqual([]);
  },
});
