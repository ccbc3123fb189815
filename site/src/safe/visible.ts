// Characters that change how text reads without being seen: controls, direction marks and overrides, zero-width and
// tag characters, line separators, the soft hyphen, lone surrogates. Unicode TR 36 §2, RFC 5893.
const INVISIBLE =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]|\p{Surrogate}/gu;

// An emoji made of several keeps its joiner.
const EMOJI_JOINER = /(?<=\p{Extended_Pictographic}\uFE0F?)\u200D(?=\p{Extended_Pictographic})/gu;
const KEPT = "\uE000";

/** Longest value shown in one place; the rest is counted, not shown. */
export const LONGEST = 2000;

/** visible writes what cannot be seen as ⟨U+202E⟩ and cuts what is too long to read. */
export function visible(value: string): string {
  const shown = value.length > LONGEST ? value.slice(0, LONGEST) : value;
  const text = marked(shown);
  return shown.length < value.length ? `${text}… (+${value.length - shown.length})` : text;
}

/** The same for a text of many lines, of which at most so many characters are shown. */
export function visibleLines(text: string, longest: number): string {
  return text
    .slice(0, longest)
    .split(/\r?\n/)
    .map(line => line.split("\t").map(marked).join("\t"))
    .join("\n");
}

function marked(text: string): string {
  return text
    .replaceAll(KEPT, "⟨U+E000⟩")
    .replace(EMOJI_JOINER, KEPT)
    .replace(INVISIBLE, found => `⟨U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟩`)
    .replaceAll(KEPT, "\u200D");
}
