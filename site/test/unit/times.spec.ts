import { expect, test } from "@playwright/test";
import { countsFrom, logUntil, signedLater } from "../../src/model/times";

for (const [fact, delivered, from] of [
  ["20:59:59 counts at once", "2025-03-12T20:59:59+01:00", undefined],
  ["21:00 counts the next day", "2025-03-12T21:00:00+01:00", "2025-03-13"],
  ["midnight counts the same day", "2025-03-13T00:00:00+01:00", "2025-03-13"],
  ["06:59:59 counts the same day", "2025-03-13T06:59:59+01:00", "2025-03-13"],
  ["07:00 counts at once", "2025-03-13T07:00:00+01:00", undefined],
  ["the hour is Rome's, whatever zone is stated", "2025-07-01T19:30:00Z", "2025-07-02"],
  ["in winter 19:30 UTC is half past eight in Rome", "2025-01-01T19:30:00Z", undefined],
  ["the last night of a year", "2024-12-31T23:00:00+01:00", "2025-01-01"],
  ["the night in which summer begins", "2025-03-29T23:30:00+01:00", "2025-03-30"],
  ["no time", "", undefined],
] as const) {
  test(`art. 147: ${fact}`, () => expect(countsFrom(delivered)).toBe(from));
}

for (const [certified, until] of [
  ["2025-03-12T10:15:30+01:00", "2027-09-12"],
  ["2025-08-31T10:00:00+02:00", "2028-02-29"],
  ["2024-08-31T10:00:00+02:00", "2027-02-28"],
  ["2025-03-31T23:30:00Z", "2027-10-01"],
  ["garbled", undefined],
] as const) {
  test(`30 months after ${certified}: ${until}`, () => expect(logUntil(certified)).toBe(until));
}

test("a signing time is worth a word from two minutes on", () => {
  const at = (time: string): number | undefined => signedLater("2025-03-12T10:15:30+01:00", time);
  expect(at("2025-03-12T09:17:30Z")).toBeUndefined();
  expect(at("2025-03-12T09:17:31Z")).toBe(2);
  expect(at("2025-03-12T09:05:30Z")).toBe(-10);
  expect(at("")).toBeUndefined();
});
