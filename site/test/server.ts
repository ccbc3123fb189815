import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const root = path.resolve(import.meta.dirname, "../..");
const cache = path.join(root, "site/.cache");

/**
 * Serves the built page on a free port with the server that `make run` uses, and beside it the same page with planted
 * faults in its core (tag testcore); writes large provider lists and an application with React.
 */
export default async function serve(): Promise<() => void> {
  const server = path.join(cache, "serve");
  const faulty = path.join(cache, "faulty");
  const go = (...args: string[]): void => void execFileSync("go", args, { cwd: root, stdio: "inherit" });
  go("build", "-o", server, "./site/serve");
  go("run", "./site/build", "-tags=testcore", `-out=${faulty}`);
  go("run", "./site/test/lists", path.join(cache, "lists"));
  go("run", "./site/test/react", path.join(cache, "react.js"));
  const stops: (() => void)[] = [];
  for (const [name, folder] of [
    ["PEC_URL", "dist"],
    ["PEC_FAULTY_URL", faulty],
  ] as const) {
    const running = spawn(server, [folder], { cwd: root, env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "inherit"] });
    [process.env[name]] = (await once(createInterface(running.stdout), "line")) as [string];
    stops.push(() => void running.kill());
  }
  return () => stops.forEach(stop => stop());
}
