import { expect, test, type Opened } from "./open";
import { empty, states, trusting, unfolded } from "./states";

// Every state of the page on a phone: nothing to scroll sideways, and what is pressed is large enough to be hit.

const WIDTHS = [320, 390];

/** What a finger must hit is 24 px and more each way; a link in a line of text may be as low as the line (WCAG 2.2, 2.5.8). */
const LEAST = 24;

/** What is wrong with the page as it is now. */
function faults(opened: Opened, least: number): Promise<string[]> {
  return opened.element.evaluate((element, least) => {
    const root = element.shadowRoot!;
    const found: string[] = [];
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push(`${wide} px too wide`);
    for (const one of root.querySelectorAll<HTMLElement>("button, summary, select, input:not([hidden]), a[href]")) {
      const box = (one.closest("label") ?? one).getBoundingClientRect(); // a label is pressed for its box
      if (box.width === 0 || !one.checkVisibility({ visibilityProperty: true })) continue;
      const inLine = getComputedStyle(one).display === "inline";
      if (!inLine && (box.width < least || box.height < least))
        found.push(`${one.tagName} ${one.textContent.trim().slice(0, 40)}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }
    const text = (root.querySelector(".verifier") as HTMLElement).innerText;
    for (const wrong of [/\[object \w+\]/, /\bundefined\b/, /\bNaN\b/, /\{\w+\}/, /\bInvalid Date\b/])
      if (wrong.test(text)) found.push(`says ${wrong.exec(text)![0]}`);
    for (const heading of root.querySelectorAll<HTMLElement>("h2, h3, h4, h5, summary"))
      if (heading.textContent.trim() === "") found.push(`an empty ${heading.tagName}`);
    return found;
  }, least);
}

test.use({ core: "test" });

for (const [group, all] of Object.entries(states)) {
  test(`${group}: on a phone nothing is too wide, too small to hit, or empty`, async ({ page, opened }) => {
    test.setTimeout(480_000); // each state at two widths, as it comes and with all of it open
    await opened.ready();
    if (group === "start" || group === "examples") opened.tolerated = /ERR_ABORTED/;
    else if (group !== "providers") await trusting(opened);
    for (const { name, reach } of all) {
      if (group === "start" || group === "examples") await page.reload();
      else if (group !== "providers") await empty(opened);
      await reach(opened);
      for (const open of [false, true]) {
        if (open) await unfolded(opened);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 844 });
          expect.soft(await faults(opened, LEAST), `${name}, ${width} px${open ? ", open" : ""}`).toEqual([]);
        }
      }
      await page.setViewportSize({ width: 1280, height: 720 });
    }
  });
}
