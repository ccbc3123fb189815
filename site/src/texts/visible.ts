// Characters that change how text reads without being seen, and letters that look like a blank: controls, direction marks
// and overrides, zero-width and tag characters, line separators, the soft hyphen, lone surrogates. Unicode TR 36 §2, RFC 5893.
export const UNSEEN = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFFA0\u{13441}\u{13442}\u{1D159}\u{E0000}-\u{E0FFF}]|\p{Surrogate}`;
const UNSEEN_ONE = new RegExp(UNSEEN, "u");
/** A run of blanks of any kind and of what is not seen. */
const UNSEEN_RUN = new RegExp(String.raw`(?:${UNSEEN}|\p{Zs})+`, "gu");
/** So many ordinary blanks may stand together: a browser shows them as one. */
const MOST_BLANKS = 3;
/** A run of more different ones is named by its first. */
const MOST_NAMED = 4;

/** Letters have few marks; a heap of them reaches over the lines around. One without a letter would sit on ours. */
const MARKS = /(?<=^|⟩)\p{M}+|(?<=\p{M}{3})\p{M}+/gu;

// An emoji made of several keeps its joiner.
const EMOJI_JOINER = /(?<=\p{Extended_Pictographic}\uFE0F?)\u200D(?=\p{Extended_Pictographic})/gu;
const KEPT = "\uE000";

/** Longest value shown where it stands alone; the rest is counted, not shown. */
export const LONGEST = 2000;
/** Longest among words of ours. */
export const LONGEST_APART = 200;
/** A value full of marks is shorter still. */
const LONGEST_MARKED = 300;

/** visible writes what cannot be seen as ⟨U+202E⟩, a run of it as ⟨U+2800 ×12⟩, and cuts what is too long to read. */
export function visible(value: string): string {
  return cut(value, LONGEST);
}

// Whatever could close the quotes of a sentence. The apostrophe stays: names have it.
const QUOTES = /[«»“”„‟"″〝〞〟＂≪≫《》⟪⟫‹›❝❞❮❯]/g;

/**
 * A value as it may stand among words of ours, in a sentence, a head or a paragraph for a document: in one line, short, with
 * nothing unseen, and no quotes but one kind that our sentences do not use. Whoever shows it sets it apart besides.
 */
export function apart(value: string): string {
  return cut(value.replace(QUOTES, '"'), LONGEST_APART, LONGEST_MARKED);
}

/** The same for a text of many lines, of which at most so many characters are shown. */
export function visibleLines(text: string, longest: number): string {
  return text
    .slice(0, longest)
    .split(/\r?\n/)
    .map(line => line.split("\t").map(seen).join("\t"))
    .join("\n");
}

function cut(value: string, longest: number, marks = Infinity): string {
  let given = value.slice(0, longest).replace(value.length > longest ? /[\uD800-\uDBFF]$/ : "", "");
  let text = marked(given);
  while (text.length > marks) {
    given = given.slice(0, Math.floor((given.length * marks) / text.length));
    text = marked(given);
  }
  return given.length < value.length ? `${text}… (+${value.length - given.length})` : text;
}

/** A line of a text, whose blanks are the sender's layout. */
function seen(text: string): string {
  return named(text, new RegExp(UNSEEN, "gu"), found => mark(found, 1));
}

function marked(text: string): string {
  return named(text, UNSEEN_RUN, run => {
    const all = [...run];
    if (!UNSEEN_ONE.test(run)) {
      const ordinary = all.every(one => one === " ");
      return all.length <= (ordinary ? MOST_BLANKS : 1) ? run : mark(all.find(one => one !== " ") ?? " ", all.length);
    }
    const same: [string, number][] = [];
    for (const one of all) {
      if (same.at(-1)?.[0] === one) same.at(-1)![1]++;
      else same.push([one, 1]);
    }
    if (same.length > MOST_NAMED) return mark(all.find(one => one !== " ")!, all.length);
    return same.map(([one, count]) => (one === " " && count === 1 ? one : mark(one, count))).join("");
  });
}

function named(text: string, unseen: RegExp, name: (found: string) => string): string {
  return text
    .replaceAll(KEPT, "⟨U+E000⟩")
    .replace(EMOJI_JOINER, KEPT)
    .replace(unseen, name)
    .replace(MARKS, found => mark([...found][0]!, [...found].length))
    .replaceAll(KEPT, "\u200D");
}

function mark(one: string, count: number): string {
  const code = one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return `⟨U+${code}${count > 1 ? ` ×${count}` : ""}⟩`;
}
