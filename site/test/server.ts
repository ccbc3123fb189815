import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const root = path.resolve(import.meta.dirname, "../..");
const cache = path.join(root, "site/.cache");

/** Serves the built page on a free port with the server that `make run` uses, and builds the core with the tag testcore, which some tests put in place of the real one, and writes large provider lists. */
export default async function serve(): Promise<() => void> {
  const server = path.join(cache, "serve");
  execFileSync("go", ["build", "-o", server, "./site/serve"], { cwd: root, stdio: "inherit" });
  execFileSync("go", ["build", "-tags=testcore", "-o", path.join(cache, "testcore.wasm"), "./wasm"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, GOOS: "js", GOARCH: "wasm" },
  });
  execFileSync("go", ["run", "./site/test/lists", path.join(cache, "lists")], { cwd: root, stdio: "inherit" });
  const running = spawn(server, [], { cwd: root, env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "inherit"] });
  const [address] = (await once(createInterface(running.stdout), "line")) as [string];
  process.env["PEC_URL"] = address;
  return () => void running.kill();
}
