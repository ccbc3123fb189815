import { isUnread, type Outcome } from "../../model/report";
import { visible } from "../../texts/visible";

const COLUMNS = [
  "file",
  "part",
  "indication",
  "subindication",
  "kind",
  "certified_time",
  "provider",
  "listed_provider",
  "sender",
  "recipients",
  "delivered_to",
  "subject",
  "identifier",
  "list",
  "list_date",
  "file_sha256",
] as const;

/** One line for each result. */
export function csv(outcomes: readonly Outcome[]): string {
  return sheet(COLUMNS, outcomes.map(cells)).join("");
}

/** A table for a spreadsheet, a part a line: UTF-8 with its mark, semicolons as spreadsheets in Italy expect them. */
export function sheet(columns: readonly string[], lines: Iterable<readonly string[]>): string[] {
  const parts = [`\uFEFF${columns.join(";")}\r\n`];
  for (const line of lines) parts.push(`${line.map(cell).join(";")}\r\n`);
  return parts;
}

function cells(outcome: Outcome): string[] {
  const { file } = outcome;
  if (isUnread(outcome)) return [file.name, outcome.part ?? "", "ERROR", "", "", "", "", "", "", "", "", "", "", "", "", file.sha256];
  const { certified, trust } = outcome;
  return [
    file.name,
    outcome.part,
    outcome.indication,
    outcome.subindication,
    outcome.indication === "TOTAL-FAILED" ? "" : outcome.kind,
    certified?.time ?? "",
    certified?.provider ?? "",
    outcome.indication === "TOTAL-FAILED" ? "" : (trust?.provider ?? ""), // of an altered file nothing is believed
    certified?.sender ?? "",
    (certified?.recipients ?? []).map(({ address }) => address).join(" "),
    certified?.deliveredTo ?? "",
    certified?.subject ?? "",
    certified?.identifier ?? "",
    trust?.list ?? "",
    trust?.listDate ?? "",
    file.sha256,
  ];
}

/** A spreadsheet takes what begins like this for a formula and runs it; an apostrophe makes it text. */
const FORMULA = String.raw`[\s\p{C}'"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]`;
const BEGINS = new RegExp(`^${FORMULA}`, "u");
/** Where the person's program splits lines at another separator than ours, a cell begins behind each of them. */
const INSIDE = new RegExp(`[,;\\t](?=${FORMULA})`, "gu");

function cell(text: string): string {
  const shown = visible(text);
  return `"${(BEGINS.test(text) || BEGINS.test(shown) ? "'" : "") + shown.replace(INSIDE, "$&'").replaceAll('"', '""')}"`;
}
