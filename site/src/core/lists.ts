import type { Core, ListErrorCode, ListInfo, ListPreview } from "../../../wasm/wasm";
import { bytesOf } from "./reading";

export type { ListInfo, ListPart, ListPreview } from "../../../wasm/wasm";

/** What the page asks of the worker about the provider list. confirmed is the fingerprint that the person confirmed, or "". */
export type ListAsk =
  | { do: "info" }
  | { do: "reload" }
  | { do: "preview"; file: File; confirmed: string }
  | { do: "accept"; file: File; confirmed: string; expected: string }
  | { do: "restore"; file: File; confirmed: string; accepted: string }
  | { do: "forget"; sha256: string }
  | { do: "export" };

export type ListAnswer<Ask extends ListAsk = ListAsk> = Ask extends { do: "preview" }
  ? ListPreview
  : Ask extends { do: "export" }
    ? Uint8Array<ArrayBuffer>
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
  "read",
  "panic",
  "crash",
  "core",
] as const satisfies readonly (ListErrorCode | "read" | "panic" | "crash" | "core")[];
/** read: the browser could not read the file. panic: a fault met on it. crash, core: the worker died, or never started. */
export type ListFaultCode = (typeof FAULT_CODES)[number] | ListErrorCode;

export function isListFault(code: string): code is ListFaultCode {
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

/** In the worker: puts a question to the core. */
export async function askCore(core: Core, ask: ListAsk): Promise<ListAnswer> {
  switch (ask.do) {
    case "info":
      return parsed(await core.listInfo());
    case "reload":
      return parsed(await core.reloadLists());
    case "preview":
      return JSON.parse(await core.previewList(ask.file.name, await read(ask.file, core), ask.confirmed)) as ListPreview;
    case "accept":
      return parsed(await core.acceptList(ask.file.name, await read(ask.file, core), ask.confirmed, ask.expected));
    case "restore":
      return parsed(await core.restoreList(ask.file.name, await read(ask.file, core), ask.confirmed, ask.accepted));
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
