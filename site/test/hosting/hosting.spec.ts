import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { runs } from "../engines/puppeteer";
import { dist } from "../host";
import { root } from "../tools";

// HOSTING.md followed to the letter, on a machine of its own for each server: nothing of this one is touched (machine.sh).

const site = path.join(root, "site");
const MACHINE = ["--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", path.join(import.meta.dirname, "machine.sh")];

async function inside(...command: string[]): Promise<{ status: number; said: string }> {
  const own = /^(PW_|PLAYWRIGHT_|TEST_|FORCE_COLOR)/; // of the run around
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
  const running = spawn("unshare", [...MACHINE, ...command], { cwd: site, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [running.stdout, running.stderr]) stream.on("data", text => (said += String(text)));
  const [status] = (await once(running, "close")) as [number];
  return { status, said };
}

test.describe.configure({ mode: "serial", timeout: 600_000 });

for (const [spec, needs] of [
  ["nginx", { nginx: "/usr/sbin/nginx" }],
  ["Apache", { apache2: "/usr/sbin/apache2" }],
  [
    "WordPress",
    {
      wordpress: "/usr/share/wordpress/wp-load.php",
      "php-cli": "/usr/bin/php",
      "php-mysql": "/usr/share/php8.2-mysql/mysql",
      "mariadb-server": "/usr/sbin/mariadbd",
    },
  ],
] as const)
  test(`HOSTING.md, followed to the letter: ${spec}`, async () => {
    test.skip(process.getuid!() !== 0, "it needs root, for a machine of its own");
    test.skip(/^\/(run|srv|mnt|etc)\//.test(root), "the repository lies where that machine has its own folders");
    for (const [name, file] of Object.entries(needs))
      test.skip(!existsSync(file), `${name} is not installed (Debian: apt-get install ${name})`);
    test.skip(!runs("/usr/bin/unshare") || (await inside("true")).status !== 0, "this machine gives no other inside it (unshare)");
    test.skip(!readdirSync(dist).some(name => name.endsWith(".zip")), "there is no archive: make dist");
    const { status, said } = await inside("node_modules/.bin/playwright", "test", "-c", "test/hosting/inside", "-g", spec);
    console.log(said);
    expect(status, said).toBe(0);
  });
