import { expect, test } from "@playwright/test";
import { LANGUAGES } from "../../src/texts";
import { day, moment, size } from "../../src/views/parts/format";

test("a winter time is shown in Rome, with its zone and in UTC", () => {
  const at = moment("2018-11-13T16:39:27+01:00", "it")!;
  expect(at.rome).toBe("13 novembre 2018 alle ore 16:39:27");
  expect(at.zone).toBe("winter");
  expect(at.utc).toBe("2018-11-13 15:39:27 UTC");
});

test("a summer time is shown with the summer zone", () => {
  const at = moment("2021-07-01T10:00:00+02:00", "it")!;
  expect(at.rome).toContain("10:00:00");
  expect(at.zone).toBe("summer");
  for (const language of LANGUAGES) expect(moment("2021-07-01T10:00:00+02:00", language)!.zone).toBe("summer");
  expect(at.utc).toBe("2021-07-01 08:00:00 UTC");
});

test("a time that states another zone is shown in Rome", () => {
  expect(moment("2021-01-01T00:30:00Z", "en")!.rome).toBe("1 January 2021 at 01:30:00");
});

test("what is no time is none", () => {
  expect(moment("", "it")).toBeUndefined();
  expect(moment("ieri", "it")).toBeUndefined();
  expect(day("ieri", "it")).toBe("ieri");
});

test("sizes are readable", () => {
  expect(size(0, "it")).toBe("0 byte");
  expect(size(999, "it")).toBe("999 byte");
  expect(size(5120, "it")).toMatch(/^5,1.kB$/);
  expect(size(31_457_280, "de")).toMatch(/^31,5.MB$/);
});
