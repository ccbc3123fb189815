import { safeName } from "../parts/filenames";
import type { Texts } from "../../texts";
import type { Dossier } from "../../model/dossier";
import type { DossierFile, Place } from "../../model/transmission";

/** Where a file lies in the archive. */
export interface Placed {
  file: DossierFile;
  path: string;
}

/** A name that nobody can take for another: endings that say what the file is, and nothing else of the given name. */
const ENDING = /\.[a-z0-9]{1,8}$/i;

/**
 * The files of a dossier, each once, in the order of the transmissions and of their pieces, under names that sort like
 * that. A file with pieces of several transmissions stands apart, as do those with pieces of none.
 */
export function inOrder(dossier: Dossier, texts: Texts): Placed[] {
  const first = new Map<string, { name: string; transmission: number; several: boolean }>();
  const digits = String(dossier.lines.length).length;
  for (const number of dossier.lines.keys()) {
    const transmission = dossier.transmission(number);
    const most = transmission.original.copies.length + transmission.evidence.reduce((sum, { copies }) => sum + 1 + copies.length, 0);
    let count = 0;
    const take = ({ file }: Place, what: string): void => {
      const known = first.get(file.sha256);
      if (known === undefined) {
        const position = numbered(++count, most);
        first.set(file.sha256, {
          name: safeName(`${position}-${what}`, position).slice(0, 100) + ending(file.name),
          transmission: number,
          several: false,
        });
      } else known.several ||= known.transmission !== number;
    };
    for (const { source } of transmission.original.copies) if (source !== undefined) take(source, texts["dossier.file.sent"]);
    for (const evidence of transmission.evidence) {
      const what = evidence.recipient && evidence.counted ? `${evidence.kind}-${evidence.recipient}` : evidence.kind;
      for (const place of [evidence, ...evidence.copies]) take(place, what);
    }
  }
  const folder = (place: { transmission: number }): string =>
    `${texts["dossier.file.folder"]}-${String(place.transmission + 1).padStart(digits, "0")}`;
  const seen = new Set<string>();
  const placed: { file: DossierFile; path: string; order: number }[] = [];
  const counts = { several: 0, other: 0 };
  const most = dossier.rest.files.length;
  for (const file of dossier.rest.files) {
    if (file.sha256 === "" || seen.has(file.sha256)) continue;
    seen.add(file.sha256);
    const place = first.get(file.sha256);
    if (place !== undefined && !place.several) placed.push({ file, path: `${folder(place)}/${place.name}`, order: place.transmission });
    else {
      const which = place === undefined ? "other" : "several";
      const name = safeName(`${numbered(++counts[which], most)}-${file.name.replace(/^.*[\\/]/, "")}`, which);
      placed.push({ file, path: `${texts[`dossier.file.${which}`]}/${name}`, order: which === "several" ? Infinity : NaN });
    }
  }
  const rank = ({ order }: { order: number }): number => (Number.isNaN(order) ? 2 : order === Infinity ? 1 : 0);
  return placed
    .sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1)) // padded numbers sort as texts
    .map(({ file, path }) => ({ file, path }));
}

/** A position that sorts as a text like it does as a number; two digits at least. */
function numbered(position: number, most: number): string {
  return String(position).padStart(Math.max(2, String(most).length), "0");
}

function ending(name: string): string {
  return ENDING.exec(name)?.[0].toLowerCase() ?? "";
}
