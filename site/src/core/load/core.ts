import { get } from "./get";
import { fault } from "./policy";

/** Where the core is: beside the element, or carried by the page, as gzip in base64. */
export type CoreSource = { address: string; integrity: string } | { packed: string };

/** A part by its address, or out of the page. */
export async function carried(source: CoreSource): Promise<Response> {
  return "packed" in source ? unpacked(source.packed) : get(source.address, source.integrity);
}

/** Fetches and compiles the core, in the worker: it is of many megabytes and would hold up the page. Rejects with a PartFault. */
export async function compiledCore(source: CoreSource): Promise<WebAssembly.Module> {
  const response = await carried(source);
  try {
    // A host that does not send application/wasm still works, only slower.
    const streams = response.headers.get("Content-Type") === "application/wasm";
    return await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    throw await fault("unreadable", `${"packed" in source ? "the core" : source.address}: ${String(error)}`);
  }
}

/** The core as it was compiled; reading it rejects where the file was cut short. */
export function unpacked(packed: string): Response {
  const bytes = Uint8Array.from(atob(packed), c => c.charCodeAt(0));
  // Not by way of a Blob: WebKit lets no worker of a page from a folder read one.
  return new Response(new Response(bytes).body!.pipeThrough(new DecompressionStream("gzip")));
}
