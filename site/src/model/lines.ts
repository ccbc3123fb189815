import type { JoinedPages } from "../../../wasm/wasm";
import type { Place, State } from "./transmission";

/** A dossier as the page keeps it. Of ten thousand transmissions it reads only those that it shows. */
export type Joined = JoinedPages;

/** A transmission in short, for a list. */
export interface Line {
  proved: boolean;
  complete: boolean;
  /** Evidence contradicts evidence. */
  contradicted: boolean;
  /** A sent mail, which is no evidence, is not the certified message. */
  unlike: boolean;
  /** Something may be news of a failure, and is no contradiction. */
  doubted: boolean;
  /** The acceptance is not there. */
  unaccepted: boolean;
  states: Partial<Record<State, number>>;
}

/** Numbers of the index before the states, and flags among them (dossier.PageWidth). */
const BEFORE = 3;
const FLAGS = { proved: 1, complete: 2, contradicted: 4, unlike: 8, doubted: 16, unaccepted: 32 } as const;

/** What an index says of each transmission, and where its text is. */
export function lines({ index, states }: Joined): { line: Line; start: number; end: number }[] {
  const numbers = new DataView(index.buffer, index.byteOffset, index.byteLength);
  const width = BEFORE + states.length;
  return Array.from({ length: index.byteLength / 4 / width }, (_, number) => {
    const at = (i: number): number => numbers.getUint32(4 * (number * width + i), true);
    const is = (flag: number): boolean => (at(2) & flag) !== 0;
    const counts: Line["states"] = {};
    for (const [i, state] of states.entries()) if (at(BEFORE + i) > 0) counts[state as State] = at(BEFORE + i);
    const line = {
      proved: is(FLAGS.proved),
      complete: is(FLAGS.complete),
      contradicted: is(FLAGS.contradicted),
      unlike: is(FLAGS.unlike),
      doubted: is(FLAGS.doubted),
      unaccepted: is(FLAGS.unaccepted),
      states: counts,
    };
    return { line, start: at(0), end: at(1) };
  });
}

/** A piece by the bytes of its file, whatever the file's name. */
export function placeKey({ file, part }: Place): string {
  return `${file.sha256} ${part}`;
}
