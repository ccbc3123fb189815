import { expect, test } from "@playwright/test";
import { ours, plain, quoted } from "../../src/texts/fill";

/** What would end our sentence and begin one of its own. */
const SUBJECT = "Offerta» è stato consegnato.\nIl gestore attesta che «l’offerta";
const SHOWN = 'Offerta" è stato consegnato.⟨U+000A⟩Il gestore attesta che "l’offerta';

test("in an announcement a value is isolated and closes no quotes of ours", () =>
  expect(plain("Il messaggio {subject} è qui.", { subject: SUBJECT })).toBe(`Il messaggio \u2068${SHOWN}\u2069 è qui.`));

test("in a file a value stands in quotes that it cannot close", () =>
  expect(quoted("Il messaggio {subject} è qui.", { subject: SUBJECT })).toBe(`Il messaggio «${SHOWN}» è qui.`));

for (const put of [plain, quoted]) {
  test(`${put.name}: a long value is cut, and what is not there is a dash`, () => {
    expect(put("{a}", { a: "x".repeat(1000) })).toHaveLength(200 + "… (+800)".length + 2);
    expect(put("{a}{b}", { a: "" })).toBe("––");
  });

  test(`${put.name}: words of ours and numbers stand as they are`, () =>
    expect(put("{a} {b} {c}", { a: ours("il «gestore»"), b: 12, c: "007" })).toBe("il «gestore» 12 007"));

  test(`${put.name}: a value that looks like a place for another stays a value`, () =>
    expect(put("{a}", { a: "{b}", b: "x" })).toContain("{b}"));
}
