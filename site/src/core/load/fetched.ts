// Parts that lie beside the element. The single file has inline.ts in place of this module.
import type { CoreSource } from "./core";
import type { Examples } from "../example";
import { address } from "../../texts/source/address";
import { get } from "./get";

/** The worker's script. */
export async function workerScript(): Promise<string> {
  return (await get(address(BUILD_WORKER), BUILD_WORKER.integrity)).text();
}

export function coreSource(): CoreSource {
  return { address: address(BUILD_CORE), integrity: BUILD_CORE.integrity };
}

/** The qualified services of the Italian list; fetched when signatures are first asked for. */
export function servicesSource(): CoreSource {
  return { address: address(BUILD_SERVICES), integrity: BUILD_SERVICES.integrity };
}

/** Asked for by who wants to see an example, and not before. */
export async function examples(): Promise<Examples> {
  return (await get(address(BUILD_EXAMPLES), BUILD_EXAMPLES.integrity)).json() as Promise<Examples>;
}

/** Where the host of these files may lay a newer provider list. */
export function listAddress(): string | undefined {
  return new URL("providers.json", import.meta.url).href;
}
