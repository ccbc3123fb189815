import { accessSync, constants } from "node:fs";
import puppeteer from "puppeteer-core";
import type { Driver, Engine } from "./driver";

/** Firefox over WebDriver BiDi, Chromium over its own protocol. */
export function engine(name: "firefox" | "chrome", executable: string, packageName: string): Engine {
  return {
    name: name === "chrome" ? "Chromium" : "Firefox",
    missing: runs(executable) ? undefined : `${executable} is missing (Debian: ${packageName})`,
    async start(acceptInsecureCerts = false): Promise<Driver> {
      const browser = await puppeteer.launch({
        acceptInsecureCerts,
        browser: name,
        executablePath: executable,
        headless: true,
        args: name === "chrome" ? ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] : [],
        protocolTimeout: 120_000,
      });
      const page = await browser.newPage();
      page.setDefaultTimeout(120_000);
      return {
        open: async url => void (await page.goto(url)),
        run: (work, argument) => page.evaluate(work as never, argument as never) as never,
        close: () => browser.close(),
      };
    },
  };
}

export function runs(executable: string): boolean {
  try {
    accessSync(executable, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
