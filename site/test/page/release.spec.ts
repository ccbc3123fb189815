import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { test as base, type Page, type TestInfo } from "@playwright/test";
import { dist, faulty } from "../host";
import { NGINX, nginx, type Server } from "../servers";
import { tool } from "../tools";
import { expect as patient } from "./open";

/** A service worker takes its time on a busy machine. */
const expect = patient.configure({ timeout: 30_000 });

/** The server of `make run` asks by date alone. */
async function plain(folder: string): Promise<Server> {
  const running: ChildProcess = spawn(tool("serve"), [folder], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [origin] = (await once(createInterface(running.stdout!), "line")) as [string];
  return { origin, stop: async () => void running.kill() };
}

/** Puts a version into the folder as an unpacked archive leaves it: every file of the same date. */
function unpack(from: string, folder: string): void {
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  cpSync(from, made, { recursive: true, filter: name => !/\.(br|gz|zip|sha256)$/.test(name) });
  const date = new Date("2000-01-01T00:00:00Z");
  for (const name of readdirSync(made, { recursive: true, encoding: "utf8" })) utimesSync(path.join(made, name), date, date);
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
}

async function visit(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible();
}

async function replaced(page: Page, serve: (folder: string, work: string) => Promise<Server>, info: TestInfo): Promise<void> {
  const work = info.outputPath("server");
  const folder = path.join(work, "site");
  mkdirSync(work, { recursive: true });
  unpack(dist, folder);
  const sizes = ["index.html", "sw.js"].map(name => statSync(path.join(folder, name)).size);
  const server = await serve(folder, work);
  try {
    await visit(page, server.origin);
    await visit(page, server.origin);
    const core = (): Promise<string> =>
      page.evaluate(async () => (await (await fetch("pec-verifier.js")).text()).match(/pec-core-\w+/)![0]);
    const before = await core();
    unpack(faulty, folder);
    // Neither date nor size tells the two versions apart.
    expect(["index.html", "sw.js"].map(name => statSync(path.join(folder, name)).size)).toEqual(sizes);
    await page.goto(server.origin);
    const notice = page.locator("pec-update");
    await expect(notice).toContainText("C’è una nuova versione");
    await Promise.all([page.waitForEvent("load"), notice.getByRole("button", { name: "Usa la nuova versione" }).click()]);
    await expect(notice).toBeHidden();
    expect(await core()).not.toBe(before);
  } finally {
    await server.stop();
  }
}

base("a release unpacked over the old one arrives where nginx serves it, whatever its dates and sizes", async ({ page }, info) => {
  base.skip(!existsSync(NGINX), "nginx is not installed");
  await replaced(page, nginx, info);
});

base("a release unpacked over the old one arrives where a plain file server serves it", async ({ page }, info) => {
  await replaced(page, plain, info);
});
