import { expect, test } from "@playwright/test";
import { fileIcon, programEnding, safeName } from "../../src/content/names";

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
  ["a long name keeps its endings", `${"x".repeat(300)}.pdf.p7m`, `${"x".repeat(112)}.pdf.p7m`],
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

test("the name says more of a file than the sender's media type", () => {
  expect(fileIcon("x.pdf", "image/png")).toBe("pdf");
  expect(fileIcon("x.PDF.P7M", "application/pdf")).toBe("signed");
  expect(fileIcon("", "application/pdf")).toBe("pdf");
  expect(fileIcon("x.exe", "application/pdf")).toBe("file");
  expect(fileIcon("", "message/rfc822")).toBe("mail");
});
