/** What a dossier needs of one file, as the core gave it: its own part, and blocks that files of one transmission share. */
export interface Pieces {
  readonly own: Uint8Array<ArrayBuffer>;
  readonly blocks: readonly Uint8Array<ArrayBuffer>[];
}

/** Bytes at the start of a block that tell it from every other (dossier.BlockKey). */
const KEY = 33;

/** Blocks that somebody still holds. */
const held = new Map<string, WeakRef<Uint8Array<ArrayBuffer>>>();
const released = new FinalizationRegistry<string>(key => {
  if (held.get(key)?.deref() === undefined) held.delete(key);
});

/** The pieces of a file, with each block that is there already in place of the same again: ten thousand receipts have few. */
export function interned(own: Uint8Array<ArrayBuffer>, blocks: readonly Uint8Array<ArrayBuffer>[]): Pieces {
  return { own, blocks: blocks.map(one) };
}

function one(block: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const key = String.fromCharCode(...block.subarray(0, KEY));
  const known = held.get(key)?.deref();
  if (known !== undefined) return known;
  held.set(key, new WeakRef(block));
  released.register(block, key);
  return block;
}

/** Everything as the core takes it back: each block once, then the rest. */
export function together(all: readonly Pieces[]): Uint8Array<ArrayBuffer> {
  const parts = [...new Set(all.flatMap(({ blocks }) => blocks)), ...all.map(({ own }) => own)];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
