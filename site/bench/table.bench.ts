import { chromium, expect, test, type Browser, type Page } from "@playwright/test";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import budget from "./budget.json" with { type: "json" };
import { made } from "./setup";
import { sizes } from "./sizes";

const dist = path.resolve(import.meta.dirname, "../../dist");
const MANY = Number(process.env["MANY"] ?? 10_000);

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const ms = (value: number): string =>
  value < 10 ? `${value.toFixed(2)} ms` : value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
const rows: string[][] = [];
const ratios: Record<string, number> = {};

/** A page whose policy lets the other program in. */
async function laboratory(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ bypassCSP: true, serviceWorkers: "block" })).newPage();
  await page.route("**/bench/*", route => route.fulfill({ path: path.join(made, path.basename(new URL(route.request().url()).pathname)) }));
  await page.goto(process.env["PEC_URL"]!);
  await page.addScriptTag({ path: path.join(made, "pkijs.js") });
  const go = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  await page.addScriptTag({ path: path.join(go, "lib/wasm/wasm_exec.js") });
  await page.evaluate(
    async ({ core, list }) => {
      const go = new Go();
      const { instance } = await WebAssembly.instantiateStreaming(fetch(core), go.importObject);
      const memory = instance.exports["mem"] as WebAssembly.Memory;
      globalThis.pecDigest = (name, at, length) => crypto.subtle.digest(name, new Uint8Array(memory.buffer, at, length));
      void go.run(instance);
      await globalThis.pecCore!.acceptList("ca.pem", Uint8Array.from(list), "", "");
    },
    {
      core: `assets/${readdirSync(path.join(dist, "assets")).find(name => name.endsWith(".wasm"))!}`,
      list: [...readFileSync(path.join(made, "ca.pem"))],
    },
  );
  return page;
}

function ours(page: Page, name: string, times: number): Promise<void> {
  return page.evaluate(
    async ({ name, times }) => {
      const content = new Uint8Array(await (await fetch(`bench/${name}.eml`)).arrayBuffer());
      for (let i = 0; i < times; i++) {
        const [report] = JSON.parse((await globalThis.pecCore!.verify(name, content)).reports) as { indication: string }[];
        if (report!.indication !== "TOTAL-PASSED") throw new Error(report!.indication);
      }
    },
    { name, times },
  );
}

function theirs(page: Page, name: string, times: number): Promise<void> {
  return page.evaluate(
    async ({ name, times }) => {
      const get = async (end: string): Promise<ArrayBuffer> => (await fetch(`bench/${name}.${end}`)).arrayBuffer();
      const [p7s, signed] = [await get("p7s"), await get("signed")];
      const { verify } = (window as unknown as { pkijs: { verify(p7s: ArrayBuffer, data: ArrayBuffer): Promise<boolean> } }).pkijs;
      for (let i = 0; i < times; i++) if (!(await verify(p7s, signed))) throw new Error("PKI.js says no");
    },
    { name, times },
  );
}

function openssl(name: string, times: number): void {
  for (let i = 0; i < times; i++) {
    const { status, stderr } = spawnSync("openssl", [
      "cms",
      "-verify",
      "-in",
      path.join(made, `${name}.eml`),
      "-CAfile",
      path.join(made, "ca.pem"),
      "-partial_chain",
      "-purpose",
      "any",
      "-no_check_time",
      "-out",
      "/dev/null",
    ]);
    if (status !== 0) throw new Error(String(stderr));
  }
}

/** Processor time in ms of the busiest page's process and of the programs that were run; a tick is 10 ms. Linux only. */
function spent(): { pages: Map<string, number>; programs: number } {
  const pages = new Map(renderers().map(pid => [pid, used(pid)]));
  const own = read("/proc/self/stat")
    .replace(/^.*\) /, "")
    .split(" ")
    .map(Number);
  return { pages, programs: (own[13]! + own[14]!) * 10 };
}

interface Measured {
  wall: number[];
  processor: number[];
}

