import { expect, test } from "@playwright/test";
import { collect } from "../../src/many/folder";
import { arrange, EVERYTHING, totals, type Row, type View } from "../../src/many/rows";

const row = (id: number, to: Partial<Row>): Row => ({
  item: { id, name: "", state: "done", outcomes: [] },
  index: 0,
  name: "",
  part: "",
  tone: "good",
  kind: "",
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

// What a browser hands out for a dropped folder: a hundred entries at a time.
const fileEntry = (name: string): FileSystemEntry =>
  ({
    isFile: true,
    isDirectory: false,
    name,
    file: (done: (file: File) => void, fail: () => void) => (name === "gone" ? fail() : done(new File([""], name))),
  }) as unknown as FileSystemEntry;
const folderEntry = (name: string, inside: FileSystemEntry[]): FileSystemEntry => {
  const left = [...inside];
  return {
    isFile: false,
    isDirectory: true,
    name,
    createReader: () => ({ readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.splice(0, 100)) }),
  } as unknown as FileSystemEntry;
};

test("a folder gives its files by name, with those of folders in it, and not what the system put there", async () => {
  const many = Array.from({ length: 150 }, (_, i) => fileEntry(`${String(149 - i).padStart(3, "0")}.eml`));
  const found: File[] = [];
  await collect(
    folderEntry("x", [fileEntry("z.eml"), folderEntry("b", many), fileEntry(".DS_Store"), fileEntry("gone"), fileEntry("a.eml")]),
    found,
    0,
  );
  expect(found).toHaveLength(152);
  expect(found[0]!.name).toBe("a.eml");
  expect(found[1]!.name).toBe("000.eml");
  expect(found.at(-1)!.name).toBe("z.eml");
});

test("folders in folders end", async () => {
  let entry = fileEntry("deep.eml");
  for (let i = 0; i < 50; i++) entry = folderEntry("x", [entry]);
  const found: File[] = [];
  await collect(entry, found, 0);
  expect(found).toEqual([]);
});
