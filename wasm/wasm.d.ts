/** What main.go puts on the worker's global scope. Every function rejects with a CoreError. */
export interface Core {
  /** Promises the reports of one file. A large one is better given as it is: it is read in pieces then. */
  verify(name: string, content: Uint8Array | Blob): Promise<Verified>;

  /** A file of more bytes is not verified. */
  maxFileBytes: number;
  /** A file of more bytes is no provider list. */
  maxListBytes: number;
  /** Promises the JSON of the ListInfo of the list in use; so do all below that promise a string, but previewList. */
  listInfo(): Promise<string>;
  /** Looks again at what the browser keeps: another tab may have changed it. Nothing of what is in use changes. */
  reloadLists(): Promise<string>;
  /**
   * Promises the JSON of a ListPreview; nothing is kept. confirmed is the SHA-256 of the signer's certificate that the
   * person knows to be the right one, or "".
   */
  previewList(name: string, bytes: Uint8Array, confirmed: string): Promise<string>;
  /** Puts a list in use and keeps it. expected is the SHA-256 of the preview that the person saw, or "". */
  acceptList(name: string, bytes: Uint8Array, confirmed: string, expected: string): Promise<string>;
  /** Puts the list in use that previewList read last, without reading it again. Promises "" where that was another one. */
  acceptPreviewed(sha256: string, confirmed: string): Promise<string>;
  /**
   * Puts the list in use that lies beside the page, in place of the one before. Nobody is asked: it is used where a key of the
   * program's own list vouches for it, or where own says that it came from the page's own place (the one that the program was loaded
   * from, after all redirects). What is older than the list in use, lacks something of it, is another one or is damaged rejects and
   * changes nothing. It is not kept; each worker must be given it.
   */
  hostList(name: string, bytes: Uint8Array, own: boolean): Promise<string>;
  /** For examples: from then on the list judges alone, without the program's own and without any that is kept. */
  onlyList(name: string, bytes: Uint8Array): Promise<string>;
  /** Puts lists in use that wait, by their SHA-256 with blanks between. */
  agreeLists(sha256: string): Promise<string>;
  /** Promises the person's lists in use, for another core of this visit to restore. */
  broughtLists(): Promise<BroughtList[]>;
  /** Puts a list in use that another core of this visit has in use, as it was accepted then (RFC 3339). */
  restoreList(name: string, bytes: Uint8Array, confirmed: string, accepted: string): Promise<string>;
  /** Forgets the list with that SHA-256, in use or waiting, or with "" all that are in use but the embedded one. */
  forgetLists(sha256: string): Promise<string>;
  /** Promises the list in use as one snapshot (trustlist, format pec-trustlist/1). */
  exportList(): Promise<Uint8Array<ArrayBuffer>>;

