import { file, vector } from "../corpus";
import { beforeWorkers, expect, test } from "./open";

// What a service worker kept of the program would hide that the server has none.
test.beforeEach(({ page }) => page.addInitScript(() => Object.defineProperty(navigator, "serviceWorker", { value: undefined })));

const receipt = vector("kinds/consegna-completa.eml");

test.describe("a core with planted faults", () => {
  test.use({ core: "test" });

  test("a panic is told for its file, with the file's hash, and the next file works", async ({ opened }) => {
    await opened.choose(file("panic.eml", "x"), receipt);
    const [fault, report] = await opened.done();
    expect(fault).toEqual({
      schema: "pec-report/1",
      file: { name: "panic.eml", size: 1, sha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" },
      error: "a planted fault",
      unread: "unreadable",
    });
    expect(report).toMatchObject({ kind: "avvenuta-consegna" });
    await expect(opened.result("panic.eml")).toContainText("Il programma ha un difetto e si è fermato su questo file");
  });

  for (const name of ["exit.eml", "memory.eml"]) {
    test(`when the program ends on ${name}, a new one verifies the next file`, async ({ opened }) => {
      await opened.choose(receipt, file(name, "x"), receipt);
      const outcomes = await opened.done();
      expect(outcomes.map(one => "error" in one)).toEqual([false, true, false]);
      await expect(opened.result(name)).toContainText("Il programma è ripartito");
      opened.complaints.length = 0; // the dying core says so on the console
    });
  }
});

test("a killed worker is replaced, and what it still says does not harm the new one", async ({ page, opened }) => {
  await opened.ready();
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    let killed: Worker | undefined;
    const say = (worker: Worker): boolean => worker.dispatchEvent(new ErrorEvent("error", { message: "killed" }));
    // The first worker dies of its first file, and speaks again while the second one works.
    Worker.prototype.postMessage = function (this: Worker, message: { ask?: { do: string } }) {
      if (message.ask?.do === "verify" && killed === undefined) {
        killed = this;
        this.terminate();
        say(this);
        return;
      }
      post.call(this, message);
      if (message.ask?.do === "verify") say(killed!);
    } as typeof post;
  });
  await opened.choose(receipt, receipt);
  const outcomes = await opened.done();
  expect(outcomes.map(one => "error" in one)).toEqual([true, false]);
});

for (const [name, answer] of [
  ["is not there", { status: 404, body: "" }],
  ["is cut short", { status: 200, contentType: "application/wasm", body: Buffer.from("0061736d01", "hex") }],
] as const) {
  test(`when the program ${name}, the page says so and lists the files`, async ({ page, opened }) => {
    await page.route("**/pec-core-*.wasm", route => route.fulfill(answer));
    await page.reload();
    await expect(opened.element).toHaveAttribute("state", "error");
    await expect(opened.element.getByRole("status")).toContainText(/ricarica la pagina/i);
    await opened.choose(receipt);
    await expect(opened.result(receipt.name)).toContainText("Il programma non si è caricato");
    opened.complaints.length = 0; // the browser names what it could not load
  });
}

test("a language that cannot be loaded leaves the page in Italian, and says so to screen readers", async ({ page, opened }) => {
  opened.tolerated = /pec-texts-en|Failed to load resource|integrity/;
  await page.route("**/pec-texts-en-*.json", route => route.fulfill({ contentType: "application/json", body: "{}" }));
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("button", { name: "English" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("La tua PEC è arrivata? Controlla la ricevuta");
  await expect(page.locator("html")).toHaveAttribute("lang", "it");
  await expect(opened.element.locator(".verifier")).toHaveAttribute("lang", "it");
  expect(await opened.verified(receipt)).toHaveLength(1);
});

test("a file that the worker may not read is read by the page; one that nobody can read says so", async ({ page, opened }) => {
  await beforeWorkers(page, `Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("blocked", "NotReadableError"));`);
  await page.reload();
  const large = file("grande.eml", Buffer.concat([receipt.buffer, Buffer.alloc(5 << 20, "\r\n")]));
  expect((await opened.verified(receipt, large)).map(({ kind }) => kind)).toEqual(["avvenuta-consegna", "avvenuta-consegna"]);
  await page.evaluate(() => {
    File.prototype.arrayBuffer = () => Promise.reject(new DOMException("blocked", "NotReadableError"));
  });
  await opened.choose(file("sparito.eml", "x"));
  await opened.done();
  await expect(opened.result("sparito.eml")).toContainText("Il browser non è riuscito a leggere il file");
});

test("a file that is too large is refused before it is read, and the next file works", async ({ opened }) => {
  await opened.ready();
  const errors = await opened.element.evaluate(async (element, text) => {
    const piece = new Blob([new Uint8Array(2 ** 20)]);
    const huge = new File(
      Array.from({ length: 3000 }, () => piece),
      "casella.mbox",
    ); // 3 GB
    const outcomes = await (element as HTMLElementTagNameMap["pec-verifier"]).verify([huge, new File([text], "poi.eml")]);
    return outcomes.map(one => ("error" in one ? one.error : one.kind));
  }, receipt.buffer.toString("latin1"));
  expect(errors).toEqual(["3145728000 bytes, at most 268435456", "avvenuta-consegna"]);
  await expect(opened.result("casella.mbox")).toContainText("Il file è troppo grande: il programma legge file fino a 256 MB.");
});
