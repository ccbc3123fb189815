import "wasm_exec";
import type { CoreError } from "../../../wasm/wasm";
import { askContent, type ContentAsk } from "./content";
import { buffers } from "./dossier";
import { askCore, isListFault, type ListAsk, type ListFault, type ListSource } from "./lists";
import type { Fault } from "../model/fault";
import type { FromWorker, ToWorker } from "./protocol";
import { bytesOf, handed, readable } from "./reading";
import { compiledCore, type CoreSource } from "./load/core";
import { PartFault } from "./load/fault";

// The types of a worker's scope clash with those of a page; this is all that is used of it.
const scope = self as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
};

scope.addEventListener("message", ({ data }) => {
  if (data.type === "start") {
    start(data.core, data.lists).catch((error: unknown) =>
      scope.postMessage({ type: "stopped", message: String(error), ...(error instanceof PartFault ? { part: error.code } : {}) }),
    );
  } else if (data.type === "list") {
    void list(data.id, data.ask);
  } else if (data.type === "content") {
    void content(data.id, data.ask);
  } else if (data.type === "read") {
    handed(data.id, data.bytes);
  } else {
    verify(data.id, data.file);
  }
});

/** The core has ended, of its own or by a fault; whoever waits for an answer gets none. */
let stopped = false;

async function start(given: WebAssembly.Module | CoreSource, lists: ListSource): Promise<void> {
  const core = given instanceof WebAssembly.Module ? given : await compiledCore(given);
  const go = new Go();
  const instance = await WebAssembly.instantiate(core, go.importObject);
  let status = 0;
  go.exit = code => {
    status = code;
    stopped = true;
  };
  if ("subtle" in crypto) {
    const memory = instance.exports["mem"] as WebAssembly.Memory;
    globalThis.pecDigest = (name, at, length) => crypto.subtle.digest(name, new Uint8Array(memory.buffer, at, length));
  }
  globalThis.pecLists = lists;
  const ended = go.run(instance);
  if (globalThis.pecCore === undefined) throw new Error("the core did not start");
  scope.postMessage({ type: "ready", core });
  await ended;
  throw new Error(`the core ended with status ${status}`);
}

let turn: Promise<void> = Promise.resolve();

/** A larger file is read by the core, piece by piece, when its turn comes. */
const WHOLE = 1 << 22;

/** One file after the other. The next ones are read meanwhile, by the browser. */
function verify(id: number, file: File): void {
  const content = file.size > WHOLE ? readable(file) : bytesOf(file);
  content.catch(() => {}); // told when its turn comes
  turn = turn.then(() => judge(id, file, content));
}

async function judge(id: number, file: File, given: Promise<Uint8Array<ArrayBuffer> | File>): Promise<void> {
  const fail = (fault: Fault): void => scope.postMessage({ type: "failed", id, fault });
  const most = globalThis.pecCore!.maxFileBytes;
  if (file.size > most) {
    fail({ code: "large", message: `${file.size} bytes, at most ${most}`, sha256: "" }); // it is not even read
    return;
  }
  let content: Uint8Array<ArrayBuffer> | File;
  try {
    content = await given;
  } catch (error) {
    fail({ code: "read", message: String(error), sha256: "" });
    return;
  }
  try {
    const { reports, pieces, blocks } = await globalThis.pecCore!.verify(file.name, content);
    scope.postMessage(
      { type: "verified", id, reports, pieces: { own: pieces, blocks } },
      [pieces, ...blocks].map(({ buffer }) => buffer),
    );
  } catch (error) {
    if (stopped) return;
    // What is no rejection of the core is a fault below it, such as a trap: the core cannot be used again.
    const { code, message } = error as Partial<CoreError>;
    if (code === undefined) scope.postMessage({ type: "stopped", message: String(error) });
    else if (code === "read") fail({ code, message: message ?? "", sha256: "" });
    else fail({ code: "panic", message: message ?? "", sha256: await sha256(file).catch(() => "") });
  }
}

async function list(id: number, ask: ListAsk): Promise<void> {
  try {
    scope.postMessage({ type: "listed", id, answer: await askCore(globalThis.pecCore!, ask) });
  } catch (error) {
    if (stopped) return;
    const { code, message } = error as Partial<CoreError | ListFault>;
    if (code === undefined) scope.postMessage({ type: "stopped", message: String(error) });
    else scope.postMessage({ type: "unlisted", id, code: isListFault(code) ? code : "panic", message: message ?? "" });
  }
}

async function content(id: number, ask: ContentAsk): Promise<void> {
  try {
    const answer = await askContent(globalThis.pecCore!, ask);
    scope.postMessage({ type: "opened", id, answer }, buffers(answer));
  } catch (error) {
    // A file that is another one by now is no fault of the core. A browser that notices refuses to read it, as one that is gone.
    const code = (error as Partial<CoreError>).code;
    const changed = error instanceof DOMException || code === "changed" || code === "read";
    if (!stopped) scope.postMessage({ type: "unopened", id, changed, message: String(error) });
  }
}

/** WebCrypto is there only in a secure context; without it the file goes without its hash. */
async function sha256(file: File): Promise<string> {
  if (!("subtle" in crypto)) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await bytesOf(file)));
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("");
}