/** Runs each contestant in turn, round after round, so that what else the machine does falls on all of them. */
async function contest(
  rounds: number,
  contestants: Record<string, { each: number; run: () => Promise<void> | void }>,
): Promise<Record<string, Measured>> {
  const all: Record<string, Measured> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, { each, run }] of Object.entries(contestants)) {
      const [before, start] = [spent(), performance.now()];
      await run();
      const [after, end] = [spent(), performance.now()];
      const page = Math.max(0, ...[...after.pages].map(([pid, time]) => time - (before.pages.get(pid) ?? time)));
      const measured = (all[name] ??= { wall: [], processor: [] });
      measured.wall.push((end - start) / each);
      measured.processor.push(Math.max(page, after.programs - before.programs) / each);
    }
  }
  return all;
}

/** Ratios are of processor time: it says the same on a machine that does something else beside. */
function tell(what: string, all: Record<string, Measured>): void {
  const our = all["ours"]!;
  for (const [i, [name, { wall, processor }]] of Object.entries(all).entries()) {
    const ratio = median(processor) / median(our.processor);
    rows.push([i === 0 ? what : "", name, ms(median(wall)), ms(median(processor)), i === 0 ? "" : `${ratio.toFixed(1)} ×`]);
    if (i > 0) ratios[`${what}, ${name.split(" ")[0]} / ours`] = ratio;
  }
}

/** Bytes in memory of the process that runs the page, at most since the last `reset`. Linux only. */
function renderer(): { reset(): void; now(): number; peak(): number } {
  const found = renderers();
  const field = (pid: string, name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
  const sum = (name: string): number => Math.max(...found.map(pid => field(pid, name)));
  return {
    reset: () =>
      found.forEach(pid => {
        try {
          writeFileSync(`/proc/${pid}/clear_refs`, "5");
        } catch {
          /* another's */
        }
      }),
    now: () => sum("VmRSS"),
    peak: () => sum("VmHWM"),
  };
}

/** A browser that has just started is still busy with itself: its pages are measured once it rests. Linux only. */
async function rested(): Promise<void> {
  const ticks = (): number => children("chrom").reduce((sum, pid) => sum + used(pid), 0);
  for (let before = ticks(), waits = 0; waits < 50; waits++) {
    await new Promise(next => setTimeout(next, 300));
    const after = ticks();
    if (after - before <= 30) return;
    before = after;
  }
}

/** Processor time of a process in ms. */
function used(pid: string): number {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, "")
    .split(" ")
    .map(Number);
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) * 10;
}

function renderers(): string[] {
  return children("--type=renderer");
}

/** Processes that this run started, by a word of their command. */
function children(word: string): string[] {
  const all = readdirSync("/proc").filter(pid => /^\d+$/.test(pid));
  const parent = new Map(all.map(pid => [pid, /PPid:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1]]));
  const mine = (pid: string | undefined): boolean =>
    pid !== undefined && pid !== "0" && (pid === String(process.pid) || mine(parent.get(pid)));
  return all.filter(pid => pid !== String(process.pid) && mine(pid) && read(`/proc/${pid}/cmdline`).includes(word));
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

// The rows are of one process; after a failure there is no table.
test.describe.configure({ mode: "serial" });

let told = 0;
test.afterEach(() => {
  for (; told < rows.length; told++) console.log(rows[told]!.join("\t"));
});

test("one small receipt", async ({ browser }) => {
  const page = await laboratory(browser);
  // Until the browser has compiled both for speed.
  await ours(page, "small", 3000);
  await theirs(page, "small", 100);
  const each = { ours: 600, theirs: 40, openssl: 10 };
  tell(
    "small",
    await contest(7, {
      ours: { each: each.ours, run: () => ours(page, "small", each.ours) },
      "PKI.js": { each: each.theirs, run: () => theirs(page, "small", each.theirs) },
      "openssl cms -verify": { each: each.openssl, run: () => openssl("small", each.openssl) },
    }),
  );
  await page.context().close();
});

