import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import { expect, type Opened } from "./open";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page as it is now. */
export async function violations(opened: Opened): Promise<string[]> {
  await opened.page.evaluate(source);
  return opened.page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: typeof axe };
    const { violations } = await tool.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

const WIDTHS = [360, 1280];

/** By language: in which looks axe is asked. Contrast depends on the colours, not on the language; names and room on the language. */
const LOOKS: Record<string, { width: number; colorScheme: "light" | "dark" }[]> = {
  Italiano: [
    { width: 1280, colorScheme: "light" },
    { width: 1280, colorScheme: "dark" },
  ],
  English: [{ width: 360, colorScheme: "light" }],
  Deutsch: [{ width: 360, colorScheme: "dark" }],
};

/**
 * Axe finds nothing in the page as it is now, light and dark, on a phone and a desktop, in three languages; nothing is wider than the
 * window in any language at any width, at 200% zoom of a desktop (640 px) neither.
 */
export async function accessible(opened: Opened, state = ""): Promise<void> {
  const { page } = opened;
  for (const [language, looks] of Object.entries(LOOKS)) {
    await opened.speak(language);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(scrolls, `${state} ${language} ${width}`).toBeLessThanOrEqual(width);
      for (const { colorScheme } of looks.filter(look => look.width === width)) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        expect.soft(await violations(opened), `${state} ${language} ${width} ${colorScheme}`).toEqual([]);
      }
    }
  }
  await opened.speak("Italiano");
}
