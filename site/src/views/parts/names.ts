import { ours, type Ours, type Value } from "../../texts/fill";
import { dated, timed } from "./format";
import type { Trust } from "../../model/report";
import type { Context } from "./context";

/** What is known of a list beside its name, which is anybody's to choose: by which way it came in. */
interface Named {
  name: string;
  from: string;
}

/** A list as it is named to people. Only the program's own has a name of ours. */
export function listName({ name, from }: Named, { texts }: Context): Ours | string {
  if (from === "embedded") return ours(texts["trustlist.embedded"]);
  return name === "" ? ours(texts["value.none"]) : name;
}

/** The lists that an answer rests on, or that were searched for it. */
export function listNames(trust: Trust | undefined, context: Context): Value {
  if (trust === undefined) return ours(context.texts["value.none"]);
  const { list: name, from = "", lists = [] } = trust;
  if (from !== "several") return listName({ name, from }, context);
  return lists.flatMap((one, i) => (i === 0 ? [listName(one, context)] : [ours(", "), listName(one, context)]));
}

export function listDate(date: string, { texts, language }: Context): Ours | string {
  return date === "" ? ours(texts["value.undated"]) : dated(date, language);
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** A value of a check: times come as RFC 3339 and are shown as everywhere else on the page. */
export function spelled(text: string, { language }: Context): Ours | string {
  return TIME.test(text) ? timed(text, language) : DATE.test(text) ? dated(text, language) : text;
}

/** The same as a text. */
export function readable(text: string, context: Context): string {
  const shown = spelled(text, context);
  return typeof shown === "string" ? shown : shown.text;
}
