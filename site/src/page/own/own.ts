/** A part of this page, as it is now. */
export interface OwnPart {
  name: string;
  /** SHA-256 in hexadecimal; "" where the browser did not hand the part out. */
  sha256: string;
  /** What the program was built to expect; "" where it cannot know: a file that holds it would hold its own hash. */
  expected: string;
}

export async function sha256(bytes: BufferSource): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), hexByte).join("");
}

/** The hexadecimal form of an integrity attribute's value. */
export function hex(integrity: string): string {
  return Array.from(atob(integrity.replace(/^sha256-/, "")), c => hexByte(c.charCodeAt(0))).join("");
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
