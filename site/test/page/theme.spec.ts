import { readFileSync } from "node:fs";
import path from "node:path";
import { vector } from "../corpus";
import { dist, Host } from "../host";
import { violations } from "./axe";
import { expect, hosted, Opened } from "./open";

// How the element looks on a site: light or dark as the site is or asks, in the one colour that the site gives, and always readable.

const integrity = /integrity="(sha256-[^"]+)"/.exec(readFileSync(path.join(dist, "index.html"), "utf8").split("pec-verifier.js")[1]!)![1]!;

const test = hosted.extend<{ show: (head: string, attributes?: string) => Promise<Opened> }>({
  show: async ({ page, host }, use) => {
    host.headers = { "Access-Control-Allow-Origin": "*" };
    const site = await new Host(path.join(dist, "nowhere")).start();
    const opened = new Opened(page, site.origin);
    await use(async (head, attributes = "") => {
      site.pages.set(
        "/",
        `<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Comune di Esempio</title><link rel="icon" href="data:,">${head}
        <script type="module" crossorigin src="${host.origin}/pec-verifier.js" integrity="${integrity}"></script></head>
        <body><main><h1>Comune di Esempio</h1><pec-verifier lang="it" ${attributes}></pec-verifier></main></body></html>`,
      );
      await opened.open();
      await opened.ready();
      return opened;
    });
    expect(opened.complaints).toEqual([]);
    await site.stop();
  },
});

/** Custom properties as the element has them, as red, green and blue. */
function colours<Name extends string>(opened: Opened, ...names: Name[]): Promise<Record<Name, [number, number, number]>> {
  return opened.element.evaluate((element, names) => {
    const probe = document.createElement("span");
    element.shadowRoot!.querySelector(".verifier")!.append(probe);
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
    const all = names.map(name => {
      probe.style.color = name.startsWith("--") ? `var(${name})` : name;
      canvas.fillStyle = getComputedStyle(probe).color;
      canvas.fillRect(0, 0, 1, 1);
      return [name, [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)];
    });
    probe.remove();
    return Object.fromEntries(all) as Record<Name, [number, number, number]>;
  }, names);
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [one, other].map(rgb => {
    const [r, g, blue] = rgb.map(c => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * blue!;
  });
  return (Math.max(a!, b!) + 0.05) / (Math.min(a!, b!) + 0.05);
}

for (const [name, head, attributes, system, dark] of [
  ["a site that says nothing is light", "", "", "dark", false],
  ["a light site", "<style>:root { color-scheme: light }</style>", "", "dark", false],
  ["a dark site", "<style>:root { color-scheme: dark }</style>", "", "light", true],
  ["a site that follows the system, in dark", `<meta name="color-scheme" content="light dark">`, "", "dark", true],
  ["a site that follows the system, in light", `<meta name="color-scheme" content="light dark">`, "", "light", false],
  ["theme light on a dark site", "<style>:root { color-scheme: dark }</style>", `theme="light"`, "dark", false],
  ["theme dark on a light site", "", `theme="dark"`, "light", true],
  ["theme auto in a dark system", "", `theme="auto"`, "dark", true],
  ["theme auto in a light system", "<style>:root { color-scheme: dark }</style>", `theme="auto"`, "light", false],
  ["the site's own rule for the element", "<style>pec-verifier { color-scheme: dark }</style>", `theme="light"`, "light", true],
] as const)
  test(`${name}: the element is as it should be`, async ({ page, show }) => {
    await page.emulateMedia({ colorScheme: system });
    const opened = await show(head, attributes);
    const got = await colours(opened, "--pec-page", "--pec-text");
    expect(got).toEqual(
      dark ? { "--pec-page": [14, 26, 39], "--pec-text": [245, 245, 245] } : { "--pec-page": [255, 255, 255], "--pec-text": [26, 26, 26] },
    );
    expect(await opened.element.locator(".verifier").evaluate(one => getComputedStyle(one).backgroundColor)).toBe(
      `rgb(${got["--pec-page"].join(", ")})`,
    );
    await page.emulateMedia({ media: "print", colorScheme: system });
    expect((await colours(opened, "--pec-text"))["--pec-text"]).toEqual([26, 26, 26]); // paper is white
  });

const GROUNDS = ["--pec-page", "--pec-surface", "--pec-raised", "color-mix(in srgb, var(--pec-link) 8%, var(--pec-raised))"] as const;

test("one colour of the site, whichever, colours what is derived from it, and all is readable in light and dark", async ({ show }) => {
  const opened = await show("");
  for (const theme of ["light", "dark"]) {
    const seen = new Set<string>();
    for (const colour of [
      "",
      "#006b3f",
      "#ffd400",
      "#000",
      "#fff",
      "#777",
      "#757575",
      "#767676",
      "#f00",
      "#0f0",
      "#00f",
      "#0ff",
      "#f0f",
      "#ff0",
      "#b32d43",
      "#5c2d91",
      "rebeccapurple",
      "hsl(30 90% 50%)",
    ]) {
      await opened.element.evaluate(
        (element, [theme, colour]) => {
          element.setAttribute("theme", theme!);
          (element as HTMLElement).style.setProperty("--pec-primary", colour!);
        },
        [theme, colour],
      );
      const got = await colours(opened, ...GROUNDS, "--pec-main", "--pec-on-primary", "--pec-primary-hover", "--pec-link");
      const what = `${theme} ${colour}`;
      for (const ground of GROUNDS)
        expect.soft(contrast(got["--pec-link"], got[ground]), `${what}: link on ${ground}`).toBeGreaterThanOrEqual(4.5);
      for (const ground of ["--pec-main", "--pec-primary-hover"] as const)
        expect.soft(contrast(got["--pec-on-primary"], got[ground]), `${what}: text on ${ground}`).toBeGreaterThanOrEqual(4.5);
      seen.add([got["--pec-link"], got["--pec-primary-hover"], got["--pec-main"]].join(";"));
    }
    expect(seen.size, theme).toBeGreaterThan(12);
  }
  await opened.element.evaluate(element => {
    (element as HTMLElement).style.setProperty("--pec-primary", "");
    element.setAttribute("theme", "light");
  });
  expect(await colours(opened, "--pec-link", "--pec-main")).toEqual({ "--pec-link": [0, 102, 204], "--pec-main": [0, 102, 204] }); // the design kit's own
});

for (const colour of ["#006b3f", "#ffd400"])
  test(`a receipt in ${colour}: axe finds nothing in light and dark`, async ({ page, show }, info) => {
    const opened = await show(`<style>pec-verifier { --pec-primary: ${colour} }</style>`, `theme="auto"`);
    await opened.verified(vector("kinds/consegna-completa.eml"));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect
        .soft(
          (await violations(opened)).filter(found => found.startsWith("color-contrast")),
          colorScheme,
        )
        .toEqual([]);
      await page.screenshot({ path: info.outputPath(`${colorScheme}.png`), fullPage: true });
    }
  });
