import type { Report } from "../../src/model/report";
import { visible } from "../../src/texts/visible";
import type { TestFile } from "../corpus";
import { INJECTIONS } from "../injections";
import { mails, type Wish } from "../mail";
import { expect, test } from "./open";

/** What no value may ever become. */
const MARKUP =
  "img, script, iframe:not([sandbox='']), object, embed, link, a, form, base, meta, video, audio, template, noscript, [onload], [onerror], [onfocus], [ontoggle], [onmouseover]";

/** A report in which every value is hostile, as if the core had let it through. */
function hostile(text: string): Report {
  const all = <T extends string>(...names: T[]): Record<T, string> =>
    Object.fromEntries(names.map(name => [name, text])) as Record<T, string>;
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
    answers: { bytes: "yes", signer: "yes", evidence: "yes" },
    meaning: { of: "avvenuta-consegna", states: "avvenuta-consegna", success: true },
    content: {
      ...all("messageID", "from", "subject", "date"),
      form: "full",
      to: [text],
      attachments: [{ ...all("name", "type", "sha256", "hash"), size: 1 }],
    },
    signature: {
      ...all("digest", "algorithm", "signingTime"),
      keyBits: 1,
      signer: { ...all("subject", "issuer", "serial", "notBefore", "notAfter", "sha256"), email: [text] },
    },
    trust: { ...all("provider", "list", "listDate"), path: "authority", revocation: "good", lists: [], facts: [] },
    checks: [
      { id: "headers.subject", status: "warning", detail: text, reason: "subject.differs", values: { header: text, signed: text } },
      { id: text, status: "warning", detail: text, reason: text },
      { id: "file.type", status: "passed", detail: text, reason: "__proto__" },
    ],
  };
}

test("no value of a report becomes markup, runs or turns the words around it", async ({ page, opened }) => {
  const some = INJECTIONS.filter((_, i) => i % 2 === 1); // more than thirty results are not shown together
  await opened.ready();
  const before = opened.requests.length;
  await opened.element.evaluate((element, reports) => {
    const verifier = element as HTMLElementTagNameMap["pec-verifier"];
    verifier.items = reports.map((report, id) => ({ id, name: report.file.name, state: "done", outcomes: [report] }));
  }, some.map(hostile));
  await expect(opened.element.locator("article.result")).toHaveCount(some.length);
  await opened.expand();
  for (const [i, text] of some.entries()) {
    const result = opened.element.locator("article.result").nth(i);
    await expect(result.locator(".says")).toContainText(visible(text));
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
  expect(await opened.element.locator(MARKUP).count()).toBe(0);
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
  await opened.expand();
  await opened.element.locator("details.more").evaluateAll(all => all.forEach(one => ((one as HTMLDetailsElement).open = false)));
  const result = opened.element.locator("article.result");
  await expect(result.locator(".facts li:visible").first()).toHaveText(/r0@pec\.example/);
  expect(await result.locator(".facts li").count()).toBeLessThan(600);
  await result.getByText("Mostra altri 490").click();
  await expect(result).toContainText("Altri 99500 non sono mostrati.");
  expect((await result.innerText()).length).toBeLessThan(60_000);
});

/** A header field's name has no blanks, colons or letters beyond ASCII (RFC 5322 §2.2). */
function fieldName(text: string): string {
  return `X-${text.replace(/[^\x21-\x39\x3B-\x7E]/g, "")}`;
}

function wishes(text: string): Wish[] {
  const attachments = [{ name: `${text}.pdf`, type: "application/pdf", content: Buffer.from("%PDF-1.4") }];
  const all: Wish = {
    text,
    subject: text,
    sender: text,
    recipient: text,
    field: [fieldName(text), text],
    outer: [fieldName(text), text],
    attachments,
  };
  return [
    { ...all, kind: "posta-certificata", html: `<b>Inizio</b><p title='${text}'>${text}</p>` },
    { ...all, kind: "errore-consegna", errorDetail: text },
  ];
}

for (let from = 0; from < INJECTIONS.length; from += 10) {
  const some = INJECTIONS.slice(from, from + 10);
  test(`strings ${from + 1} to ${from + some.length} in every field of a signed message are shown as text, and nothing runs or leaves`, async ({
    page,
    opened,
  }) => {
    test.setTimeout(180_000);
    // What a sender wrote is refused already where it is read, in a document without a window.
    opened.tolerated = /base-uri|base URI|inline event handler|script-src-attr/;
    await opened.ready();
    const before = opened.requests.length;
    const files: TestFile[] = mails(...some.flatMap(wishes)).map((one, i) => ({
      ...one,
      name: `${some[i >> 1]!.replaceAll("/", "\u2215")} ${i % 2}.eml`,
    }));
    await opened.verified(...files);
    await expect(opened.element.locator("article.result")).toHaveCount(files.length);
    await opened.expand();
    for (const message of await opened.element.locator("pec-message").all()) {
      await message.scrollIntoViewIfNeeded();
      await expect(message.locator(".opening")).toHaveCount(0);
      await message.getByRole("button", { name: "Mostra la versione formattata" }).click();
      await expect(message.frameLocator("iframe.mail").locator("b").first()).toHaveText("Inizio");
      expect(
        await message
          .frameLocator("iframe.mail")
          .locator(
            `${MARKUP.replace("img, ", "img[src^=http], ").replace(" a,", " a[href],").replace("meta, ", "meta:not([charset]):not([content^=default-src]), ")}`,
          )
          .count(),
      ).toBe(0);
    }
    await opened.expand();
    for (const [i, text] of some.entries()) {
      for (const kind of [0, 1]) {
        const result = opened.element.locator("article.result").nth(2 * i + kind);
        const shown = visible(text);
        await expect(result.locator(".says")).toContainText(shown);
        await expect(result.locator(".facts")).toContainText(shown);
        await expect(result.locator(".file")).toContainText(visible(files[2 * i + kind]!.name));
        if (kind === 0) {
          await expect(result.locator("pre.text").first()).toContainText(shown);
          await expect(result.locator(".attachment")).toContainText(visible(`${text}.pdf`));
        }
        expect(await result.innerText()).not.toMatch(/[\u200B\u200F\u202A-\u202E\u2066-\u2069\u00AD]/);
      }
    }
    expect(await opened.element.locator(MARKUP).count()).toBe(0);
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    expect(
      opened.requests.slice(before).filter(url => !url.startsWith("blob:") && !url.startsWith("data:") && !url.startsWith("about:")),
    ).toEqual([]);
  });
}
