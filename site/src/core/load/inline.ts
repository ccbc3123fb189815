// Parts that the single file carries: the worker in its script, the core as gzip in base64 in an element of its own.
import { unpacked, type CoreSource } from "./core";
import type { Examples } from "../example";

export function workerScript(): Promise<string> {
  return Promise.resolve(BUILD_WORKER_SCRIPT);
}

export function coreSource(): CoreSource {
  return { packed: packed() };
}

/** The core as it was compiled; rejects where the file was cut short. */
export async function coreBytes(): Promise<ArrayBuffer> {
  return unpacked(packed()).arrayBuffer();
}

export function servicesSource(): CoreSource {
  return { packed: document.getElementById("pec-services")?.textContent ?? "" };
}

export function examples(): Promise<Examples> {
  return Promise.resolve(BUILD_EXAMPLES);
}

/** A file fetches nothing. */
export function listAddress(): string | undefined {
  return undefined;
}

function packed(): string {
  return document.getElementById("pec-core")?.textContent ?? "";
}
