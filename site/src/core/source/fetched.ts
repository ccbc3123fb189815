// Parts that lie beside the element. The single file has inline.ts in place of this module.
import { PartFault } from "./fault";

/** The worker's script. */
export async function workerScript(): Promise<string> {
  return (await fetched(BUILD_WORKER)).text();
}

/** The core, compiled: every worker starts from the same one. */
export async function coreModule(): Promise<WebAssembly.Module> {
  const response = await fetched(BUILD_CORE);
  try {
    // A host that does not send application/wasm still works, only slower.
    const streams = response.headers.get("Content-Type") === "application/wasm";
    return await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    throw new PartFault("unreadable", `${BUILD_CORE.path}: ${String(error)}`);
  }
}

/** The browser compares the bytes with the built-in SHA-256 before anything sees them. */
async function fetched({ path, integrity }: BuiltPart): Promise<Response> {
  const url = new URL(path, import.meta.url);
  let response: Response;
  try {
    response = await fetch(url, { integrity });
  } catch (error) {
    // The browser does not say why it refused. What comes without the comparison is thrown away.
    const there = await fetch(url).then(({ ok }) => ok, () => false); // prettier-ignore
    throw new PartFault(there ? "altered" : "missing", `${path}: ${String(error)}`);
  }
  if (!response.ok) throw new PartFault("missing", `${path}: ${response.status} ${response.statusText}`);
  return response;
}