test("a receipt of 100 MB, from drop to verdict", async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(process.env["PEC_URL"]!);
  const element = page.locator("pec-verifier");
  await expect(element).toHaveAttribute("state", "ready");
  const memory = renderer();
  let peak = 0;
  const drop = async (): Promise<void> => {
    memory.reset();
    const before = memory.now();
    const done = page.evaluate(
      () => new Promise<void>(done => document.querySelector("pec-verifier")!.addEventListener("pec-report", () => done(), { once: true })),
    );
    await element.locator("input[type=file][multiple]").setInputFiles(path.join(made, "large.eml"));
    await done;
    peak = Math.max(peak, memory.peak() - before);
    await page.evaluate(() => document.querySelector("pec-verifier")!.clear());
  };
  await drop();
  const size = statSync(path.join(made, "large.eml")).size;
  tell("large", await contest(3, { ours: { each: 1, run: drop }, "openssl cms -verify": { each: 1, run: () => openssl("large", 1) } }));
  rows.push(["large", "peak memory", mb(peak), "", `${(peak / size).toFixed(2)} × the file`]);
  await context.close();
});

test(`${MANY} receipts in one drop`, async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(process.env["PEC_URL"]!);
  await expect(page.locator("pec-verifier")).toHaveAttribute("state", "ready");
  const memory = renderer();
  const run = (count: number): Promise<{ rate: number; longest: number }> =>
    page.evaluate(
      async ({ text, count }) => {
        const verifier = document.querySelector("pec-verifier")!;
        const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
        const files = Array.from({ length: count }, (_, i) => new File([bytes], `${i}.eml`));
        await new Promise(next => setTimeout(next, 500)); // the making of the files is not measured
        let longest = 0;
        const observer = new PerformanceObserver(list =>
          list.getEntries().forEach(({ duration }) => (longest = Math.max(longest, duration))),
        );
        observer.observe({ type: "longtask" });
        const start = performance.now();
        await verifier.verify(files);
        const took = performance.now() - start;
        await new Promise(next => setTimeout(next, 500));
        observer.disconnect();
        return { rate: count / (took / 1000), longest };
      },
      { text: readFileSync(path.join(made, "small.eml")).toString("base64"), count },
    );
  await run(500);
  await page.evaluate(() => document.querySelector("pec-verifier")!.clear());
  memory.reset();
  const before = memory.now();
  const { rate, longest } = await run(MANY);
  rows.push(
    [`${MANY} files`, "ours", `${Math.round(rate)} a second`, "", ""],
    ["", "longest task of the page", longest === 0 ? "under 50 ms" : ms(longest), "", ""],
    ["", "memory more", mb(memory.peak() - before), "", ""],
  );
  await context.close();
});

test("load to ready", async () => {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { browserName: _, defaultBrowserType: __, ...options } = test.info().project.use;
    const browser = await chromium.launch(options.launchOptions);
    const context = await browser.newContext();
    await rested();
    for (const [i, times] of [cold, warm].entries()) {
      const page = await context.newPage();
      await page.goto(process.env["PEC_URL"]!);
      times.push(
        await page.evaluate(async () => {
          const verifier = document.querySelector("pec-verifier")!;
          while (verifier.getAttribute("state") !== "ready") await new Promise(next => setTimeout(next, 2));
          return performance.now();
        }),
      );
      if (i === 0) await page.evaluate(() => navigator.serviceWorker?.ready.then(() => undefined));
      await rested();
      await page.close();
    }
    await browser.close();
  }
  rows.push(["load to ready", "cold", ms(median(cold)), "", ""], ["", "from the service worker", ms(median(warm)), "", ""]);
});

test("sizes, and the table", () => {
  const now = sizes();
  for (const [name, bytes] of Object.entries(now)) rows.push([`size, brotli: ${name}`, "", mb(bytes), "", ""]);
  const shape = `${cpus().length} processors, Chromium on Linux, ${new Date().toISOString().slice(0, 10)}`;
  console.log(
    `\n${shape}\n\n| what | who | median | processor time | against ours |\n| --- | --- | --- | --- | --- |\n${rows.map(row => `| ${row.join(" | ")} |`).join("\n")}\n`,
  );
  for (const [name, most] of Object.entries(budget.sizes))
    expect.soft(now[name as keyof typeof now], `bytes of ${name}`).toBeLessThanOrEqual(most);
  // Machines differ and are shared: only a ratio that has halved is a fault.
  for (const [name, usual] of Object.entries(budget.ratios)) expect.soft(ratios[name], name).toBeGreaterThan(usual / 2);
});
