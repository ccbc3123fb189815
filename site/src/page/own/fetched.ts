// The page of many files: each is read again from where the browser took it. The single file has inline.ts in place of this module.
import { hex, sha256, type OwnPart } from "./own";

/** Every part of this page, in the order of SHA256SUMS. */
export async function ownParts(): Promise<OwnPart[]> {
  const root = new URL("..", import.meta.url); // the page's script lies in assets/
  const own = new URL(import.meta.url).pathname.slice(root.pathname.length);
  const names = [...Object.keys(BUILD_MANIFEST), "index.html", "sw.js", own].sort();
  return Promise.all(
    names.map(async name => {
      const expected = Object.hasOwn(BUILD_MANIFEST, name) ? hex(BUILD_MANIFEST[name]!) : "";
      return { name, sha256: await digest(new URL(name === "index.html" ? "." : name, root)), expected };
    }),
  );
}

async function digest(url: URL): Promise<string> {
  try {
    const response = await fetch(url);
    return response.ok ? await sha256(await response.arrayBuffer()) : "";
  } catch {
    return "";
  }
}
