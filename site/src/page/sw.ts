// The service worker: every file of one version, complete or not at all. A new version waits until a page asks for it.

// The types of a service worker's scope clash with those of a page; this is all that is used of it.
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
const scope = self as unknown as {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Asked) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
};

/** Kept when it is first asked for: few need it, and it is large. */
const LATER = /^assets\/pec-services-/;

const root = scope.registration.scope;
/** Two pages of one origin in different folders keep theirs apart. */
const PREFIX = `pec-verifier ${root} `;
const CACHE = PREFIX + BUILD_ID;

scope.addEventListener("install", event => event.waitUntil(fill()));
scope.addEventListener("activate", event => event.waitUntil(tidy()));
scope.addEventListener("message", ({ data }) => {
  if ((data as { type?: unknown } | null)?.type === "apply") void scope.skipWaiting();
});

scope.addEventListener("fetch", event => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  if (!address.startsWith(root)) return;
  const name = fileName(address.slice(root.length));
  if (Object.hasOwn(BUILD_MANIFEST, name))
    event.respondWith(kept(name).then(response => response ?? (LATER.test(name) ? keepLater(name, request) : fetch(request))));
});

/** index.html is asked for by its folder: many hosts answer its own name with a redirection. */
function fileName(path: string): string {
  return path === "" ? "index.html" : path;
}

function address(name: string): string {
  return root + (name === "index.html" ? "" : name);
}

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(
      Object.entries(BUILD_MANIFEST)
        .filter(([name]) => !LATER.test(name))
        .map(([name, integrity]) => keep(cache, name, integrity)),
    );
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache: Cache, name: string, integrity: string): Promise<void> {
  // A name with a hash in it never changes its content; the others are loaded whole: a server may take two versions for one.
  const response = await fetch(address(name), { integrity, cache: name.startsWith("assets/") ? "default" : "reload" });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding"); // of the bytes on the way, not of these
  headers.delete("Content-Length");
  // Made anew: what came by a redirection may not answer a navigation.
  await cache.put(address(name), new Response(await response.blob(), { headers }));
}

async function keepLater(name: string, request: Request): Promise<Response> {
  try {
    await keep(await caches.open(CACHE), name, BUILD_MANIFEST[name]!);
    return (await kept(name)) ?? (await fetch(request));
  } catch {
    return fetch(request); // the browser keeps nothing
  }
}

async function kept(name: string): Promise<Response | undefined> {
  try {
    return await (await caches.open(CACHE)).match(address(name));
  } catch {
    return undefined; // the browser took the storage away
  }
}

async function tidy(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(PREFIX) && name !== CACHE).map(name => caches.delete(name)));
  await scope.clients.claim(); // else a new version would not wait for the page of the first visit
}
