import { expect, test } from "@playwright/test";
import { apart, LONGEST, LONGEST_APART, visible, visibleLines } from "../../src/texts/visible";

const rows: [fact: string, given: string, shown: string][] = [
  ["plain text stays", "Fattura n. 7 – città, Größe, Łódź", "Fattura n. 7 – città, Größe, Łódź"],
  ["a right-to-left override cannot turn a file name", "fattura\u202Egpj.exe", "fattura⟨U+202E⟩gpj.exe"],
  ["an isolate cannot end the page's own", "a\u2069\u202Eb", "a⟨U+2069⟩⟨U+202E⟩b"],
  ["direction marks are seen", "\u200Ea\u200F\u061C", "⟨U+200E⟩a⟨U+200F⟩⟨U+061C⟩"],
  ["a zero-width space in an address is seen", "a\u200Bb@pec.example", "a⟨U+200B⟩b@pec.example"],
  ["a joiner outside of an emoji is seen", "a\u200Db", "a⟨U+200D⟩b"],
  ["an emoji of several parts stays whole", "👩\u200D💻", "👩\u200D💻"],
  ["line ends and tabs cannot break a line", "a\r\nb\tc\u2028d", "a⟨U+000D⟩⟨U+000A⟩b⟨U+0009⟩c⟨U+2028⟩d"],
  ["NUL, escape and C1 controls are seen", "\0\u001B[31m\u0085", "⟨U+0000⟩⟨U+001B⟩[31m⟨U+0085⟩"],
  ["a byte order mark is seen", "\uFEFFa", "⟨U+FEFF⟩a"],
  ["tag characters are seen", "a\u{E0061}", "a⟨U+E0061⟩"],
  ["a lone surrogate is seen", "a\uD800b", "a⟨U+D800⟩b"],
  ["the soft hyphen is seen", "ban\u00ADca", "ban⟨U+00AD⟩ca"],
  ["right-to-left words stay", "שלום", "שלום"],
  ["markup is text", "<b>&amp;", "<b>&amp;"],
  ["ordinary blanks between words stay", "a b  c   d", "a b  c   d"],
  ["one wide or unbreakable blank stays", "n.\u00A05 a\u3000b", "n.\u00A05 a\u3000b"],
  ["many ordinary blanks are counted", `a${" ".repeat(90)}b`, "a⟨U+0020 ×90⟩b"],
  ["many unbreakable blanks are counted", `a${"\u00A0".repeat(1900)}b`, "a⟨U+00A0 ×1900⟩b"],
  ["wide blanks are counted", `a${"\u3000".repeat(7)}b`, "a⟨U+3000 ×7⟩b"],
  ["blanks of all widths in turn are one run", `a${"\u2000\u2001\u2009 \u200A\u202F\u205F".repeat(50)}b`, "a⟨U+2000 ×350⟩b"],
  ["two of them are a run", "a\u2003 b", "a⟨U+2003 ×2⟩b"],
  ["the blank of Braille is no blank", "a\u2800b", "a⟨U+2800⟩b"],
  ["letters without a form are counted", `a${"\u3164".repeat(400)}b${"\uFFA0".repeat(3)}`, "a⟨U+3164 ×400⟩b⟨U+FFA0 ×3⟩"],
  ["what is not seen in turn with blanks is one run", `a${"\u2800 \u00A0".repeat(100)}b`, "a⟨U+2800 ×300⟩b"],
  ["signs without a form from elsewhere", "a\u{1D159}\u{13441}\u206A\u{1BCA0}b", "a⟨U+1D159⟩⟨U+13441⟩⟨U+206A⟩⟨U+1BCA0⟩b"],
  ["a letter has a few marks", "a\u0301\u0302\u0303 ế ệ", "a\u0301\u0302\u0303 ế ệ"],
  ["a heap of marks is counted", `a${"\u0336".repeat(400)}b`, "a\u0336\u0336\u0336⟨U+0336 ×397⟩b"],
  ["marks of many kinds are one heap", `a${"\u0301\u20E3\u0488".repeat(9)}b`, "a\u0301\u20E3\u0488⟨U+0301 ×24⟩b"],
  ["a mark without a letter does not sit on ours", "\u0336abc \u202E\u0336", "⟨U+0336⟩abc ⟨U+202E⟩⟨U+0336⟩"],
  ["what stands in for a kept joiner cannot be smuggled in", "a\uE000b", "a⟨U+E000⟩b"],
];

for (const [fact, given, shown] of rows) {
  test(fact, () => expect(visible(given)).toBe(shown));
}

test("a value is cut, and says how much is missing", () => {
  const shown = visible("x".repeat(LONGEST + 7));
  expect(shown).toBe(`${"x".repeat(LONGEST)}… (+7)`);
});

for (const [fact, given, shown] of [
  ["the quotes of our sentences become one other kind", "a» b« c“ d” e„ f‟ g〞 h＂ i› j≫ k》", 'a" b" c" d" e" f" g" h" i" j" k"'],
  ["an apostrophe stays", "L’Aquila, D'Angelo", "L’Aquila, D'Angelo"],
  ["a line break is seen", "a\nb", "a⟨U+000A⟩b"],
  ["a long one is cut with a mark", "x".repeat(LONGEST_APART + 40), `${"x".repeat(LONGEST_APART)}… (+40)`],
  ["one within the limit is not", "x".repeat(LONGEST_APART), "x".repeat(LONGEST_APART)],
  ["no half of a sign is left", `${"x".repeat(LONGEST_APART - 1)}👩${"y".repeat(9)}`, `${"x".repeat(LONGEST_APART - 1)}… (+11)`],
] as const) {
  test(`among words of ours: ${fact}`, () => expect(apart(given)).toBe(shown));
}

test("among words of ours: full of marks it is no longer", () => {
  for (const one of ["a\u202E", "\u2800b", "a\u0301\u0301\u0301\u0301"]) {
    const shown = apart(one.repeat(400));
    expect(shown.length).toBeLessThan(340);
    expect(shown).toMatch(/… \(\+\d+\)$/);
    expect(shown).not.toMatch(/⟨U\+[^⟩]*$/);
  }
});

test("the text of a message keeps its layout, and shows what is not seen", () => {
  expect(visibleLines(`  a\u00A0\u00A0\u00A0b\t\tc\r\n${" ".repeat(40)}d\u202E\u2800`, 1000)).toBe(
    `  a\u00A0\u00A0\u00A0b\t\tc\n${" ".repeat(40)}d⟨U+202E⟩⟨U+2800⟩`,
  );
  expect(visibleLines(`a${"\u0336".repeat(9)}`, 1000)).toBe("a\u0336\u0336\u0336⟨U+0336 ×6⟩");
});
