import { execFileSync } from "node:child_process";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");
export const cache = path.join(root, "site/.cache");

/** The commands of tests, compiled together before the first one; see server.ts. */
export const TOOLS = [
  "./site/serve",
  "./site/build",
  "./site/test/lists",
  "./site/test/made",
  "./site/test/piles",
  "./site/test/react",
  "./verifier/pecverify",
];

/** Where one of them lies. */
export function tool(name: string): string {
  return path.join(cache, "bin", name);
}

/** What one of them writes. */
export function output(name: string, args: string[], input?: string): Buffer {
  return execFileSync(tool(name), args, { cwd: root, input, maxBuffer: 1 << 30 });
}
