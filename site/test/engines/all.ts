import type { Engine } from "./driver";
import { engine } from "./puppeteer";
import { webkit } from "./webkit";

export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

export const engines: readonly Engine[] = [
  engine("chrome", CHROMIUM, "chromium"),
  engine("firefox", "/usr/bin/firefox-esr", "firefox-esr"),
  webkit,
];
