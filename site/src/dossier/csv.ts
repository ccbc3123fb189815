import type { Context } from "../report/view/context";
import { sheet } from "../takeaway/csv";
import type { Dossier } from "./dossier";
import type { Recipient, Transmission } from "./types";
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
] as const;

/** Pieces that are named of one recipient. */
const FILES = 50;

/** One line for each recipient of each transmission, in parts. */
export function csv(dossier: Dossier, context: Context): string[] {
  function* lines(): Generator<string[]> {
    for (const number of dossier.lines.keys()) {
      const transmission = dossier.transmission(number);
      for (const recipient of transmission.recipients) yield cells(transmission, number, recipient, context);
    }
  }
  return sheet(COLUMNS, lines());
}

function cells(transmission: Transmission, number: number, recipient: Recipient, context: Context): string[] {
  const { acceptance } = transmission;
  const files = recipient.evidence.slice(0, FILES).map(one => transmission.evidence[one]!.file);
  return [
    String(number + 1),
    transmission.identifier,
    transmission.subject,
    transmission.sender,
    acceptance.state,
    acceptance.time,
    transmission.complete ? "yes" : "no",
    String(transmission.contradictions.length),
    recipient.address,
    recipient.type,
    recipient.state,
    saidPlainly(recipient, context),
    recipient.delivered?.time ?? "",
    recipient.delivered?.form ?? "",
    (recipient.failed ?? recipient.notice24h)?.time ?? "",
    recipient.lookFor?.mailbox ?? "",
    recipient.lookFor?.logUntil ?? "",
    files.map(({ name }) => name).join(" | "),
    files.map(({ sha256 }) => sha256).join(" "),
  ];
}
