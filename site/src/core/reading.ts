import type { FromWorker } from "./protocol";

const asked = new Map<number, (bytes: Uint8Array<ArrayBuffer> | undefined) => void>();
let last = 0;

/** In the worker: the bytes of a file. Rejects with what the browser says. */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    return handedOver(file, error);
  }
}

/** For a large file: the file itself, which the core reads piece by piece, or its bytes where it may not. */
export async function readable(file: File): Promise<File | Uint8Array<ArrayBuffer>> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return file;
  } catch (error) {
    return handedOver(file, error);
  }
}

/** QUIRK: WebKit lets no worker of a page from a folder read a file. The page may, and hands the bytes over; where it cannot, error stands. */
async function handedOver(file: File, error: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (!(error instanceof DOMException && error.name === "NotReadableError") || file.size > globalThis.pecCore!.maxFileBytes) throw error;
  const id = ++last;
  const bytes = await new Promise<Uint8Array<ArrayBuffer> | undefined>(answer => {
    asked.set(id, answer);
    // The types of a worker's scope clash with those of a page.
    (self as unknown as { postMessage(message: FromWorker): void }).postMessage({ type: "unread", id, file });
  });
  if (bytes === undefined) throw error;
  return bytes;
}

/** The page's answer. */
export function handed(id: number, bytes: Uint8Array<ArrayBuffer> | undefined): void {
  asked.get(id)?.(bytes);
  asked.delete(id);
}
