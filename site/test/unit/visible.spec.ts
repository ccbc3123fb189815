import { expect, test } from "@playwright/test";
import { LONGEST, visible } from "../../src/safe/visible";

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
  ["what stands in for a kept joiner cannot be smuggled in", "a\uE000b", "a⟨U+E000⟩b"],
];

for (const [fact, given, shown] of rows) {
  test(fact, () => expect(visible(given)).toBe(shown));
}

test("a value is cut, and says how much is missing", () => {
  const shown = visible("x".repeat(LONGEST + 7));
  expect(shown).toBe(`${"x".repeat(LONGEST)}… (+7)`);
});
