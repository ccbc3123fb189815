import type { ListSource } from "./lists";
import type { ToWorker } from "./protocol";
import { fault } from "./load/policy";
import { coreSource, workerScript } from "./load/fetched";
import { trusted } from "./trusted";

export { PartFault, PART_FAULT_CODES, type PartFaultCode } from "./load/fault";

/** A blob's address: a worker of it obeys the policy of its page, and the element may come from another origin. */
let script: Promise<string> | undefined;
/** As the first worker compiled it: one that starts later is of the same version, whatever the server has by then. */
let compiled: WebAssembly.Module | undefined;

export function keepCore(core: WebAssembly.Module): void {
  compiled = core;
}

/** A new worker that has been told to start: it says `ready` or `stopped`. Rejects with a PartFault. */
export async function makeWorker(lists: ListSource): Promise<Worker> {
  script ??= workerScript().then(text => URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  script.catch(() => (script = undefined)); // the next one may have more luck
  const address = await script;
  let worker: Worker;
  try {
    worker = new Worker(trusted().createScriptURL(address));
  } catch (error) {
    throw await fault("unreadable", String(error));
  }
  worker.postMessage({ type: "start", core: compiled ?? coreSource(), lists } satisfies ToWorker);
  return worker;
}
