import "wasm_exec";
import type { CoreError } from "../../../wasm/wasm";
import { askContent } from "./content";
import { buffers } from "./dossier";
import { askCore, isListAsk, type ListSource } from "./lists";
import { Refused, type AnswerTo, type Ask, type FromWorker, type Refusal, type ToWorker, type Verified } from "./protocol";
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
  } else if (data.type === "read") {
    handed(data.id, data.bytes);
  } else {
    void answer(data.id, data.ask);
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

async function answer(id: number, ask: Ask): Promise<void> {
  try {
    const answer = await asked(ask);
    scope.postMessage({ type: "answer", id, answer }, buffers(answer));
  } catch (error) {
    if (stopped) return;
    const refusal = refusalOf(error);
    // What is no refusal is a fault below the core, such as a trap: it cannot be used again.
    scope.postMessage(refusal === undefined ? { type: "stopped", message: String(error) } : { type: "refusal", id, refusal });
  }
}

function asked(ask: Ask): Promise<AnswerTo<Ask>> {
  if (ask.do === "verify") return verify(ask.file);
  return isListAsk(ask) ? askCore(globalThis.pecCore!, ask) : askContent(globalThis.pecCore!, ask);
}

/** What the core, a part of the program or the browser refuses has a word. A browser that notices that a file is another one by now refuses to read it. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof DOMException) return { code: "read", message: String(error), sha256: "" };
  const { code, message = "", sha256 = "" } = error as Partial<Refusal>;
  return typeof code === "string" ? { code, message, sha256 } : undefined;
}

let turn: Promise<unknown> = Promise.resolve();

/** A larger file is read by the core, piece by piece, when its turn comes. */
const WHOLE = 1 << 22;

/** One file after the other. The next ones are read meanwhile, by the browser. */
function verify(file: File): Promise<Verified> {
  const content = file.size > WHOLE ? readable(file) : bytesOf(file);
  content.catch(() => {}); // told when its turn comes
  const verified = turn.then(() => judge(file, content));
  turn = verified.catch(() => {});
  return verified;
}

async function judge(file: File, given: Promise<Uint8Array<ArrayBuffer> | File>): Promise<Verified> {
  const most = globalThis.pecCore!.maxFileBytes;
  if (file.size > most) throw new Refused("large", `${file.size} bytes, at most ${most}`); // it is not even read
  const content = await given.catch((error: unknown) => Promise.reject(new Refused("read", String(error))));
  try {
    const { reports, pieces, blocks } = await globalThis.pecCore!.verify(file.name, content);
    return { reports, pieces: { own: pieces, blocks } };
  } catch (error) {
    const { code, message = "" } = error as Partial<CoreError>;
    if (stopped || code === undefined || code === "read") throw error;
    throw new Refused("panic", message, await sha256(file).catch(() => ""));
  }
}

/** WebCrypto is there only in a secure context; without it the file goes without its hash. */
async function sha256(file: File): Promise<string> {
  if (!("subtle" in crypto)) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await bytesOf(file)));
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("");
}
