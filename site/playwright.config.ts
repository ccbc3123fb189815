import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";

// Four projects: plain functions without a browser, the built page in the machine's own Chromium, its main flows in three engines, and
// HOSTING.md followed with the servers that are there.
export default defineConfig({
  testDir: "test",
  outputDir: "test-results",
  forbidOnly: true,
  fullyParallel: true,
  workers: availableParallelism(),
  retries: process.env["CI"] ? 1 : 0, // a shared machine may stall; what needed a second try is named as flaky
  reporter: [["list"]],
  timeout: 60_000,
  expect: { timeout: 15_000 }, // a shared machine is slow at times
  projects: [
    { name: "unit", testMatch: "unit/*.spec.ts" },
    { name: "engines", testMatch: "engines/*.spec.ts" },
    { name: "hosting", testMatch: "hosting/*.spec.ts" },
    {
      name: "page",
      testMatch: "page/*.spec.ts",
      use: {
        browserName: "chromium",
        headless: true,
        locale: "it-IT",
        timezoneId: "America/New_York", // Rome time must not come from the viewer's clock
        launchOptions: {
          executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
          args: [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Each test loads the core anew: what is called a few times only is not worth a second, better compilation (the usual
            // budget is a tenth; a sixth of the tests' processor time went there).
            "--js-flags=--wasm-tiering-budget=130000000",
          ],
        },
      },
    },
  ],
  globalSetup: "./test/server.ts",
});
