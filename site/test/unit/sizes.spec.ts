import { expect, test } from "@playwright/test";
import budget from "../../bench/budget.json" with { type: "json" };
import { sizes } from "../../bench/sizes";

test("what a first visit loads stays within its budget", () => {
  test.setTimeout(300_000); // ten megabytes, compressed as hard as it goes
  const now = sizes();
  for (const [name, most] of Object.entries(budget.sizes))
    expect.soft(now[name as keyof typeof now], `bytes of ${name}, brotli`).toBeLessThanOrEqual(most);
});
