import { html, type TemplateResult } from "lit";
import { programHost } from "../core/host";
import { dated } from "../report/format";
import type { Report } from "../report/types";
import { answer } from "../report/verdict";
import type { Context } from "../report/view/context";
import type { Key } from "../texts";
import { sentence } from "../texts/fill";
import { age, OLD_AFTER_DAYS } from "./age";

/** What a reader of a verdict must know of the list that it rests on. */
export function listNotes(report: Report, context: Context): TemplateResult[] {
  if (report.indication === "NO-EVIDENCE") return [];
  return [origin(report, context), old(report, context)].filter(note => note !== undefined);
}

/** Whose word it is, unless it is the embedded list's. Whoever signed other bytes than these has not signed them. */
function origin(report: Report, { texts }: Context): TemplateResult | undefined {
  if (answer(report, "bytes") !== "yes") return undefined;
  const { trust } = report;
  const values = trust?.facts?.find(({ fact }) => fact === "list-origin")?.values;
  if (trust?.from === "host") return sentence(texts["providers.verdict-from.host"], { host: programHost() ?? "" });
  const text = Object.hasOwn(from, values?.["origin"] ?? "") ? from[values!["origin"] as keyof typeof from] : undefined;
  return text === undefined ? undefined : sentence(texts[text], values);
}

const from = {
  unsigned: "providers.verdict-from.unsigned",
  listed: "providers.verdict-from.listed",
  confirmed: "providers.verdict-from.confirmed",
  unknown: "providers.verdict-from.unknown",
} as const satisfies Record<string, Key>;

/** Nothing where no list was asked, or a fresh one. */
function old({ indication, certified, trust }: Report, { texts, language, listDate = "" }: Context): TemplateResult | undefined {
  const asked = trust !== undefined && trust.list !== "";
  const date = asked ? trust.listDate : listDate;
  const days = age(date, Date.now());
  if (days === undefined) return asked ? html`${texts["providers.verdict-undated"]}` : undefined;
  if (days <= OLD_AFTER_DAYS) return undefined;
  // What was signed before the list's date cannot suffer from what came after it.
  const before = indication === "TOTAL-PASSED" && Date.parse(certified?.time ?? "") < Date.parse(date);
  return sentence(texts[before ? "providers.verdict-covered" : "providers.verdict-old"], { date: dated(date, language) });
}
