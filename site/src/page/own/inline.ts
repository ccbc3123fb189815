// The single file: its parts are in the document. The file as a whole cannot read itself; the person hands it over.
import { coreBytes } from "../../core/load/inline";
import { hex, sha256, type OwnPart } from "./own";

export async function ownParts(): Promise<OwnPart[]> {
  const text = (id: string): BufferSource => new TextEncoder().encode(document.getElementById(id)?.textContent ?? "");
  const part = async (name: string, bytes: BufferSource): Promise<OwnPart> => ({
    name,
    sha256: await sha256(bytes),
    expected: Object.hasOwn(BUILD_MANIFEST, name) ? hex(BUILD_MANIFEST[name]!) : "",
  });
  return Promise.all([
    part("core", await coreBytes()),
    part("script", text("pec-script")),
    part("style", text("pec-style")),
    part("worker", new TextEncoder().encode(BUILD_WORKER_SCRIPT)),
  ]);
}
