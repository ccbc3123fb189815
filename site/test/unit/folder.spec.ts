import { expect, test } from "@playwright/test";
import { chosenFolder, collect, dropped, type Given } from "../../src/files/folder";
import { LEFT_REASONS, markOf, type Item, type Left } from "../../src/model/item";

// What a browser hands out for a dropped folder: a hundred entries at a time.
const fileEntry = (name: string, content = "x"): FileSystemEntry =>
  ({
    isFile: true,
    isDirectory: false,
    name,
    fullPath: `/${name}`,
    file: (done: (file: File) => void, fail: (error: Error) => void) =>
      name === "gone" ? fail(new Error("NotFoundError")) : done(new File([content], name)),
  }) as unknown as FileSystemEntry;

/** fails: how many entries it gives before it fails. */
const folderEntry = (name: string, inside: FileSystemEntry[], fails = Infinity): FileSystemEntry => {
  const left = [...inside];
  return {
    isFile: false,
    isDirectory: true,
    name,
    fullPath: `/${name}`,
    createReader: () => ({
      readEntries: (done: (some: FileSystemEntry[]) => void, fail: (error: Error) => void) =>
        inside.length - left.length >= fails ? fail(new Error("NotReadableError")) : done(left.splice(0, Math.min(100, fails))),
    }),
  } as unknown as FileSystemEntry;
};

const transfer = (entries: (FileSystemEntry | null)[], files: File[] = []): DataTransfer =>
  ({
    files,
    items: entries.map((entry, i) => ({ kind: "file", webkitGetAsEntry: () => entry, getAsFile: () => files[i] ?? null })),
  }) as unknown as DataTransfer;

/** Everything that was given: what was taken, and what its marks stand for, at the least. */
const sum = ({ files, left }: Given): number => files.length + left.reduce((all, { count }) => all + Math.max(1, count), 0);

test("a folder gives its files by name, with those of folders in it, and what does not open is marked", async () => {
  const many = Array.from({ length: 150 }, (_, i) => fileEntry(`${String(149 - i).padStart(3, "0")}.eml`));
  const found: File[] = [];
  const left: Left[] = [];
  await collect(folderEntry("x", [fileEntry("z.eml"), folderEntry("b", many), fileEntry("gone"), fileEntry("a.eml")]), found, 0, left);
  expect(found).toHaveLength(152);
  expect(found[0]!.name).toBe("a.eml");
  expect(found[1]!.name).toBe("000.eml");
  expect(found.at(-1)!.name).toBe("z.eml");
  expect(left).toEqual([{ name: "/gone", reason: "read", count: 1, error: "Error: NotFoundError" }]);
});

test("folders in folders end, and what lies below is marked", async () => {
  let entry = fileEntry("deep.eml");
  for (let i = 0; i < 50; i++) entry = folderEntry(`x${i}`, [entry]);
  const found: File[] = [];
  const left: Left[] = [];
  await collect(entry, found, 0, left);
  expect(found).toEqual([]);
  expect(left).toEqual([{ name: "/x28", reason: "deep", count: 0, error: "" }]);
});

test("a folder that cannot be listed is marked, and so is one of which the list breaks off", async () => {
  const files = Array.from({ length: 120 }, (_, i) => fileEntry(`${i}.eml`));
  const given = await dropped(transfer([folderEntry("chiusa", files, 0), folderEntry("a metà", files, 100)]));
  expect(given.files).toHaveLength(100);
  expect(given.left.map(({ name, reason, count }) => [name, reason, count])).toEqual([
    ["/chiusa", "folder", 0],
    ["/a metà", "folder", 0],
  ]);
});

test("of a drop nothing is passed over: files, folders, what has no entry, and what is nothing at all", async () => {
  const files = [new File(["a"], "a.eml"), new File(["b"], "b.eml")];
  const given = await dropped(transfer([fileEntry("a.eml"), null, null, folderEntry("c", [fileEntry("d.eml"), fileEntry("gone")])], files));
  expect(given.files.map(({ name }) => name)).toEqual(["a.eml", "b.eml", "d.eml"]);
  expect(given.left.map(({ name, reason }) => [name, reason])).toEqual([
    ["?", "read"],
    ["/gone", "read"],
  ]);
  expect(sum(given)).toBe(5);
  // Without a folder the browser's own list counts, and must be as long.
  const plain = await dropped(transfer([fileEntry("a.eml"), fileEntry("b.eml"), null], files));
  expect([plain.files.length, sum(plain)]).toEqual([2, 3]);
  expect(await dropped(null)).toEqual({ files: [], left: [], own: new Set() });
});

