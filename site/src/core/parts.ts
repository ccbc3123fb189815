import type { ToWorker } from "./protocol";
import { coreModule, workerScript } from "./source/fetched";

export { PartFault, PART_FAULT_CODES, type PartFaultCode } from "./source/fault";

interface Parts {
  /** A blob's: a worker of it obeys the policy of its page, and the element may come from another origin. */
  script: string;
  core: WebAssembly.Module;
}

let parts: Promise<Parts> | undefined;

/** Kept as long as the page: a worker that starts later is of the same version, whatever the server has by then. */
function loaded(): Promise<Parts> {
  if (parts === undefined) {
    parts = Promise.all([workerScript(), coreModule()]).then(([script, core]) => ({
      script: URL.createObjectURL(new Blob([script], { type: "text/javascript" })),
      core,
    }));
    parts.catch(() => (parts = undefined)); // the next one may have more luck
  }
  return parts;
}

/** A new worker that has been told to start: it says `ready` or `stopped`. Rejects with a PartFault. */
export async function makeWorker(): Promise<Worker> {
  const { script, core } = await loaded();
  const worker = new Worker(script);
  worker.postMessage({ type: "start", core } satisfies ToWorker);
  return worker;
}
