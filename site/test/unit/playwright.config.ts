import { defineConfig } from "@playwright/test";
import tests from "../../playwright.config";

// The plain functions alone: no page is built and no server started. What is about the built page (its sizes) runs with all the others.
export default defineConfig({
  testDir: ".",
  testIgnore: "sizes.spec.ts",
  outputDir: "../../test-results/unit",
  forbidOnly: true,
  fullyParallel: true,
  workers: tests.workers!,
  reporter: [["list"]],
});
