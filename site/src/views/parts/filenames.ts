// Names of attachments come from the sender: they must neither hide what a file is nor lead anywhere.

import { UNSEEN as INVISIBLE } from "../../texts/visible";

const FORBIDDEN = /[\\/:*?"<>|]/g;
// What is not seen, and what turns the direction of text.
const UNSEEN = new RegExp(String.raw`${INVISIBLE}|[\p{C}\uFE00-\uFE0F]`, "gu");
// Device names of Windows, whatever their extension; the digits written small are digits there.
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(\.|$)/i;
/** Bytes. File systems take 255; a browser that downloads adds to a name, and whoever packs it puts a number before it. */
const LONGEST = 200;

/** Characters of a name that are looked at from its start; the ending of a longer one is not believed. */
const LONGEST_READ = 4096;

/** A name under which a file can be saved on any system; fallback where nothing of it is left. */
export function safeName(name: string, fallback: string): string {
  let safe = name.slice(0, LONGEST_READ).normalize("NFC").replace(UNSEEN, "").replace(FORBIDDEN, "_").replace(/\s+/g, " ");
  safe = safe.replace(/^[. \p{M}]+|[. ]+$/gu, "");
  if (safe === "") safe = fallback;
  if (DEVICE.test(safe)) safe = `_${safe}`;
  if (bytes(safe) <= LONGEST) return safe;
  const ending = /(\.[\x21-\x7E]{1,10}){1,2}$/.exec(safe)?.[0] ?? "";
  const kept = [...safe.slice(0, safe.length - ending.length)];
  while (bytes(kept.join("")) > LONGEST - ending.length)
    kept.length -= Math.max(1, Math.ceil((bytes(kept.join("")) - LONGEST + ending.length) / 4));
  return kept.join("").replace(/[. ]+$/, "") + ending;
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Endings of files that run when they are opened. */
const PROGRAMS =
  /\.(exe|scr|com|pif|cpl|msi|msix|appx|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|url|jar|reg|chm|iso|img|vhd|vhdx|dll|sh|command|app|dmg|pkg|deb|rpm|apk|docm|xlsm|pptm|xll|scf|one|library-ms)$/i;

/** The ending of a name that is a program's; "" for any other. Blanks and unseen characters do not hide it. */
export function programEnding(name: string): string {
  return PROGRAMS.exec(name.replace(UNSEEN, "").replace(/[. ]+$/, ""))?.[0].toLowerCase() ?? "";
}
