import { day, moment } from "../report/format";
import type { Report } from "../report/types";
import type { Context } from "../report/view/context";
import { listDate, listName } from "../report/view/names";
import { visible } from "../safe/visible";

/** Words of the program, or a value of a message. */
export interface Piece {
  text: string;
  value: boolean;
}

/** A paragraph to put into a document; undefined for what is not authentic: there is nothing to say of it. */
export function quote(report: Report, context: Context, now: Date): Piece[] | undefined {
  const { texts, language } = context;
  const { certified, trust, file } = report;
  if (report.indication !== "TOTAL-PASSED" || certified === undefined || report.kind === "none" || report.kind === "unknown")
    return undefined;
  const none = texts["value.none"];
  const values: Record<string, string> = {
    kind: texts[`kind.${report.kind}`],
    when: moment(certified.time, language)?.rome ?? none,
    provider: trust?.provider || certified.provider || none,
    sender: certified.sender || none,
    delivered: certified.deliveredTo,
    subject: certified.subject || texts["value.no-subject"],
    identifier: certified.identifier || none,
    file: file.name,
    sha256: file.sha256,
    today: day(now.toISOString(), language),
    version: BUILD_VERSION,
    list: listName(trust?.list ?? "", context),
    listDate: listDate(trust?.listDate ?? "", context),
  };
  const sentences = [
    report.kind === "anomalia" ? texts["quote.anomaly"] : texts["quote.what"],
    certified.deliveredTo === "" ? "" : texts["quote.delivered"],
    texts["quote.file"],
    texts["quote.checked"],
  ];
  const pieces = sentences
    .filter(Boolean)
    .join(" ")
    .split(/\{(\w+)\}/);
  return pieces.map((piece, i) => (i % 2 === 0 ? { text: piece, value: false } : { text: visible(values[piece] ?? ""), value: true }));
}
