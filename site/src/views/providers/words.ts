import { ownProgram } from "../../core/host";
import type { ListFaultCode, ListInfo, ListPart } from "../../core/lists";
import type { Key } from "../../texts";

// A word of the core that no table knows does not compile.

export const kinds: Record<ListPart["kind"], Key> = {
  snapshot: "list-kind.snapshot",
  certificates: "list-kind.certificates",
  ldif: "list-kind.ldif",
  crl: "list-kind.crl",
  services: "list-kind.services",
};

interface Origin {
  short: Key;
  long: Key;
  tone: "good" | "none" | "unknown";
}

const origins: Record<ListPart["origin"]["kind"], Origin> = {
  embedded: { short: "list-origin.short.embedded", long: "list-origin.embedded", tone: "none" },
  unsigned: { short: "list-origin.short.unsigned", long: "list-origin.unsigned", tone: "none" },
  listed: { short: "list-origin.short.listed", long: "list-origin.listed", tone: "good" },
  confirmed: { short: "list-origin.short.confirmed", long: "list-origin.confirmed", tone: "good" },
  unknown: { short: "list-origin.short.unknown", long: "list-origin.unknown", tone: "unknown" },
};

/** A revocation list is never unsigned: it counts only with a listed authority's signature, and waits until there is one. */
const revocations: Origin = { short: "list-origin.short.crl", long: "list-origin.crl", tone: "good" };

/** Whoever makes the page can put any list into it; what comes from elsewhere was vouched for by keys alone. */
const beside: Origin = { short: "list-origin.short.host", long: "list-origin.host", tone: "none" };
const besideByKeys: Origin = { short: "list-origin.short.host", long: "list-origin.host-keys", tone: "good" };

/** Nobody could look at its signature; or its authority is there now, and did not sign it. */
const unchecked: Origin = { short: "list-origin.short.crl-open", long: "list-origin.crl-open", tone: "unknown" };
const forged: Origin = { short: "list-origin.short.crl-bad", long: "list-error.crl-signature", tone: "unknown" };

export function origin({ kind, from, origin, pending }: ListPart): Origin {
  if (from === "host" && origin.kind === "unsigned" && kind !== "crl") return ownProgram() ? beside : besideByKeys;
  if (kind !== "crl" || origin.kind !== "unsigned") return origins[origin.kind];
  return pending === "" ? revocations : pending === "crl-issuer" ? unchecked : forged;
}

export function signer({ kind, origin, revocationLists }: ListPart): string {
  return kind === "crl" && origin.kind === "unsigned" ? commonName(revocationLists[0]?.issuer ?? "") : origin.signer;
}

/** The part of a name of RFC 4514 by which people know an authority. */
export function commonName(subject: string): string {
  return /(?:^|[,+])CN=((?:\\.|[^,+\\])+)/.exec(subject)?.[1] ?? subject;
}

export const faults: Record<ListFaultCode | "several", Key> = {
  "too-large": "list-error.too-large",
  format: "list-error.format",
  version: "list-error.version",
  signature: "list-error.signature",
  twice: "list-error.twice",
  "crl-issuer": "list-error.crl-issuer",
  "crl-signature": "list-error.crl-signature",
  list: "list-error.list",
  "in-use": "list-error.in-use",
  "too-many": "list-error.too-many",
  changed: "list-error.changed",
  storage: "list-error.storage",
  "host-foreign": "list-error.host-foreign",
  "host-older": "list-error.host-older",
  "host-lacks": "list-error.host-lacks",
  "host-unknown": "list-error.host-unknown",
  read: "list-error.read",
  panic: "list-error.panic",
  crash: "list-error.crash",
  core: "list-error.core",
  several: "list-error.several",
};

/** Why a list in use judges nothing. */
export function pendingText(pending: Exclude<ListPart["pending"], "">): Key {
  return pending === "crl-issuer" ? "providers.pending" : faults[pending];
}

export const dropped: Record<ListInfo["dropped"][number]["reason"], Key> = {
  damaged: "list-dropped.damaged",
  version: "list-dropped.version",
  refused: "list-dropped.refused",
};
