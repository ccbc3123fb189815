import type { Context } from "../parts/context";
import { sheet } from "../takeaway/csv";
import type { Dossier } from "../../model/dossier";
import type { Recipient, Transmission } from "../../model/transmission";
import { saidPlainly } from "./words";

const COLUMNS = [
  "sending",
  "identifier",
  "subject",
  "sender",
  "acceptance",
  "acceptance_time",
  "complete",
  "contradictions",
  "recipient",
  "recipient_type",
  "state",
  "why",
  "delivered_time",
  "receipt_form",
  "failed_time",
  "look_in_mailbox",
  "log_until",
  "files",
  "file_sha256",
  "doubts",
  "not_judged",
] as const;

/** Pieces that are named of one recipient. */
const FILES = 50;

/** One line for each recipient of each transmission, in parts. */
export function csv(dossier: Dossier, context: Context): string[] {
  function* lines(): Generator<string[]> {
    for (const number of dossier.lines.keys()) {
      const transmission = dossier.transmission(number);
      // A sending of which no recipient is known has its line too.
      for (const recipient of transmission.recipients.length === 0 ? [undefined] : transmission.recipients)
        yield cells(transmission, number, recipient, dossier.rest.unjudged, context);
    }
  }
  return sheet(COLUMNS, lines());
}

function cells(transmission: Transmission, number: number, recipient: Recipient | undefined, unjudged: number, context: Context): string[] {
  const { acceptance } = transmission;
  const about = recipient?.evidence ?? transmission.evidence.map((_, one) => one);
  const files = about.slice(0, FILES).map(one => transmission.evidence[one]!.file);
  const more = about.length > FILES ? context.texts["dossier.more"].replace("{count}", String(about.length - FILES)) : "";
  return [
    String(number + 1),
    transmission.identifier,
    transmission.subject,
    transmission.sender,
    acceptance.state,
    acceptance.time,
    transmission.complete ? "yes" : "no",
    String(transmission.contradictions.length),
    recipient?.address ?? "",
    recipient?.type ?? "",
    recipient?.state ?? "",
    recipient === undefined ? "" : saidPlainly(recipient, context),
    recipient?.delivered?.time ?? "",
    recipient?.delivered?.form ?? "",
    (recipient?.failed ?? recipient?.notice24h)?.time ?? "",
    recipient?.lookFor?.mailbox ?? "",
    recipient?.lookFor?.logUntil ?? "",
    [...files.map(({ name }) => name), more].filter(Boolean).join(" | "),
    [...files.map(({ sha256 }) => sha256), more].filter(Boolean).join(" "),
    String(transmission.doubts.length),
    String(unjudged),
  ];
}