  /**
   * Promises the JSON of the OpenedMessage that a report certifies; name, sha256 and part are those of the report. Of the file that was
   * verified or opened last nothing is read or judged again; of another one, bytes that are not the report's are refused (code `changed`). path leads into attached messages: numbers of attachments, from 0, joined by dots.
   */
  openContent(name: string, bytes: Uint8Array | Blob, sha256: string, part: string, path: string): Promise<string>;
  /** Promises the bytes of one attachment, counted from 0. */
  attachment(name: string, bytes: Uint8Array | Blob, sha256: string, part: string, path: string, number: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Promises the bytes of daticert.xml. */
  daticert(name: string, bytes: Uint8Array | Blob, sha256: string, part: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Promises the JSON of the BriefHash list of a file. */
  brief(bytes: Uint8Array | Blob): Promise<string>;

  /**
   * Promises the JSON of the report of a part, with what the signatures of its attachments prove, or those of the file itself where it is no
   * evidence (`signed`). services is the data file of qualified services, which is read the first time;
   * beside are files of which the file itself may be a detached signature. Bytes that are not the report's are refused (code `changed`).
   */
  signatures(name: string, bytes: Uint8Array | Blob, sha256: string, part: string, services: Uint8Array, beside: readonly File[]): Promise<string>;
  /**
   * Promises a file of what was asked for last: of the attachment with that number, or with -1 of the file, what lies behind so many covers;
   * with revision above 0 the revision of the PDF that its signature of that index was made over.
   */
  signedFile(sha256: string, part: string, attachment: number, covers: number, revision: number): Promise<Uint8Array<ArrayBuffer>>;

  /**
   * Promises the dossier of pieces; those of many files stand one after the other, behind the blocks of all. profile is "" or "l53-1994";
   * unread is the JSON array of what was given and is in no piece: {name, size, sha256, reason, error, count}.
   */
  dossier(pieces: Uint8Array, profile: string, unread: string): Promise<JoinedPages>;
  /**
   * Promises pieces for the mails of a file that may have been sent: those without evidence. pieces are the file's own, behind its blocks;
   * wanted is the JSON array of the identifiers and Message-IDs that evidence names; other mails are not read whole. Bytes that
   * the pieces are not of are refused (code `changed`).
   */
  sent(name: string, bytes: Uint8Array, pieces: Uint8Array, wanted: string): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Verified {
  /** The JSON array of the reports (REPORT shape `pec-report/1`). */
  reports: string;
  /** What a dossier needs of them, to be handed back to the core behind the blocks. */
  pieces: Uint8Array<ArrayBuffer>;
  /** Parts that other files of the same transmission repeat. The first 33 bytes of each tell it from every other. */
  blocks: Uint8Array<ArrayBuffer>[];
}

/** A dossier (`pec-dossier/1`) of which nothing need be read but what is shown. All are of their own buffers. */
export interface JoinedPages {
  /** UTF-8: the JSON of the transmissions, with a comma in between. */
  texts: Uint8Array<ArrayBuffer>;
  /** Little-endian numbers of 32 bits. For each transmission: start and end of its text, flags, and the recipients in each state. */
  index: Uint8Array<ArrayBuffer>;
  /** UTF-8: the JSON of where each piece is: by the SHA-256 of its file, a blank and its part, [transmission, evidence]. */
  places: Uint8Array<ArrayBuffer>;
  /** UTF-8: the JSON of the dossier, with no transmissions in it. */
  rest: Uint8Array<ArrayBuffer>;
  /** The states of a recipient in the order of the index. */
  states: string[];
  /** Milliseconds. */
  took: { read: number; build: number; write: number };
}

/** A certified message. Nothing in it has been made harmless. */
export interface OpenedMessage {
  from: string;
  to: string[];
  subject: string;
  date: string;
  fields: { name: string; value: string }[] | null;
  bodies: OpenedBody[];
  attachments: OpenedAttachment[];
  /** There is a daticert.xml beside the message. */
  daticert: boolean;
  /** Too much is in it to list it all. */
  cut: boolean;
}

export interface OpenedBody {
  type: string;
  charset: string;
  text: string;
  /** Base64 of the bytes, in place of the text where the core does not know the charset. */
  raw?: string;
  cut: boolean;
}

export interface OpenedAttachment {
  name: string;
  type: string;
  size: number;
  sha256: string;
  /** It is a mail, which path can lead into. */
  message: boolean;
  /** Its Content-ID, without angle brackets. */
  id: string;
}

/** SHA-1 of a file as it is, or of one way to write it in base64. */
export interface BriefHash {
  form: BriefForm;
  sha1: string;
}

export type BriefForm =
  | "decoded"
  | "text"
  | "base64-crlf"
  | "base64-crlf-last"
  | "base64-lf"
  | "base64-lf-last"
  | "base64-line"
  | "base64-line-crlf"
  | "base64-line-lf";

/** Times are RFC 3339, "" where none is known. */
export interface ListInfo {
  /** Of the newest fact of all parts. */
  date: string;
  /** The embedded list first, then the person's in the order in which they were accepted. */
  parts: ListPart[];
  providers: ListedProvider[];
  authorities: ListedAuthority[];
  /** Services that deliver registered mail (REM), or by a platform, of all trusted lists in use. */
  services: ListedService[];
  /** Kept on this origin, by whomever, and not in use before the person agrees (agreeLists). accepted is "". */
  waiting: WaitingList[];
  /** Kept lists that could not be used any more. */
  dropped: { name: string; reason: "damaged" | "version" | "refused"; detail: string }[];
  /** Why nothing is remembered; "" = the storage works. */
  storage: string;
}

export interface ListedService {
  name: string;
  provider: string;
  list: string;
  /** The oldest first; each lasts until the next. */
  states: { type: string; status: string; since: string }[];
  /** Of its certificates. */
  valid: { from: string; to: string }[];
}

export interface ListPart {
  name: string;
  kind: "snapshot" | "certificates" | "ldif" | "crl" | "services";
  date: string;
  sha256: string;
  size: number;
  /** By which way it came in. Its name says nothing of that: anybody may call a file as they like. */
  from: "embedded" | "host" | "person" | "file";
  /** Whose word it is: listed, confirmed and unknown are signed. */
  origin: { kind: "embedded" | "unsigned" | "listed" | "confirmed" | "unknown"; signer: string; sha256: string };
  accepted: string;
  /** Kept for the next visit. */
  remembered: boolean;
  /** Why it judges nothing yet; "" = it judges. crl-issuer: the authority of its revocation list is in no list in use. */
  pending: "" | ListErrorCode;
  providers: number;
  certificates: number;
  authorities: number;
  /** Services of delivery, time-stamps and qualified certificates in a trusted list of a state; 0 in every other list. */
  services: number;
  revocationLists: { issuer: string; thisUpdate: string; revoked: number }[];
  /** Entries that contradict themselves and were left out. */
  refused: { entry: string; reason: string }[];
}

export interface WaitingList extends ListPart {
  /** What is kept says that the person confirmed the fingerprint of the signer's certificate. */
  confirmed: boolean;
}

export interface BroughtList {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  confirmed: string;
  accepted: string;
}

export interface ListPreview extends ListPart {
  changes: {
    added: string[];
    /** In use and not named here; they stay known for the messages of their time. */
    removed: string[];
    certificates: ListedCertificate[];
    authorities: string[];
    domains: number;
    /** Listed certificates that it revokes; revocations counts all. */
    revoked: (ListedCertificate & { date: string; reason: string })[];
    revocations: number;
    /** Revocations that it states without the authority's revocation list: they only warn. */
    stated: number;
  };
}

export interface ListedProvider {
  name: string;
  unit: string;
  spellings: string[];
  /** Of the addresses that it signs with. */
  domains: Admission[];
  /** Its customers'. */
  managed: string[];
  certificates: ListedCertificate[];
  /** What became of it: who answers for its logs today, as far as that is known. */
  succession: { kind: "renamed" | "merged" | "taken-over" | "ended" | "left"; from?: string; to?: string; date: string; logsUntil?: string; source: string; secondHand?: boolean }[];
  /** That there was such a provider is known at second hand alone. */
  secondHand: boolean;
}

export interface Admission {
  name: string;
  since: string;
  until: string;
  /** Whose domain it is, is neither a certificate's nor the authority's word. */
  secondHand: boolean;
}

export interface ListedCertificate {
  provider?: string;
  /** "" where only the SHA-1 of an index is known. */
  sha256: string;
  sha1: string;
  notBefore: string;
  notAfter: string;
}

export interface ListedAuthority {
  subject: string;
  /** A CA certificate that the person brought. */
  brought: boolean;
  /** Its own: the time that it vouches for. */
  certificates: { from: string; to: string }[];
  domains: Admission[];
  organisations: Admission[];
}

export type ListErrorCode =
  | "too-large"
  | "format"
  | "version"
  | "signature"
  | "twice"
  | "crl-issuer"
  | "crl-signature"
  | "list"
  | "in-use"
  | "too-many"
  | "changed"
  | "storage"
  | "host-foreign"
  | "host-older"
  | "host-lacks"
  | "host-unknown";

/** A rejection: `panic` is a fault in the program met on this input; the next call works. */
export interface CoreError extends Error {
  code: "arguments" | "read" | "panic" | "internal" | "content" | ListErrorCode;
}

/** The loader that comes with the Go toolchain (lib/wasm/wasm_exec.js). */
export interface GoRuntime {
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  run(instance: WebAssembly.Instance): Promise<void>;
}

declare global {
  var pecCore: Core | undefined;
  /** Where the core takes lists from: "kept" in the browser, "given" by the page; else it neither keeps nor reads any. Set before it starts. */
  var pecLists: string | undefined;
  /** What the worker lends the core: a WebCrypto digest of its memory. Absent where there is no WebCrypto. */
  var pecDigest: ((name: string, at: number, length: number) => Promise<ArrayBuffer>) | undefined;
  var Go: new () => GoRuntime;
}
