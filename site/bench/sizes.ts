import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const dist = path.resolve(import.meta.dirname, "../../dist");

/** As the release holds it; where dist/ was built without, it is compressed here. */
function brotli(file: string): number {
  const packed = statSync(path.join(dist, `${file}.br`), { throwIfNoEntry: false });
  if (packed !== undefined) return packed.size;
  const content = readFileSync(path.join(dist, file));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return brotliCompressSync(content, { params }).length;
}

/** Bytes over the wire of a first visit: the WebAssembly, what makes the page usable before it, and both with the worker. */
export function sizes(): Record<"core" | "page" | "all", number> {
  const assets = readdirSync(path.join(dist, "assets")).map(name => `assets/${name}`);
  const one = (pattern: RegExp): string => assets.find(name => pattern.test(name))!;
  const core = brotli(one(/pec-core-.+\.wasm$/));
  const style = /<link rel="stylesheet" href="\.?\/?(assets\/[^"]+)"/.exec(readFileSync(path.join(dist, "index.html"), "utf8"))?.[1];
  const script = one(/page-.+\.js$/);
  const page = ["index.html", "pec-verifier.js", script, ...(style === undefined ? [] : [style])].reduce(
    (sum, file) => sum + brotli(file),
    0,
  );
  const fonts = assets.filter(name => name.endsWith(".woff2")).reduce((sum, file) => sum + readFileSync(path.join(dist, file)).length, 0);
  return { core, page: page + fonts, all: core + page + fonts + brotli(one(/pec-worker-.+\.js$/)) };
}
