/** Files of one drop at most, and folders in folders. */
const MOST_FILES = 20_000;
const DEEPEST = 20;
/** What systems put into folders by themselves. */
const OWN = new Set([".ds_store", "thumbs.db", "desktop.ini"]);

/**
 * The files of a drop, those in folders too, in the order in which they were given; in a folder by name. It must be
 * called while the drop is handled: afterwards the browser forgets what was dropped.
 */
export async function dropped(transfer: DataTransfer | null): Promise<File[]> {
  if (transfer === null) return [];
  const files = Array.from(transfer.files);
  const items = Array.from(transfer.items).filter(item => item.kind === "file");
  const entries = items.map(item => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some(entry => entry?.isDirectory)) return files;
  const given = items.map(item => item.getAsFile());
  const found: File[] = [];
  for (const [i, entry] of entries.entries()) {
    if (entry !== null) await collect(entry, found, 0);
    else if (given[i]) found.push(given[i]);
  }
  return found;
}

/** The files of an entry of the file system. A folder that cannot be read is passed over, a file goes on and says so itself. */
export async function collect(entry: FileSystemEntry, found: File[], depth: number): Promise<void> {
  if (found.length >= MOST_FILES || depth > DEEPEST) return;
  if (entry.isFile) {
    if (OWN.has(entry.name.toLowerCase())) return;
    const file = await new Promise<File | undefined>(resolve => (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)));
    if (file !== undefined) found.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // A browser gives a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>(resolve => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0 || inside.length >= MOST_FILES) break;
    inside.push(...some);
  }
  inside.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const one of inside) await collect(one, found, depth + 1);
}

/** The files of a chosen folder, by path. */
export function chosenFolder(files: Iterable<File>): File[] {
  return Array.from(files)
    .filter(file => !OWN.has(file.name.toLowerCase()))
    .sort((a, b) => (a.webkitRelativePath < b.webkitRelativePath ? -1 : 1))
    .slice(0, MOST_FILES);
}
