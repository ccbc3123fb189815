import { day, moment } from "../format";
import type { Context } from "./context";

/** The name of the embedded list, as trustlist/snapshot writes it; it may stand in the name of a combined list. */
const EMBEDDED = "PEC providers: embedded snapshot";

export function listName(list: string, { texts }: Context): string {
  return list === "" ? texts["value.none"] : list.replace(EMBEDDED, texts["trustlist.embedded"]);
}

export function listDate(date: string, { texts, language }: Context): string {
  return date === "" ? texts["value.none"] : day(date, language);
}

/** A value of a check: times come as RFC 3339 and are shown as everywhere else on the page. */
export function readable(text: string, context: Context): string {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)) return moment(text, context.language)?.rome ?? text;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(text, context.language);
  return text.includes(EMBEDDED) ? listName(text, context) : text;
}
