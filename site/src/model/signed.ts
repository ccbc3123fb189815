import type { FileSignature } from "./report";

/** What a signature came to, in one word; each has a sentence. */
export const CASES = [
  "qualified",
  "seal",
  "advanced",
  "plain",
  "open",
  "unlisted",
  "expired",
  "revoked",
  "unfit",
  "early",
  "hash",
  "value",
  "format",
  "nodata",
  "constraints",
  "nocertificate",
  "algorithm",
] as const;
export type Case = (typeof CASES)[number];

const failures: Readonly<Record<string, Case>> = {
  FORMAT_FAILURE: "format",
  HASH_FAILURE: "hash",
  SIG_CRYPTO_FAILURE: "value",
  SIGNED_DATA_NOT_FOUND: "nodata",
  SIG_CONSTRAINTS_FAILURE: "constraints",
  NO_SIGNING_CERTIFICATE_FOUND: "nocertificate",
  CRYPTO_CONSTRAINTS_FAILURE: "algorithm",
  NO_CERTIFICATE_CHAIN_FOUND: "unlisted",
  CHAIN_CONSTRAINTS_FAILURE: "unfit",
  NOT_YET_VALID: "early",
  OUT_OF_BOUNDS_NO_POE: "expired",
  REVOKED_NO_POE: "revoked",
};

/** What a signature came to. Of what is not known here nothing good is said. */
export function caseOf(s: FileSignature): Case {
  if (s.indication !== "TOTAL-PASSED") return failures[s.subindication] ?? "format";
  if (s.qualified === "no") return "plain";
  if (s.qualified !== "yes") return "open";
  if (s.type === "seal") return "seal";
  return s.type === "signature" ? (s.device === "qscd" ? "qualified" : "advanced") : "open";
}
