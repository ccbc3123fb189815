import { defineConfig } from "@playwright/test";
import tests from "../playwright.config";

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
  use: tests.projects!.find(({ name }) => name === "page")!.use!,
  globalSetup: "./setup.ts",
});
