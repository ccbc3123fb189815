import { expect, test } from "@playwright/test";
import { source } from "../corpus";

// The one table of the element in HOSTING.md, held against the element.

const element = source("site/src/pec-verifier.ts");
const rows = [.../\n\| of `<pec-verifier>` [^]*?\n\n/.exec(source("site/HOSTING.md"))![0].matchAll(/^\| (`.+?) \| (\w+)/gm)];
const told = (kind: RegExp): string[] =>
  rows.filter(([, , is]) => kind.test(is!)).flatMap(([, names]) => [...names!.matchAll(/`([\w-]+)/g)].map(([, name]) => name!));

test("every attribute of the element is told, and no other", () => {
  const own = [.../static override readonly properties = \{([^]*?)\n {2}\};/.exec(element)![1]!.matchAll(/^ {4}(\w+):/gm)].map(
    ([, name]) => name!,
  );
  expect(told(/^attribute/).sort()).toEqual([...own, "theme"].sort());
  expect(source("site/src/styles/_base.scss")).toContain(":host([theme=");
});

test("what is told of properties, methods and events is there", () => {
  expect(told(/^propert/).length).toBeGreaterThan(1);
  expect(told(/^method/).length).toBeGreaterThan(5);
  for (const name of told(/^propert/)) expect(element, name).toMatch(new RegExp(`^ {2}get ${name}\\(\\)`, "m"));
  for (const name of told(/^method/)) expect(element, name).toMatch(new RegExp(`^ {2}(async )?${name}\\(`, "m"));
  expect(told(/^event/).sort()).toEqual(
    [...new Set([...element.matchAll(/new CustomEvent\("([\w-]+)"/g)].map(([, name]) => name!))].sort(),
  );
});
