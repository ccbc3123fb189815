import { defineConfig } from "@playwright/test";
import { CHROMIUM } from "../../engines/all";

// What ../hosting.spec.ts runs on a machine of its own.
export default defineConfig({
  testDir: ".",
  outputDir: "../../../test-results/hosting",
  workers: 1,
  reporter: [["list"]],
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: "chromium",
    locale: "it-IT",
    launchOptions: {
      executablePath: CHROMIUM,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--ignore-certificate-errors",
      ],
    },
  },
});