test("the 20,001st file of a chosen folder is counted, with the name of the first that was left out", () => {
  const files = Array.from({ length: 20_003 }, (_, i) => {
    const one = new File([], "x");
    Object.defineProperty(one, "webkitRelativePath", { value: `c/${String(i).padStart(6, "0")}.eml` });
    return one;
  });
  const given = chosenFolder(files.reverse());
  expect(given.files).toHaveLength(20_000);
  expect(given.left).toEqual([{ name: "c/020000.eml", reason: "many", count: 3, error: "" }]);
  expect(sum(given)).toBe(20_003);
  expect(chosenFolder(given.files).left).toEqual([]);
});

test("the 20,001st file of a dropped folder is counted, those of further folders too", async () => {
  const files = (from: number, count: number): FileSystemEntry[] =>
    Array.from({ length: count }, (_, i) => fileEntry(`${String(from + i).padStart(6, "0")}.eml`));
  const given = await dropped(
    transfer([
      folderEntry("x", [folderEntry("1", files(0, 19_990)), folderEntry("2", files(20_000, 20)), folderEntry("3", files(30_000, 7))]),
    ]),
  );
  expect(given.files).toHaveLength(20_000);
  expect(given.left).toEqual([{ name: "/020010.eml", reason: "many", count: 17, error: "" }]);
  expect(sum(given)).toBe(20_017);
});

test("countless marks become one, which counts them", async () => {
  const gone = Array.from({ length: 3000 }, () => fileEntry("gone"));
  const given = await dropped(transfer([folderEntry("x", gone)]));
  expect(given.left.length).toBeLessThanOrEqual(1001);
  expect(sum(given)).toBe(3000);
});

test("what a system puts into a folder is told apart, and looked at all the same: a receipt may bear its name", async () => {
  const inside = [
    fileEntry(".DS_Store"),
    fileEntry("desktop.ini", ""),
    fileEntry("a.eml"),
    fileEntry("Thumbs.db"),
    fileEntry("._a.eml"),
    fileEntry("Inbox.msf"),
  ];
  const given = await dropped(transfer([folderEntry("x", inside)]));
  expect(given.files.map(({ name }) => name)).toEqual([".DS_Store", "._a.eml", "Inbox.msf", "Thumbs.db", "a.eml"]);
  expect([...given.own].map(({ name }) => name)).toEqual([".DS_Store", "._a.eml", "Inbox.msf", "Thumbs.db"]);
  // Who chooses one by itself wants to see it.
  expect((await dropped(transfer([fileEntry("Thumbs.db")], [new File(["x"], "Thumbs.db")]))).own.size).toBe(0);
});

test("what has no report has a mark for the dossier, and what has one has none", () => {
  const item = (to: Partial<Item>): Item => ({ id: 1, name: "a.eml", state: "done", outcomes: [], ...to });
  for (const reason of LEFT_REASONS) {
    const mark = markOf(item({ left: { name: "x/a.eml", reason, count: 3, error: "e" } }));
    expect(mark).toMatchObject({ name: "x/a.eml", count: 3, error: "e" });
  }
  const fault = (code: "read" | "cancelled") => ({ code, message: "m", sha256: "ab" }) as const;
  expect(markOf(item({ fault: fault("read") }))).toEqual({
    name: "a.eml",
    size: 0,
    sha256: "ab",
    reason: "unreadable",
    error: "m",
    count: 1,
  });
  expect(markOf(item({ fault: fault("cancelled") }))?.reason).toBe("cancelled");
  expect(markOf(item({}))?.reason).toBe("unreadable");
  expect(markOf(item({ pieces: { own: new Uint8Array(), blocks: [] } }))).toBeUndefined();
  expect(markOf(item({ state: "waiting" }))).toBeUndefined();
});
