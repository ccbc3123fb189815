import { day, moment } from "../parts/format";
import { isREM } from "../../model/rem";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
import { listDate, listNames } from "../parts/names";
import { ours, plain, quoted, type Value } from "../../texts/fill";

/** One line of the text for a document. Whatever is not ours has a line of its own, behind a label of ours. */
export interface Line {
  label: string;
  value: Value;
}

/** What to put into a document, line by line; undefined for what is not authentic: there is nothing to say of it. */
export function quote(report: Report, context: Context, now: Date): Line[] | undefined {
  const { texts, language } = context;
  const { certified, trust, file } = report;
  if (report.indication !== "TOTAL-PASSED" || certified === undefined || report.kind === "none" || report.kind === "unknown")
    return undefined;
  if (isREM(report)) return undefined; // the first of their kind: not for a document yet
  const none = ours(texts["value.none"]);
  const at = moment(certified.time, language);
  const about: Line[] = [
    { label: texts["fact.sender"], value: certified.sender || none },
    { label: texts["fact.subject"], value: certified.subject || ours(texts["value.no-subject"]) },
    ...(certified.deliveredTo === "" ? [] : [{ label: texts["quote.delivered"], value: certified.deliveredTo }]),
    { label: texts["fact.identifier"], value: certified.identifier || none },
  ];
  return [
    ...(context.example ? [{ label: "", value: ours(texts["example.mark"]) }] : []),
    { label: "", value: ours(texts[`kind.${report.kind}`]) },
    { label: texts["quote.by"], value: trust?.provider || certified.provider || none },
    { label: texts["fact.time"], value: at === undefined ? none : ours(plain(texts["quote.rome"], { time: ours(at.rome) })) },
    ...(report.kind === "anomalia" ? [{ label: "", value: ours(texts["quote.anomaly"]) }] : about),
    { label: texts["technical.file"], value: file.name },
    { label: texts["technical.sha256"], value: file.sha256 },
    {
      label: "",
      value: ours(
        plain(texts["quote.checked"], {
          today: ours(day(now.toISOString(), language)),
          version: ours(BUILD_VERSION),
        }),
      ),
    },
    { label: texts["technical.list"], value: listNames(trust, context) },
    { label: texts["quote.list-date"], value: listDate(trust?.listDate ?? "", context) },
  ];
}

/** The same as text: no value continues a line of ours, and none can look like one. */
export function quoteText(lines: readonly Line[]): string {
  return lines.map(({ label, value }) => (label === "" ? "" : `${label}: `) + quoted("{value}", { value })).join("\n");
}
