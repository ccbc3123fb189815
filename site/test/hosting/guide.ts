import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { source } from "../corpus";
import { dist } from "../host";

/** A block of code in HOSTING.md, and the headings over it. */
export interface Block {
  headings: string[];
  language: string;
  text: string;
}

/** All of them, in their order. */
export function blocks(): Block[] {
  const found: Block[] = [];
  const headings: string[] = [];
  for (const [, level, title, language, text] of source("site/HOSTING.md").matchAll(/^(##+) (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (level !== undefined) headings.splice(level.length - 2, Infinity, title!);
    else found.push({ headings: [...headings], language: language!, text: text! });
  }
  return found;
}

/** Those under a heading of any level. */
export function under(title: string): Block[] {
  const found = blocks().filter(({ headings }) => headings.includes(title));
  if (found.length === 0) throw new Error(`HOSTING.md has no code under "${title}"`);
  return found;
}

const SHIMS = "/run/shims";

/** In place of what needs a network: apt-get finds a package installed, or fails, and starts its server as it would. */
export function shims(more: Record<string, string> = {}): void {
  mkdirSync(SHIMS, { recursive: true });
  const all = {
    "apt-get": `shift; for one; do case $one in -*) ;; *) dpkg -s "$one" >/dev/null || exit 1; [ ! -x /etc/init.d/$one ] || service $one start ;; esac; done`,
    ...more,
  };
  for (const [name, script] of Object.entries(all)) {
    writeFileSync(path.join(SHIMS, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(SHIMS, name), 0o755);
  }
}

/** The archive as somebody has downloaded it, in a folder. */
export function download(folder: string): void {
  const { version } = JSON.parse(source("site/package.json")) as { version: string };
  mkdirSync(folder);
  for (const end of ["", ".sha256"])
    copyFileSync(path.join(dist, `pec-verifier-${version}.zip${end}`), path.join(folder, `pec-verifier-${version}.zip${end}`));
}

/** Runs a block as somebody would who pastes it, careful with rights, and gives what it prints; throws where it fails. */
export function paste({ text }: Block, folder: string): string {
  const CURL_CA_BUNDLE = "/etc/ssl/certs/verifica.pem"; // in place of agreeing to what the browser warns of
  const env = { ...process.env, PATH: `${SHIMS}:/usr/sbin:/sbin:${process.env["PATH"]}`, CURL_CA_BUNDLE };
  return execFileSync("bash", ["-e", "-c", `umask 077\n${text}`], {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Runs a command as cron does, with nothing around it but what this machine's Go keeps and from where. */
export function cron(command: string): void {
  const go = execFileSync("go", ["env", "GOMODCACHE", "GOCACHE", "GOFLAGS", "GOPROXY"], { encoding: "utf8" }).split("\n");
  const [GOMODCACHE, GOCACHE, GOFLAGS, GOPROXY] = go;
  const env = { HOME: "/root", PATH: `${SHIMS}:/usr/bin:/bin`, GOMODCACHE, GOCACHE, GOFLAGS, GOPROXY };
  execFileSync("/bin/sh", ["-c", `umask 077; ${command}`], { cwd: "/root", env, stdio: ["ignore", "inherit", "inherit"] });
}

/** Writes the file that a block is, where its first lines say that it lies. */
export function lay({ text }: Block, mode = 0o644): string {
  const file = /^(?:#|\/\/) (\/\S+)/m.exec(text)![1]!;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** Follows everything under a heading: files are laid, commands pasted. */
export function follow(title: string, folder: string): void {
  for (const block of under(title)) {
    if (block.language === "sh") paste(block, folder);
    else lay(block);
  }
}
