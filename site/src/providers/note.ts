import type { TemplateResult } from "lit";
import { html } from "lit";
import { day } from "../report/format";
import type { Report } from "../report/types";
import type { Context } from "../report/view/context";
import { sentence } from "../texts/fill";
import { age, OLD_AFTER_DAYS } from "./age";

/** What a reader of a verdict must know of the age of the list it rests on; undefined where no list was asked, or a fresh one. */
export function ageNote(report: Report, context: Context): TemplateResult | undefined {
  if (report.indication === "NO-EVIDENCE") return undefined;
  const { texts, language } = context;
  const asked = report.trust !== undefined && report.trust.list !== "";
  const date = asked ? report.trust!.listDate : (context.listDate ?? "");
  const days = age(date, Date.now());
  if (days === undefined) return asked ? html`${texts["providers.verdict-undated"]}` : undefined;
  return days > OLD_AFTER_DAYS ? sentence(texts["providers.verdict-old"], { date: day(date, language) }) : undefined;
}
