import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const root = path.resolve(import.meta.dirname, "../..");
export const made = path.join(root, "site/.cache/bench");

/** Writes what is measured, and serves the built page. */
export default async function setup(): Promise<() => void> {
  const server = path.join(root, "site/.cache/serve");
  const go = (...args: string[]): void => void execFileSync("go", args, { cwd: root, stdio: "inherit" });
  go("build", "-o", server, "./site/serve");
  go("run", "./site/bench/made", made);
  const running = spawn(server, [path.join(root, "dist")], {
    cwd: root,
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  [process.env["PEC_URL"]] = (await once(createInterface(running.stdout), "line")) as [string];
  return () => void running.kill();
}
