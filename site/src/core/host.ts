import { ListFault, ownStorage, type ListAsk, type ListFaultCode } from "./lists";
import { listAddress } from "./load/fetched";

/** A list that lies beside the program. */
export interface HostFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** It comes from the page's own place, which the program comes from as well. */
  own: boolean;
  /** From an earlier visit. */
  kept: boolean;
}

/** Why the list beside the program is not in use. */
export interface HostFault {
  code: ListFaultCode;
  message: string;
  file: HostFile;
}

export const HOST_NAME = "providers.json";
/** As trustlist.MaxBytes: no more is read, and the core refuses it. */
const MOST_BYTES = 16 << 20;
const PATIENCE = 10_000; // ms
/** A list on which the core dies is not given to it for ever. */
const MOST_TRIES = 2;

export function hostAsk({ bytes, own }: HostFile): ListAsk {
  return { do: "host", name: HOST_NAME, bytes, own };
}

/** From where the program was loaded; undefined for the single file, which cannot fetch. */
export function programHost(): string | undefined {
  const address = listAddress();
  return address === undefined ? undefined : new URL(address).host;
}

/** Whether the program comes from the page's own origin, which then vouches for a list as well as for the program. */
export function ownProgram(): boolean {
  const address = listAddress();
  return address !== undefined && new URL(address).origin === origin;
}

/**
 * The list beside the program: looked for once, at the start, and never again. What is kept of an earlier visit comes first, so that the
 * core holds the new one against it. Only what the core has accepted is kept: a wrong file takes nothing away.
 */
export class HostList {
  inUse: HostFile | undefined;
  fault: HostFault | undefined;
  #address: string | undefined;
  #found: HostFile[] = [];
  #tries = 0;

  get waits(): boolean {
    return this.#found.length > 0;
  }

  async look(): Promise<void> {
    if (this.#address !== undefined) return;
    this.#address = listAddress();
    if (this.#address !== undefined) this.#found = await found(this.#address);
  }

  /** Gives a worker the list: the first one of a visit what was found, any other what is in use. */
  async give(first: boolean, ask: (file: HostFile) => Promise<unknown>): Promise<void> {
    if (first) await this.offer(ask);
    else if (this.inUse !== undefined) await ask(this.inUse).catch(() => {}); // whether it is there is asked next
  }

  /** Gives the core what was found; ask rejects with a ListFault. */
  async offer(ask: (file: HostFile) => Promise<unknown>): Promise<void> {
    for (let file = this.#found.shift(); file !== undefined; file = this.#found.shift()) {
      try {
        await ask(file);
        this.inUse = file;
        if (file.own && !file.kept) await keep(this.#address!, file);
      } catch (error) {
        if (!(error instanceof ListFault)) throw error;
        if (error.code === "crash" && ++this.#tries < MOST_TRIES) {
          this.#found.unshift(file);
          return;
        }
        // What a newer program has overtaken is no news.
        if (file.kept) await forget(this.#address!);
        else this.fault = { code: error.code, message: error.message, file };
      }
    }
  }
}

async function found(address: string): Promise<HostFile[]> {
  const before = await kept(address);
  const old = before === undefined ? [] : [{ bytes: before, own: true, kept: true }];
  try {
    const response = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
    if (response.status === 404 || response.status === 410) {
      await forget(address);
      return []; // whoever takes it away means it
    }
    if (!response.ok) return old;
    const own = response.url.startsWith(new URL(".", address).href) && ownProgram();
    return [...old, { bytes: await read(response), own, kept: false }];
  } catch {
    return old; // no network
  }
}

async function read(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let size = 0; reader !== undefined && size <= MOST_BYTES; size += pieces.at(-1)!.length) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
  }
  await reader?.cancel();
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

// In the browser's storage beside the files that the service worker keeps, and not among them: those are of one version.

/** Only the page's own place has one; pages of folders, and of other sites, have none. */
function store(address: string): string | undefined {
  return ownStorage() && ownProgram() && "caches" in self ? `pec-verifier-list ${address}` : undefined;
}

async function kept(address: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const cacheName = store(address);
  const response = cacheName === undefined ? undefined : await caches.match(address, { cacheName }).catch(() => undefined);
  return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
}

/** Where the browser keeps nothing, the list is in use all the same. */
async function keep(address: string, { bytes }: HostFile): Promise<void> {
  const name = store(address);
  if (name === undefined) return;
  try {
    await (await caches.open(name)).put(address, new Response(bytes));
  } catch {}
}

async function forget(address: string): Promise<void> {
  const name = store(address);
  if (name !== undefined) await caches.delete(name).catch(() => {});
}
