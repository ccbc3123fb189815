import type { Item } from "./item";
import { isUnread, KINDS, type Kind, type Outcome } from "./report";
import { meaning, sober, tone, type Meaning, type Tone } from "./verdict";
import type { Texts } from "../texts";

/** One line of the list of results: a piece of evidence, or a file that waits. */
export interface Row {
  item: Item;
  /** Which of the item's outcomes; -1 while there is none. */
  index: number;
  name: string;
  part: string;
  tone: Tone | "waiting";
  /** Authentic, and no good news. */
  sober?: boolean;
  /** What is not certified has no kind here. */
  kind: Kind | "";
  /** What came of the message, of what is authentic; "" where nothing is certain. */
  came: Meaning | "";
  /** The mailbox that it is about, or of several the first. */
  whom: string;
  /** How many mailboxes more. */
  others: number;
  provider: string;
  /** The certified time, RFC 3339, and the same for sorting. */
  time: string;
  at: number;
}

/** The same line, whatever has become of its file. */
export function same(one: Row, other: Row): boolean {
  return one.item.id === other.item.id && one.index === other.index;
}

/** What came of the message, in a word or two. */
export function came({ came }: Row, texts: Texts): string {
  return came === "" ? "" : texts[`came.${came}`];
}

export function toneWord(tone: Row["tone"], texts: Texts): string {
  return tone === "waiting" ? texts["result.waiting"] : texts[`tone.${tone}`];
}

const NOTHING = { kind: "", came: "", whom: "", others: 0, provider: "", time: "", at: NaN } as const;

const known = new WeakMap<readonly Outcome[], Row[]>();

/** The lines of all items, in the order in which the files were given. */
export function rowsOf(items: readonly Item[]): Row[] {
  const rows: Row[] = [];
  for (const item of items) {
    if (item.state !== "done") {
      rows.push({ ...NOTHING, item, index: -1, name: item.name, part: "", tone: "waiting" });
      continue;
    }
    let lines = known.get(item.outcomes);
    if (lines === undefined) known.set(item.outcomes, (lines = item.outcomes.map((outcome, index) => line(item, outcome, index))));
    rows.push(...lines);
  }
  return rows;
}

function line(item: Item, outcome: Outcome, index: number): Row {
  const { name } = outcome.file;
  if (isUnread(outcome)) return { ...NOTHING, item, index, name, part: outcome.part ?? "", tone: "error" };
  const shown = outcome.indication !== "TOTAL-FAILED";
  const certified = shown ? outcome.certified : undefined;
  const time = certified?.time ?? "";
  return {
    item,
    index,
    name,
    part: outcome.part,
    tone: tone(outcome),
    sober: sober(outcome),
    kind: shown ? outcome.kind : "",
    came: (outcome.indication === "TOTAL-PASSED" && meaning(outcome)) || "",
    whom: certified?.deliveredTo || certified?.recipients?.[0]?.address || "",
    others: certified?.deliveredTo ? 0 : Math.max(0, (certified?.recipients?.length ?? 0) - 1),
    provider: certified === undefined ? "" : outcome.trust?.provider || certified.provider,
    time,
    at: Date.parse(time),
  };
}

export const COLUMNS = ["given", "name", "tone", "came", "kind", "provider", "time"] as const;
export type Column = (typeof COLUMNS)[number];

export interface View {
  column: Column;
  descending: boolean;
  tone: string;
  kind: string;
  provider: string;
  /** YYYY-MM-DD in Rome, both included; "" = open. */
  from: string;
  to: string;
}

export const EVERYTHING: View = { column: "given", descending: false, tone: "", kind: "", provider: "", from: "", to: "" };

const ORDER: Record<Row["tone"], number> = { bad: 0, error: 1, unknown: 2, none: 3, good: 4, waiting: 5 };
const rome = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Rome", dateStyle: "short" });

/** The lines that the view lets through, in its order; lines of equal worth keep theirs. */
export function arrange(rows: readonly Row[], view: View): Row[] {
  const dated = view.from !== "" || view.to !== "";
  const found = rows.filter(row => {
    if (view.tone !== "" && row.tone !== view.tone) return false;
    if (view.kind !== "" && row.kind !== view.kind) return false;
    if (view.provider !== "" && row.provider !== view.provider) return false;
    if (!dated) return true;
    if (Number.isNaN(row.at)) return false;
    const day = rome.format(row.at);
    return (view.from === "" || day >= view.from) && (view.to === "" || day <= view.to);
  });
  if (view.column === "given") return view.descending ? found.reverse() : found;
  const key = keys[view.column];
  const sign = view.descending ? -1 : 1;
  return found
    .map(row => ({ row, key: key(row) }))
    .sort((a, b) => {
      // What has no value comes last, whatever the direction.
      const empty = Number(none(a.key)) - Number(none(b.key));
      return empty !== 0 || none(a.key) ? empty : a.key < b.key ? -sign : a.key > b.key ? sign : 0;
    })
    .map(({ row }) => row);
}

function none(key: string | number): boolean {
  return key === "" || Number.isNaN(key);
}

const keys: Record<Exclude<Column, "given">, (row: Row) => string | number> = {
  name: row => row.name.toLowerCase(),
  tone: row => ORDER[row.tone],
  came: row => row.came,
  kind: row => (row.kind === "" ? "" : KINDS.indexOf(row.kind)),
  provider: row => row.provider.toLowerCase(),
  time: row => row.at,
};

export function totals(rows: readonly Row[]): Map<Row["tone"], number> {
  const count = new Map<Row["tone"], number>();
  for (const { tone } of rows) count.set(tone, (count.get(tone) ?? 0) + 1);
  return count;
}

/** How many messages came to what, of those of which it is certain. */
export function cameTotals(rows: readonly Row[], texts: Texts): [what: string, count: number][] {
  const count = new Map<string, number>();
  for (const row of rows) if (row.came !== "") count.set(came(row, texts), (count.get(came(row, texts)) ?? 0) + 1);
  return [...count];
}

/** The different values of a column, for its filter. */
export function values(rows: readonly Row[], of: (row: Row) => string): string[] {
  return [...new Set(rows.map(of))].filter(Boolean).sort();
}
