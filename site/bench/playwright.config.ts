import { defineConfig } from "@playwright/test";
import tests from "../playwright.config";

const use = tests.projects!.find(({ name }) => name === "page")!.use!;

// One run at a time: what is measured must not wait for another.
export default defineConfig({
  testDir: ".",
  testMatch: "*.bench.ts",
  outputDir: "../test-results",
  workers: 1,
  retries: 0,
  reporter: [["line"]],
  timeout: 600_000,
  expect: { timeout: 60_000 },
  // The core is compiled as it is for a person.
  use: { ...use, launchOptions: { ...use.launchOptions, args: use.launchOptions!.args!.filter(one => !one.startsWith("--js-flags")) } },
  globalSetup: "./setup.ts",
});
