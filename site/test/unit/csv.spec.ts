import { expect, test } from "@playwright/test";
import type { Report } from "../../src/model/report";
import { csv } from "../../src/views/takeaway/csv";

const report = (subject: string): Report => ({
  schema: "pec-report/1",
  file: { name: "x.eml", size: 1, sha256: "ab" },
  part: "",
  system: "pec",
  kind: "accettazione",
  indication: "TOTAL-PASSED",
  subindication: "",
  certified: {
    provider: "P",
    time: "2025-03-12T10:15:30+01:00",
    sender: "a@b",
    recipients: [],
    replyTo: "",
    subject,
    identifier: "i",
    messageID: "",
    receiptType: "",
    deliveredTo: "",
    receivedFor: [],
    error: "",
    errorDetail: "",
  },
  answers: { bytes: "yes", signer: "yes", evidence: "yes" },
  checks: [],
});

for (const formula of [
  `=HYPERLINK("https://evil.example")`,
  "+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  " =1",
  "\u200B=1",
  "＝1",
  "'=1",
  "|cmd",
  "%0A=1",
]) {
  test(`a cell ${JSON.stringify(formula)} is no formula`, () => {
    const cell = csv([report(formula)])
      .split("\r\n")[1]!
      .split('";"')[11]!;
    expect(cell.startsWith("'")).toBe(true);
  });
}

/** How a program reads a line that splits it at another separator, and takes quotes as they come. */
function split(line: string, separator: string): string[] {
  const cells = [""];
  let quoted = false;
  for (const one of line) {
    if (one === '"') quoted = !quoted;
    else if (one === separator && !quoted) cells.push("");
    else cells[cells.length - 1] += one;
  }
  return cells;
}

for (const inside of [
  "x,=HYPERLINK(1)",
  "x;=1",
  "x\t=1",
  'x, "=1',
  'x,"=1","=2',
  '",=1,"@SUM(1)',
  "x,\u00A0＝1",
  ",,+1",
  "a;b;-2+3",
  '";=1;"',
  "x,'=1",
  "x\r\n=1",
  "x,|cmd",
  'a","=1',
]) {
  test(`no cell of ${JSON.stringify(inside)} is a formula, at whatever separator a line is split`, () => {
    const line = csv([report(inside)]).split("\r\n")[1]!;
    for (const separator of [",", ";", "\t"]) {
      for (const text of [...split(line, separator), ...line.split(separator)]) expect(text).not.toMatch(/^["\s]*[=+\-@＝＋－＠|%]/);
    }
  });
}

test("one line a result, quotes doubled, line breaks shown", () => {
  const lines = csv([
    report('a "b"\n;c'),
    { schema: "", file: { name: "y", size: 1, sha256: "cd" }, error: "no", unread: "unreadable" },
  ]).split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]!.startsWith("\uFEFFfile;part;")).toBe(true);
  expect(lines[1]).toContain('"a ""b""⟨U+000A⟩;c"');
  const count = (line: string): number => line.split('";"').length;
  expect(count(lines[2]!)).toBe(count(lines[1]!));
});
