/*! client-zip: Copyright 2020 David Junger, MIT licence */
import { downloadZip } from "client-zip";
import type { Item } from "../../model/item";
import type { Placed } from "./order";

/** A file whose bytes are not those that were verified, or that is gone. */
export class ChangedFile extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} has changed`);
    this.file = file;
  }
}

/** A file of the archive that the page made. */
export interface Made {
  path: string;
  parts: BlobPart[];
}

/** Last in the archive, in the shape that sha256sum -c reads. */
const SUMS = "SHA256SUMS";

/**
 * The files as they were given, each under its path, then those that the page made, then the SHA-256 of each. One file at
 * a time is held, and each is held against the hash that was verified. done is called after each.
 */
export async function archive(placed: readonly Placed[], made: readonly Made[], items: readonly Item[], done: () => void): Promise<Blob> {
  const files = new Map<string, File>();
  for (const { file, outcomes } of items) for (const outcome of outcomes) if (file !== undefined) files.set(outcome.file.sha256, file);
  let fault: unknown;
  async function* entries(): AsyncGenerator<{ name: string; lastModified?: Date; input: Uint8Array<ArrayBuffer> | Blob }> {
    const sums: string[] = [];
    for (const { file: known, path } of placed) {
      const file = files.get(known.sha256);
      const bytes = await file?.arrayBuffer().catch(() => undefined);
      if (file === undefined || bytes === undefined || ((await sha256(bytes)) ?? known.sha256) !== known.sha256)
        throw new ChangedFile(known.name);
      sums.push(`${known.sha256}  ${path}\n`);
      yield { name: path, lastModified: new Date(file.lastModified), input: new Uint8Array(bytes) };
      done();
    }
    for (const { path, parts } of made) {
      const blob = new Blob(parts);
      const sum = await sha256(await blob.arrayBuffer());
      if (sum !== undefined) sums.push(`${sum}  ${path}\n`);
      yield { name: path, input: blob };
    }
    yield { name: SUMS, input: new Blob(sums) };
  }
  async function* remembering(): ReturnType<typeof entries> {
    try {
      yield* entries();
    } catch (error) {
      fault = error; // a stream tells its reader only that it failed
      throw error;
    }
  }
  try {
    return await downloadZip(remembering()).blob();
  } catch (error) {
    throw fault ?? error;
  }
}

/** WebCrypto is there only in a secure context; without it the hash that was verified stands. */
async function sha256(bytes: ArrayBuffer): Promise<string | undefined> {
  if (!("subtle" in crypto)) return undefined;
  return Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), byte => byte.toString(16).padStart(2, "0")).join("");
}
