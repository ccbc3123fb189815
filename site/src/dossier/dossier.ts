import { placeKey, type Joined, type Line } from "../core/dossier";
import type { Leftover, Place, Rest, Transmission } from "./types";

/** So many transmissions are kept as objects; the rest is JSON until it is looked at. */
const KEPT = 64;

/** A dossier as the page reads it: piece by piece, when somebody looks. */
export class Dossier {
  readonly #joined: Joined;
  readonly #read = new Map<number, Transmission>();
  #rest: Rest | undefined;
  #leftover: Map<string, Leftover> | undefined;

  constructor(joined: Joined) {
    this.#joined = joined;
  }

  get lines(): readonly Line[] {
    return this.#joined.lines;
  }

  transmission(number: number): Transmission {
    let transmission = this.#read.get(number);
    if (transmission === undefined) {
      transmission = JSON.parse(this.#joined.texts[number]!) as Transmission;
      if (this.#read.size >= KEPT) this.#read.delete(this.#read.keys().next().value!);
      this.#read.set(number, transmission);
    }
    return transmission;
  }

  get rest(): Rest {
    return (this.#rest ??= JSON.parse(this.#joined.rest) as Rest);
  }

  /** One piece of one transmission, and nothing else. */
  get single(): boolean {
    return this.lines.length === 1 && this.rest.leftover.length === 0 && this.transmission(0).evidence.length === 1 && this.transmission(0).original.copies.length <= 1;
  }

  /** Where a piece went: the numbers of its transmission and of its evidence. */
  place(piece: Place): [transmission: number, evidence: number] | undefined {
    return this.#joined.places.get(placeKey(piece));
  }

  leftover(piece: Place): Leftover | undefined {
    this.#leftover ??= new Map(this.rest.leftover.flatMap((one) => [one, ...one.copies].map((place) => [placeKey(place), one])));
    return this.#leftover.get(placeKey(piece));
  }

  /** The whole as one JSON, in parts: nothing is read for it. */
  json(): string[] {
    const [head, tail] = this.#joined.rest.split('"transmissions":[]', 2);
    return [`${head}"transmissions":[`, ...this.#joined.texts.flatMap((text, i) => (i === 0 ? [text] : [",\n", text])), `]${tail}`];
  }
}
