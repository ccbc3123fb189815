import { expect, test } from "@playwright/test";
import { harmless } from "../../src/views/content/frame";

for (const style of [
  "background:url(https://evil.example/x)",
  "background:u<rl(https://evil.example/x)",
  "background:u</rl(https://evil.example/x)",
  "background:u<<rl(https://evil.example/x)",
  "@im<port 'https://evil.example/x';",
  "@im@importport 'https://evil.example/x';",
  "@imp@import x;ort 'https://evil.example/x';",
  "background:image-s<et('https://evil.example/x' 1x)",
  "background:u\\rl(https://evil.example/x)",
  "background:\\75rl(https://evil.example/x)",
  "background:\\000075 rl(https://evil.example/x)",
  "background:ur/**/l(https://evil.example/x)",
  "background:urexpressionl(https://evil.example/x)",
  "background:URL (https://evil.example/x)",
  "</style><img src=x>",
  "@imp/**/ort 'https://evil.example/x';",
  "/<*/*/ur*/l(https://evil.example/x)",
  "@imp".repeat(500) + "ort;".repeat(500),
]) {
  test(`nothing of ${style.slice(0, 60)} loads or leaves the element`, () => {
    const left = harmless(style);
    expect(left).not.toMatch(/(url|image-set|image|src|expression)\s*\(|@import|[<\\]|\/\*/i);
    expect(harmless(left)).toBe(left);
  });
}

test("what only looks stays", () => expect(harmless("p { color: red; margin: 0 auto }")).toBe("p { color: red; margin: 0 auto }"));

// One whose layers were taken off one after the other held the page for half an hour.
test("a style of two million characters is read once", () => {
  const layers = "@imp".repeat(250_000) + "ort;".repeat(250_000);
  expect(harmless(layers).length).toBeLessThan(layers.length);
});
