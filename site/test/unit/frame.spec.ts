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
]) {
  test(`nothing of ${style} loads or leaves the element`, () => {
    const left = harmless(style);
    expect(left).not.toMatch(/(url|image-set|image|src|expression)\s*\(|@import|[<\\]|\/\*/i);
    expect(harmless(left)).toBe(left);
  });
}

test("what only looks stays", () => expect(harmless("p { color: red; margin: 0 auto }")).toBe("p { color: red; margin: 0 auto }"));
