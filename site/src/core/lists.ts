import type { BroughtList, Core, ListErrorCode, ListInfo, ListPreview } from "../../../wasm/wasm";
import { Refused } from "./protocol";
import { bytesOf } from "./reading";

export type { BroughtList, ListInfo, ListPart, ListPreview, WaitingList } from "../../../wasm/wasm";

/** Where a worker has its provider lists from: the browser's storage, the page, or nowhere but the program. */
export type ListSource = "kept" | "given" | "none";

/**
 * Whether what is kept here is kept from others: pages of folders share one storage and one channel, and an origin that is
 * none has neither. Other pages of the same host have both too; what comes from there is asked about.
 */
export function ownStorage(): boolean {
  return /^https?:$/.test(location.protocol) && origin !== "null";
}

/** What the page asks of the worker about the provider list. confirmed is the fingerprint that the person confirmed, or "". */
export type ListAsk =
  | { do: "info" }
  | { do: "reload" }
  | { do: "preview"; file: File; confirmed: string }
  | { do: "accept"; file: File; confirmed: string; expected: string }
  | { do: "only"; name: string; bytes: Uint8Array<ArrayBuffer> }
  | { do: "agree"; sha256: readonly string[] }
  | { do: "brought" }
  | { do: "restore"; list: BroughtList }
  | { do: "host"; name: string; bytes: Uint8Array<ArrayBuffer>; own: boolean }
  | { do: "forget"; sha256: string }
  | { do: "export" };

const LIST_ASKS: Readonly<Record<ListAsk["do"], true>> = {
  info: true,
  reload: true,
  preview: true,
  accept: true,
  only: true,
  agree: true,
  brought: true,
  restore: true,
  host: true,
  forget: true,
  export: true,
};

export function isListAsk(ask: { do: string }): ask is ListAsk {
  return Object.hasOwn(LIST_ASKS, ask.do);
}

export type ListAnswer<Ask extends ListAsk = ListAsk> = Ask extends { do: "preview" }
  ? ListPreview
  : Ask extends { do: "export" }
    ? Uint8Array<ArrayBuffer>
    : Ask extends { do: "brought" }
      ? BroughtList[]
      : ListInfo;

const FAULT_CODES = [
  "too-large",
  "format",
  "version",
  "signature",
  "twice",
  "crl-issuer",
  "crl-signature",
  "list",
  "in-use",
  "too-many",
  "changed",
  "storage",
  "host-foreign",
  "host-older",
  "host-lacks",
  "host-unknown",
  "read",
  "panic",
  "crash",
  "core",
] as const satisfies readonly (ListErrorCode | "read" | "panic" | "crash" | "core")[];
/** read: the browser could not read the file. panic: a fault met on it. crash, core: the worker died, or never started. */
export type ListFaultCode = (typeof FAULT_CODES)[number] | ListErrorCode;

function isListFault(code: string): code is ListFaultCode {
  return (FAULT_CODES as readonly string[]).includes(code);
}

/** Why a list was not accepted; the page has a sentence for each code, message names the fault in English. */
export class ListFault extends Error {
  readonly code: ListFaultCode;

  constructor(code: ListFaultCode, message: string) {
    super(message);
    this.name = "ListFault";
    this.code = code;
  }
}

/** A refusal of a question about lists, as the page knows it. */
export function listFault(error: unknown): unknown {
  if (!(error instanceof Refused)) return error;
  const code = error.code === "stopped" ? "crash" : error.code;
  return new ListFault(isListFault(code) ? code : "panic", error.message);
}

/** Which lists are in use, in one word. */
export function sums({ parts }: ListInfo): string {
  return parts
    .map(({ sha256 }) => sha256)
    .sort()
    .join();
}

/** In the worker: puts a question to the core. */
export async function askCore(core: Core, ask: ListAsk): Promise<ListAnswer> {
  switch (ask.do) {
    case "info":
      return parsed(await core.listInfo());
    case "reload":
      return parsed(await core.reloadLists());
    case "preview":
      return JSON.parse(await core.previewList(ask.file.name, await read(ask.file, core), ask.confirmed)) as ListPreview;
    case "accept": {
      // What was read for the preview is not read again.
      const used = ask.expected === "" ? "" : await core.acceptPreviewed(ask.expected, ask.confirmed);
      if (used !== "") return parsed(used);
      return parsed(await core.acceptList(ask.file.name, await read(ask.file, core), ask.confirmed, ask.expected));
    }
    case "restore":
      return parsed(await core.restoreList(ask.list.name, ask.list.bytes, ask.list.confirmed, ask.list.accepted));
    case "host":
      return parsed(await core.hostList(ask.name, ask.bytes, ask.own));
    case "only":
      return parsed(await core.onlyList(ask.name, ask.bytes));
    case "agree":
      return parsed(await core.agreeLists(ask.sha256.join(" ")));
    case "brought":
      return core.broughtLists();
    case "forget":
      return parsed(await core.forgetLists(ask.sha256));
    case "export":
      return core.exportList();
  }
}

function parsed(text: string): ListInfo {
  return JSON.parse(text) as ListInfo;
}

/** A file that cannot be a list is not read at all, however large it is. */
async function read(file: File, core: Core): Promise<Uint8Array> {
  if (file.size > core.maxListBytes) throw new ListFault("too-large", `${file.name}: ${file.size} bytes, at most ${core.maxListBytes}`);
  try {
    return await bytesOf(file);
  } catch (error) {
    throw new ListFault("read", String(error));
  }
}
