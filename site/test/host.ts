import { readFileSync, statSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
export const dist = path.join(root, "dist");
/** The page with planted faults in its core: another version. */
export const faulty = path.join(root, "site/.cache/faulty");

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** What embedding.html tells a site to add to its policy, with that host's address. */
export function documented(host: string): string {
  const text = readFileSync(path.join(dist, "embedding.html"), "utf8").replaceAll("&#39;", "'");
  return /Content-Security-Policy: ([^<]+)</.exec(text)![1]!.replaceAll("https://verifica.example", host);
}

/** The strictest policy under which the element works: nothing else is allowed, but for the styles of the site itself. */
export const strictest = (host: string): string => `default-src 'none'; style-src 'self'; ${documented(host)}`;

/** A host of static files as tests need it: it notes every request, can change what it sends, be stopped and come back at the same address. */
export class Host {
  readonly requests: string[] = [];
  /** Changes what is sent for a path. */
  readonly changed = new Map<RegExp, (content: Buffer) => Buffer>();
  /** Documents that lie in no folder, by path. */
  readonly pages = new Map<string, string>();
  headers: Record<string, string> = {};
  #server: Server | undefined;
  #port = 0;

  constructor(public folder: string) {}

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => this.#answer(new URL(request.url!, this.origin).pathname, response));
    await new Promise<void>(ready => server.listen(this.#port, "127.0.0.1", ready));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise(closed => (server === undefined ? closed(undefined) : server.close(closed)));
  }

  #answer(name: string, response: ServerResponse): void {
    this.requests.push(name);
    const page = this.pages.get(name);
    const file = path.join(this.folder, name.endsWith("/") ? `${name}index.html` : name);
    if (page === undefined && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404, this.headers).end();
      return;
    }
    let content: Buffer = page === undefined ? readFileSync(file) : Buffer.from(page);
    for (const [which, change] of this.changed) if (which.test(name)) content = change(content);
    const type = page === undefined ? (TYPES[path.extname(file)] ?? "application/octet-stream") : TYPES[".html"]!;
    response
      .writeHead(200, { "Content-Type": type, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", ...this.headers })
      .end(content);
  }
}

/** One byte is another. */
export function oneByte(content: Buffer): Buffer {
  const changed = Buffer.from(content);
  const at = Math.floor(changed.length / 2);
  changed[at] = changed[at]! ^ 1;
  return changed;
}
