import { expect, test } from "@playwright/test";
import { arrange, EVERYTHING, totals, type Row, type View } from "../../src/model/rows";

const row = (id: number, to: Partial<Row>): Row => ({
  item: { id, name: "", state: "done", outcomes: [] },
  index: 0,
  name: "",
  part: "",
  tone: "good",
  kind: "",
  came: "",
  whom: "",
  others: 0,
  provider: "",
  time: "",
  at: NaN,
  ...to,
});
const at = (time: string): Partial<Row> => ({ time, at: Date.parse(time) });
const rows = [
  row(1, { name: "b.eml", tone: "good", kind: "accettazione", provider: "Due", ...at("2025-03-12T23:30:00Z") }),
  row(2, { name: "A.eml", tone: "bad" }),
  row(3, { name: "c.eml", tone: "unknown", kind: "avvenuta-consegna", provider: "uno", ...at("2025-03-12T10:00:00+01:00") }),
  row(4, { name: "d.pdf", tone: "none", kind: "none" }),
];
const order = (view: Partial<View>): number[] => arrange(rows, { ...EVERYTHING, ...view }).map(({ item }) => item.id);

for (const [fact, view, ids] of [
  ["nothing asked: as given", {}, [1, 2, 3, 4]],
  ["the last first", { descending: true }, [4, 3, 2, 1]],
  ["by name, without regard to case", { column: "name" }, [2, 1, 3, 4]],
  ["the worst first", { column: "tone" }, [2, 3, 4, 1]],
  ["by time, what has none last", { column: "time" }, [3, 1, 2, 4]],
  ["by time downwards, what has none still last", { column: "time", descending: true }, [1, 3, 2, 4]],
  ["by provider", { column: "provider" }, [1, 3, 2, 4]],
  ["one verdict", { tone: "bad" }, [2]],
  ["one kind", { kind: "accettazione" }, [1]],
  ["one provider", { provider: "uno" }, [3]],
  ["days are Rome's", { from: "2025-03-13" }, [1]],
  ["up to a day, that day included", { to: "2025-03-12" }, [3]],
  ["filters together", { tone: "good", provider: "uno" }, []],
] as const) {
  test(`list: ${fact}`, () => expect(order(view)).toEqual(ids));
}

test("totals count every verdict", () => {
  expect([...totals(rows)]).toEqual([
    ["good", 1],
    ["bad", 1],
    ["unknown", 1],
    ["none", 1],
  ]);
});
