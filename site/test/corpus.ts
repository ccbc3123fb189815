import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Real messages name real people, so they are no part of the repository; see testdata for what is. */
export const realFolder = path.resolve(root, "../shared/corpus/real");
export const haveReal = existsSync(realFolder);
export const noReal = "the real messages are not beside the repository";

export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function file(name: string, content: Buffer | string): TestFile {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
}

export function real(name: string): TestFile {
  return file(name, readFileSync(path.join(realFolder, name)));
}

/** A public vector of testdata/, or another file of it. */
export function vector(name: string): TestFile {
  return file(path.basename(name), readFileSync(path.join(root, "testdata", name)));
}

export function vectors(folder: string): TestFile[] {
  return readdirSync(path.join(root, "testdata", folder))
    .filter(name => name.endsWith(".eml"))
    .map(name => vector(path.join(folder, name)));
}

export function source(name: string): string {
  return readFileSync(path.join(root, name), "utf8");
}
