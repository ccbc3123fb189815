import type { Left } from "../model/item";

/** Files of one drop at most, and folders in folders. */
const MOST_FILES = 20_000;
const DEEPEST = 20;
/** So many more are counted, so many marks kept apart; what is beyond is one mark without a number. */
const MOST_COUNTED = 200_000;
const MOST_LEFT = 1000;
/** What systems put into folders by themselves. */
const OWN = new Set([".ds_store", "thumbs.db", "desktop.ini", ".localized", "icon\r"]);

/** What a person gave, and nothing of it is in neither: what could be taken as a file, and what could not. */
export interface Given {
  files: File[];
  left: Left[];
  /** Of the files, those that a system puts into folders by itself, by their names. */
  own: ReadonlySet<File>;
}

/**
 * The files of a drop, those in folders too, in the order in which they were given; in a folder by name. It must be
 * called while the drop is handled: afterwards the browser forgets what was dropped.
 */
export async function dropped(transfer: DataTransfer | null): Promise<Given> {
  if (transfer === null) return { files: [], left: [], own: new Set() };
  const files = Array.from(transfer.files);
  const items = Array.from(transfer.items).filter(item => item.kind === "file");
  const entries = items.map(item => item.webkitGetAsEntry?.() ?? null);
  const left: Left[] = [];
  if (!entries.some(entry => entry?.isDirectory)) {
    for (let i = files.length; i < items.length; i++) left.push({ name: "?", reason: "read", count: 1, error: "" });
    return { files, left, own: new Set() };
  }
  const given = items.map(item => item.getAsFile());
  const found: File[] = [];
  const own = new Set<File>();
  for (const [i, entry] of entries.entries()) {
    const from = found.length;
    if (entry !== null) await collect(entry, found, 0, left);
    else if (given[i]) found.push(given[i]);
    else left.push({ name: "?", reason: "read", count: 1, error: "" });
    if (entry?.isDirectory) for (const file of found.slice(from)) if (isOwn(file)) own.add(file);
  }
  return { files: found, left, own };
}

function isOwn({ name }: { name: string }): boolean {
  const lower = name.toLowerCase();
  return OWN.has(lower) || lower.startsWith("._") || lower.endsWith(".msf");
}

/** The files of an entry of the file system go to found, and what cannot be taken to left: nothing is passed over. */
export async function collect(entry: FileSystemEntry, found: File[], depth: number, left: Left[] = []): Promise<void> {
  const name = entry.fullPath || entry.name;
  if (depth > DEEPEST) return leave(left, { name, reason: "deep", count: 0, error: "" });
  if (entry.isFile) {
    if (found.length >= MOST_FILES) return tooMany(left, name);
    let error: unknown;
    const file = await new Promise<File | undefined>(resolve =>
      (entry as FileSystemFileEntry).file(resolve, (why: unknown) => {
        error = why;
        resolve(undefined);
      }),
    );
    if (file === undefined) leave(left, { name, reason: "read", count: 1, error: error === undefined ? "" : String(error) });
    else if (file.size > 0 || !isOwn(entry)) found.push(file);
    return;
  }
  if ((left.find(({ reason }) => reason === "many")?.count ?? 0) >= MOST_COUNTED) return;
  const inside = await entries(entry as FileSystemDirectoryEntry, error => leave(left, { name, reason: "folder", count: 0, error }));
  inside.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const one of inside) await collect(one, found, depth + 1, left);
}

/** What a folder holds; a browser gives a hundred at a time, and may stop in between. */
async function entries(folder: FileSystemDirectoryEntry, failed: (error: string) => void): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>(resolve =>
      reader.readEntries(resolve, (error: unknown) => {
        failed(String(error));
        resolve([]);
      }),
    );
    if (some.length === 0) return inside;
    for (const one of some) inside.push(one);
    if (inside.length > MOST_FILES + MOST_COUNTED) {
      failed("too many entries");
      return inside;
    }
  }
}

/** Files beyond the bound have one mark, which counts them; it bears the name of the first. */
function tooMany(left: Left[], name: string, count = 1): void {
  const known = left.find(({ reason }) => reason === "many");
  if (known === undefined) left.push({ name, reason: "many", count, error: "" });
  else known.count += count;
}

function leave(left: Left[], one: Left): void {
  if (left.length < MOST_LEFT) left.push(one);
  else tooMany(left, one.name, Math.max(1, one.count));
}

/** The files of a chosen folder, by path. */
export function chosenFolder(files: Iterable<File>): Given {
  const all = Array.from(files).sort((a, b) => (a.webkitRelativePath < b.webkitRelativePath ? -1 : 1));
  const taken = all.slice(0, MOST_FILES);
  const left: Left[] = [];
  if (all.length > taken.length) tooMany(left, all[taken.length]!.webkitRelativePath, all.length - taken.length);
  return { files: taken, left, own: new Set(taken.filter(isOwn)) };
}
