import { expect, test } from "@playwright/test";
import { programEnding, safeName } from "../../src/views/parts/filenames";

for (const [fact, given, safe] of [
  ["a usual name stays", "atto di citazione (1).pdf.p7m", "atto di citazione (1).pdf.p7m"],
  ["accents stay", "perché più.pdf", "perché più.pdf"],
  ["a path becomes a name", "../../etc/passwd", "_.._etc_passwd"],
  ["a Windows path becomes a name", "C:\\Users\\x.pdf", "C__Users_x.pdf"],
  ["no leading dots", "...bashrc", "bashrc"],
  ["no trailing dots and blanks", "atto.pdf. . ", "atto.pdf"],
  ["no turned direction", "fattura\u202Efdp.exe", "fatturafdp.exe"],
  ["no controls and line breaks", "a\0b\r\nc\t.pdf", "abc.pdf"],
  ["no zero-width characters", "a\u200B\uFEFF\u2060.pdf", "a.pdf"],
  ["no device names", "CON.pdf", "_CON.pdf"],
  ["nothing left", "\u202E..", "7"],
  ["a long name keeps its endings", `${"x".repeat(300)}.pdf.p7m`, `${"x".repeat(192)}.pdf.p7m`],
  ["bytes are counted, not letters", `${"漢".repeat(120)}.pdf`, `${"漢".repeat(65)}.pdf`],
  ["no half of a sign is left", `${"👩".repeat(60)}.pdf.p7m`, `${"👩".repeat(48)}.pdf.p7m`],
  ["device names with small digits", "COM¹.pdf", "_COM¹.pdf"],
  ["device names with blanks behind", "lpt² .txt", "_lpt² .txt"],
  ["devices of the console", "CONIN$", "_CONIN$"],
  ["a name of blanks is none", "\u2800\u00A0\u3000\u3164", "7"],
  ["a name of marks is none", "\u0301\u0336", "7"],
] as const) {
  test(`safe name: ${fact}`, () => expect(safeName(given, "7")).toBe(safe));
}

for (const [name, ending] of [
  ["fattura.pdf.exe", ".exe"],
  ["fattura.pdf      .scr", ".scr"],
  ["FATTURA.JS", ".js"],
  ["fattura.pdf.lnk .", ".lnk"],
  ["fattura.e\u200Bxe", ".exe"],
  ["fattura.exe.pdf", ""],
  ["fattura.pdf.p7m", ""],
  ["exe", ""],
] as const) {
  test(`a program's ending: ${name} has ${ending || "none"}`, () => expect(programEnding(name)).toBe(ending));
}

test("a safe name fits into any file system, whatever it is made of", () => {
  for (const one of ["a", "é", "漢", "👩", "a\u0301", ". ", "x.y"]) {
    const safe = safeName(`${one.repeat(3000)}.pdf`, "7");
    expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(200);
    expect(safe).not.toMatch(/^[. ]|[. ]$|\p{Surrogate}/u);
  }
});
