import { Core, type Result } from "./client";
import type { ContentAnswer, ContentAsk } from "./content";
import type { HostFault } from "./host";
import type { ListAnswer, ListAsk } from "./lists";
import type { PartFaultCode } from "./parts";

export type CoreState = "loading" | "ready" | "error";

const users = new Set<SharedCore>();
let state: CoreState = "loading";
/** All elements of a page share it; it runs while there is one. */
const core = new Core(to => {
  state = to;
  for (const user of users) user.changed(to);
});

/** The core as one element uses it. */
export class SharedCore {
  readonly changed: (state: CoreState) => void;

  constructor(changed: (state: CoreState) => void) {
    this.changed = changed;
  }

  get fault(): PartFaultCode | undefined {
    return core.fault;
  }

  /** Why the list beside the program is not in use; undefined where there is none, or a good one. */
  get hostFault(): HostFault | undefined {
    return core.host.fault;
  }

  attach(): void {
    if (users.has(this)) return;
    users.add(this);
    core.start();
    this.changed(state);
  }

  detach(): void {
    users.delete(this);
    core.cancel(this);
    if (users.size === 0) core.stop();
  }

  /** As Core does. */
  verify(file: File, begun?: () => void): Promise<Result> {
    return core.verify(file, begun, this);
  }

  /** Lets go of the files of this element only. */
  cancel(): void {
    core.cancel(this);
  }

  list<Ask extends ListAsk>(ask: Ask): Promise<ListAnswer<Ask>> {
    return core.list(ask);
  }

  content<Ask extends ContentAsk>(ask: Ask): Promise<ContentAnswer<Ask>> {
    return core.content(ask);
  }
}
