import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { cache, root, tool, TOOLS } from "./tools";

/**
 * Serves the built page on a free port with the server that `make run` uses, and beside it the same page with planted
 * faults in its core (tag testcore); writes large provider lists and an application with React.
 */
export default async function serve(): Promise<() => void> {
  const faulty = path.join(cache, "faulty");
  mkdirSync(path.join(cache, "bin"), { recursive: true });
  execFileSync("go", ["build", "-o", `${path.join(cache, "bin")}/`, ...TOOLS], { cwd: root, stdio: "inherit" });
  const run = promisify(execFile);
  await Promise.all([
    run(tool("build"), ["-tags=testcore", `-out=${faulty}`], { cwd: root }),
    run(tool("lists"), [path.join(cache, "lists")], { cwd: root }),
    run(tool("react"), [path.join(cache, "react.js")], { cwd: root }),
  ]);
  const stops: (() => void)[] = [];
  for (const [name, folder] of [
    ["PEC_URL", "dist"],
    ["PEC_FAULTY_URL", faulty],
  ] as const) {
    const running = spawn(tool("serve"), [folder], { cwd: root, env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "inherit"] });
    [process.env[name]] = (await once(createInterface(running.stdout), "line")) as [string];
    stops.push(() => void running.kill());
  }
  return () => stops.forEach(stop => stop());
}
