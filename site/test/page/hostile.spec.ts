import type { Report } from "../../src/report/types";
import { expect, test } from "./open";

const injections = [
  `<img src=x onerror="window.ran=1">`,
  `<script>window.ran=1</script>`,
  `"><svg onload=window.ran=1>`,
  `javascript:window.ran=1`,
  `\${window.ran=1}{{window.ran=1}}`,
  `</bdi></article><iframe srcdoc="<script>parent.ran=1</script>">`,
  `a\u202Efdp.exe`,
  `\u2066\u202Ea\u2069`,
];

/** A report in which every value is hostile, as if the core had let it through. */
function hostile(text: string): Report {
  const all = <T extends string>(...names: T[]): Record<T, string> => Object.fromEntries(names.map((name) => [name, text])) as Record<T, string>;
  return {
    schema: "pec-report/1",
    file: { name: text, size: 1, sha256: text },
    part: text,
    system: "pec",
    kind: "avvenuta-consegna",
    indication: "TOTAL-PASSED",
    subindication: "",
    certified: {
      ...all("provider", "sender", "replyTo", "subject", "identifier", "messageID", "receiptType", "deliveredTo", "error", "errorDetail"),
      time: "2025-01-01T00:00:00Z",
      recipients: [{ address: text, type: text }],
      receivedFor: [text],
    },
    content: { ...all("messageID", "from", "subject", "date"), form: "full", to: [text], attachments: [{ ...all("name", "type", "sha256", "hash"), size: 1 }] },
    signature: {
      ...all("digest", "algorithm", "signingTime"),
      keyBits: 1,
      signer: { ...all("subject", "issuer", "serial", "notBefore", "notAfter", "sha256"), email: [text] },
    },
    trust: { ...all("provider", "list", "listDate"), path: "authority", revocation: "good" },
    checks: [
      { id: "headers.subject", status: "warning", detail: text, reason: "subject.differs", values: { header: text, signed: text } },
      { id: text, status: "warning", detail: text, reason: text },
      { id: "file.type", status: "passed", detail: text, reason: "__proto__" },
    ],
  };
}

test("no value of a message becomes markup, runs or turns the words around it", async ({ page, opened }) => {
  await opened.ready();
  const before = opened.requests.length;
  await opened.element.evaluate(
    (element, reports) => {
      const verifier = element as HTMLElementTagNameMap["pec-verifier"];
      verifier.items = reports.map((report, id) => ({ id, name: report.file.name, state: "done", outcomes: [report] }));
    },
    injections.map(hostile),
  );
  await expect(opened.element.locator("article.result")).toHaveCount(injections.length);
  await opened.expand();
  for (const [i, text] of injections.entries()) {
    const result = opened.element.locator("article.result").nth(i);
    if (!/[\u202E\u2066]/.test(text)) await expect(result.locator(".says")).toContainText(text);
    expect(await result.innerText()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    // Every value stands in an element that isolates its direction.
    const bare = await result.evaluate((element, value) => {
      const found: string[] = [];
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.textContent!.includes(value) && !node.parentElement!.closest("bdi")) found.push(node.parentElement!.outerHTML);
      }
      return found;
    }, text);
    expect(bare).toEqual([]);
  }
  expect(await opened.element.locator("img, script, iframe, a, [onload], [onerror]").count()).toBe(0);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  expect(opened.requests.slice(before)).toEqual([]);
});

test("a list without end is shown in part and counted", async ({ opened }) => {
  await opened.ready();
  await opened.element.evaluate((element, report) => {
    const verifier = element as HTMLElementTagNameMap["pec-verifier"];
    report.certified!.recipients = Array.from({ length: 100_000 }, (_, i) => ({ address: `r${i}@pec.example`, type: "certificato" }));
    report.certified!.subject = "x".repeat(100_000);
    verifier.items = [{ id: 1, name: "lungo.eml", state: "done", outcomes: [report] }];
  }, hostile("lungo"));
  const result = opened.element.locator("article.result");
  await expect(result.locator(".facts li:visible").first()).toHaveText(/r0@pec\.example/);
  expect(await result.locator(".facts li").count()).toBeLessThan(600);
  await result.getByText("Mostra altri 490").click();
  await expect(result).toContainText("Altri 99500 non sono mostrati.");
  expect((await result.innerText()).length).toBeLessThan(60_000);
});
