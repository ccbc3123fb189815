import { lines, placeKey, type Joined, type Line } from "./lines";
import type { Leftover, Place, Rest, Transmission } from "./transmission";

/** So many transmissions are kept as objects; the rest is JSON until it is looked at. */
const KEPT = 64;

type Bytes = Uint8Array<ArrayBuffer>;

const NONE = '"transmissions":[]';

/** A dossier as the page reads it: piece by piece, when somebody looks. */
export class Dossier {
  readonly lines: readonly Line[];
  readonly #texts: Bytes[];
  readonly #joined: Joined;
  readonly #read = new Map<number, Transmission>();
  #rest: Rest | undefined;
  #places: Map<string, [transmission: number, evidence: number]> | undefined;
  #leftover: Map<string, Leftover> | undefined;

  constructor(joined: Joined) {
    const all = lines(joined);
    this.#joined = joined;
    this.lines = all.map(({ line }) => line);
    this.#texts = all.map(({ start, end }) => joined.texts.subarray(start, end));
  }

  /** Milliseconds that the core took, for who measures. */
  get took(): Joined["took"] {
    return this.#joined.took;
  }

  transmission(number: number): Transmission {
    let transmission = this.#read.get(number);
    if (transmission === undefined) {
      transmission = parsed(this.#texts[number]!) as Transmission;
      if (this.#read.size >= KEPT) this.#read.delete(this.#read.keys().next().value!);
      this.#read.set(number, transmission);
    }
    return transmission;
  }

  get rest(): Rest {
    return (this.#rest ??= parsed(this.#joined.rest) as Rest);
  }

  /** One piece of one transmission, and nothing else. */
  get single(): boolean {
    if (this.lines.length !== 1 || this.rest.leftover.length > 0) return false;
    const { evidence, original } = this.transmission(0);
    return evidence.length === 1 && evidence[0]!.copies.length === 0 && original.copies.length <= 1;
  }

  /** Where a piece went: the numbers of its transmission and of its evidence. */
  place(piece: Place): [transmission: number, evidence: number] | undefined {
    this.#places ??= new Map(Object.entries(parsed(this.#joined.places) as Record<string, [number, number]>));
    return this.#places.get(placeKey(piece));
  }

  leftover(piece: Place): Leftover | undefined {
    this.#leftover ??= new Map(this.rest.leftover.flatMap(one => [one, ...one.copies].map(place => [placeKey(place), one])));
    return this.#leftover.get(placeKey(piece));
  }

  /** The whole as one JSON, in parts: nothing is read for it. */
  json(): BlobPart[] {
    const [head, tail] = decoded(this.#joined.rest).split(NONE, 2);
    return [`${head}${NONE.slice(0, -1)}`, this.#joined.texts, `]${tail}`];
  }
}

function decoded(bytes: Bytes): string {
  return new TextDecoder().decode(bytes);
}

function parsed(bytes: Bytes): unknown {
  return JSON.parse(decoded(bytes));
}
