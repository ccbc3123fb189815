/** How far the service worker of this page is. */
export class Offline extends EventTarget {
  /** The page works without network from now on. */
  ready = false;
  /** A new version waits. */
  waiting = false;
  /** Another window changed to a new version; this one goes on with the old one. */
  overtaken = false;
  #registration: ServiceWorkerRegistration | undefined;
  #asked = false;

  /** Does nothing where the browser has no service workers, or none for this page. */
  async register(script: URL): Promise<void> {
    const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (container === undefined) return;
    let controlled = container.controller !== null;
    container.addEventListener("controllerchange", () => {
      if (this.#asked) location.reload();
      else if (controlled) this.#set({ overtaken: true, waiting: false });
      controlled = true;
    });
    await unvalidated(script);
    try {
      this.#registration = await container.register(script, { updateViaCache: "none" });
    } catch {
      return;
    }
    const registration = this.#registration;
    const look = (): void =>
      this.#set({ ready: registration.active !== null, waiting: registration.active !== null && registration.waiting !== null });
    const follow = (worker: ServiceWorker | null): void => worker?.addEventListener("statechange", look);
    registration.addEventListener("updatefound", () => follow(registration.installing));
    follow(registration.installing);
    look();
  }

  /** Changes to the new version and loads the page again. */
  apply(): void {
    this.#asked = true;
    const waiting = this.#registration?.waiting;
    if (waiting) waiting.postMessage({ type: "apply" });
    else location.reload(); // another window was faster
  }

  #set(to: Partial<Pick<Offline, "ready" | "waiting" | "overtaken">>): void {
    Object.assign(this, to);
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * Asks the server for the whole script, so that the browser's own question after it ("has it changed?") is about these bytes.
 * QUIRK: hosts answer that question by date and size (nginx, Apache) or date alone, and archives are unpacked with dates kept:
 * two versions of one size would be one.
 */
async function unvalidated(script: URL): Promise<void> {
  try {
    await (await fetch(script, { cache: "reload" })).arrayBuffer();
  } catch {
    // Without network the version that is kept goes on.
  }
}

/** Of this page. The script of the page lies one folder below the service worker's. */
export const offline = new Offline();
void coreLoaded().then(() => offline.register(new URL("../sw.js", import.meta.url)));

/** What the service worker keeps is as large as the program again: it waits until the program itself is there. */
async function coreLoaded(): Promise<void> {
  const verifier = document.querySelector("pec-verifier");
  const loading = (): boolean => verifier !== null && (verifier.getAttribute("state") ?? "loading") === "loading";
  if (!loading()) return;
  await new Promise<void>(done => {
    const observer = new MutationObserver(() => {
      if (loading()) return;
      observer.disconnect();
      done();
    });
    observer.observe(verifier!, { attributeFilter: ["state"] });
  });
}
