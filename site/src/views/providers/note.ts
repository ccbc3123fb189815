import type { TemplateResult } from "lit";
import { programHost } from "../../core/host";
import { dated } from "../parts/format";
import type { Report } from "../../model/report";
import type { Context } from "../parts/context";
import type { Key } from "../../texts";
import { sentence } from "../../texts/fill";

/** What a reader of a verdict must know of the list that it rests on. */
export function listNotes(report: Report, context: Context): TemplateResult[] {
  if (report.indication === "NO-EVIDENCE") return [];
  return [origin(report, context), caution(report, context)].filter(note => note !== undefined);
}

/** Whose word it is, unless it is the embedded list's. Whoever signed other bytes than these has not signed them. */
function origin(report: Report, { texts }: Context): TemplateResult | undefined {
  if (report.answers.bytes !== "yes") return undefined;
  const { trust } = report;
  const values = trust?.facts?.find(({ fact }) => fact === "list-origin")?.values;
  if (trust?.from === "host" && trust.path !== "none") return sentence(texts["providers.verdict-from.host"], { host: programHost() ?? "" });
  const text = Object.hasOwn(from, values?.["origin"] ?? "") ? from[values!["origin"] as keyof typeof from] : undefined;
  return text === undefined ? undefined : sentence(texts[text], values);
}

const from = {
  unsigned: "providers.verdict-from.unsigned",
  listed: "providers.verdict-from.listed",
  confirmed: "providers.verdict-from.confirmed",
  unknown: "providers.verdict-from.unknown",
} as const satisfies Record<string, Key>;

/** The lists' age, only where it may change the result: the core says where (RFC 3339 dates compare as texts). */
function caution({ trust }: Report, { texts, language }: Context): TemplateResult | undefined {
  if (trust?.caution === undefined) return undefined;
  const newest =
    trust.lists
      .map(list => list.date)
      .sort()
      .at(-1) ?? "";
  return sentence(texts[trust.caution === "older" ? "providers.verdict-older" : "providers.verdict-undated"], {
    date: dated(newest, language),
  });
}
