import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test as base } from "@playwright/test";
import { source, vector } from "../corpus";
import { dist, Host, strictest } from "../host";
import { expect, Opened } from "./open";

// The package for npm, from the packed file alone: what its README says works.

const packed = existsSync(dist) ? readdirSync(dist).find(name => name.endsWith(".tgz")) : undefined;
const VITE = "8.3.8";

const test = base.extend<{ unpacked: string; host: Host }>({
  unpacked: async ({}, use, info) => {
    base.skip(packed === undefined, "there is no package: make dist");
    const folder = info.outputPath("unpacked");
    mkdirSync(folder, { recursive: true });
    execFileSync("tar", ["-xzf", path.join(dist, packed!), "-C", folder]);
    await use(path.join(folder, "package"));
  },
  host: async ({ unpacked }, use) => {
    const host = await new Host(unpacked).start();
    await use(host);
    await host.stop();
  },
});

/** The lines of a language in the README, as they stand. */
const lines = (folder: string, after: string): string =>
  new RegExp(`## ${after}.*?\`\`\`html\n(.*?)\n\`\`\``, "s").exec(readFileSync(path.join(folder, "README.md"), "utf8"))![1]!;

async function works(opened: Opened): Promise<void> {
  await opened.open();
  await opened.ready();
  expect(await opened.verified(vector("kinds/consegna-completa.eml"))).toHaveLength(1);
  await opened.element.evaluate(element => element.setAttribute("lang", "en")); // a table that the bundler moved
  await expect(opened.element).toContainText("Cannot be concluded");
  expect(opened.complaints).toEqual([]);
}

test("with a plain tag, under the strictest policy that is documented", async ({ page, unpacked, host }, info) => {
  host.folder = info.outputPath("served");
  cpSync(unpacked, path.join(host.folder, "pec-verifier"), { recursive: true });
  const markup = lines(unpacked, "With a plain tag");
  expect(markup).toMatch(/integrity="sha256-[\w+/=]{44}"/);
  host.pages.set("/", `<!doctype html><html lang="it"><title>Comune</title><link rel="icon" href="data:,">${markup}</html>`);
  host.headers = { "Content-Security-Policy": strictest(host.origin) };
  const opened = new Opened(page, host.origin);
  await opened.open();
  await opened.ready();
  expect(await opened.verified(vector("kinds/consegna-completa.eml"))).toHaveLength(1);
  expect(opened.complaints).toEqual([]);
});

test("its manifest has what the element has", async ({ page, unpacked, host }) => {
  const { modules } = JSON.parse(readFileSync(path.join(unpacked, "custom-elements.json"), "utf8")) as {
    modules: { declarations: { attributes: { name: string }[]; members: { name: string }[]; cssProperties: { name: string }[] }[] }[];
  };
  const { attributes, members, cssProperties } = modules[0]!.declarations[0]!;
  host.pages.set(
    "/",
    `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/pec-verifier.js"></script><pec-verifier></pec-verifier>`,
  );
  await page.goto(host.origin);
  await page.locator("pec-verifier[state=ready]").waitFor();
  const has = await page.evaluate(
    names => {
      const element = document.querySelector("pec-verifier")!;
      return {
        observed: (customElements.get("pec-verifier") as unknown as { observedAttributes: string[] }).observedAttributes,
        missing: names.filter(name => !(name in element)),
      };
    },
    members.map(({ name }) => name),
  );
  expect(attributes.map(({ name }) => name).sort()).toEqual([...has.observed, "theme"].sort());
  expect(has.missing).toEqual([]);
  const styles = source("site/src/styles/_theme.scss");
  for (const { name } of cssProperties)
    if (!/^--pec-(font|rem)$/.test(name)) expect.soft(styles, name).toMatch(new RegExp(`"${name.slice(6)}"|${name}:`));
  const types = readFileSync(path.join(unpacked, "index.d.ts"), "utf8");
  for (const { name } of [...members, ...attributes.filter(({ name }) => name !== "theme")])
    expect.soft(types, name).toMatch(new RegExp(`\\b${name}[(:]`));
});

test("in a fresh project of Vite it is built and verifies a receipt", async ({ page, unpacked }, info) => {
  test.setTimeout(300_000);
  const project = info.outputPath("project");
  mkdirSync(project, { recursive: true });
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  try {
    run("npm", "install", "--no-audit", "--no-fund", `vite@${VITE}`);
  } catch (error) {
    test.skip(true, `the registry of npm cannot be reached: ${String((error as { stderr?: string }).stderr).slice(0, 200)}`);
  }
  run("npm", "install", "--no-audit", "--no-fund", "--offline", path.join(dist, packed!)); // it needs nothing else
  const [, script, markup] = /## With a bundler\n\n```js\n(.*?)\n```\n\n```html\n(.*?)\n```/s.exec(
    readFileSync(path.join(unpacked, "README.md"), "utf8"),
  )!;
  writeFileSync(path.join(project, "main.js"), script!);
  writeFileSync(
    path.join(project, "index.html"),
    `<!doctype html><html lang="it"><head><title>Comune</title><link rel="icon" href="data:,"><script type="module" src="/main.js"></script></head><body>${markup}</body></html>`,
  );
  run("node_modules/.bin/vite", "build");
  const host = await new Host(path.join(project, "dist")).start();
  await works(new Opened(page, `${host.origin}/`));
  await host.stop();
});
