// Parts that the single file carries: the worker in its script, the core as gzip in base64 in an element of its own.
import { PartFault } from "./fault";

export function workerScript(): Promise<string> {
  return Promise.resolve(BUILD_WORKER_SCRIPT);
}

export async function coreModule(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await coreBytes());
  } catch (error) {
    throw new PartFault("unreadable", String(error));
  }
}

/** The core as it was compiled; rejects where the file was cut short. */
export async function coreBytes(): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(document.getElementById("pec-core")?.textContent ?? ""), (c) => c.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
