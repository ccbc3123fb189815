import { vector } from "../corpus";
import { beforeWorkers, expect, test, type Opened } from "./open";
import { Panel } from "./panel";

test.describe.configure({ timeout: 120_000 }); // four workers on the two processors of a test machine

const receipt = vector("kinds/consegna-completa.eml");

interface Counted {
  made: Worker[];
}

/** The page on a machine with so many processors, where each worker that is made is counted. */
async function open(opened: Opened, processors: number): Promise<void> {
  await opened.page.addInitScript(count => {
    Object.defineProperty(navigator, "hardwareConcurrency", { get: () => count });
    const counted = window as unknown as Counted;
    counted.made = [];
    window.Worker = class extends Worker {
      constructor(url: string | URL) {
        super(url);
        counted.made.push(this);
      }
    };
  }, processors);
  await opened.page.reload();
  await opened.ready();
}

/** So many copies under names of their own, made in the page. */
async function give(opened: Opened, count: number): Promise<void> {
  await opened.element.evaluate(
    (element, { text, count }) => {
      const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
      const files = Array.from({ length: count }, (_, i) => new File([bytes], `${i}.eml`));
      void (element as HTMLElementTagNameMap["pec-verifier"]).verify(files);
    },
    { text: receipt.buffer.toString("base64"), count },
  );
}

const made = (opened: Opened): Promise<number> => opened.page.evaluate(() => (window as unknown as Counted).made.length);

for (const [processors, workers] of [
  [1, 1],
  [2, 2],
  [4, 4],
  [16, 4],
] as const) {
  test(`with ${processors} processors ${workers} workers judge many files, and the reports keep their order`, async ({ opened }) => {
    await open(opened, processors);
    expect(await made(opened)).toBe(1);
    await give(opened, 60);
    const outcomes = await opened.done();
    expect(outcomes.map(({ file }) => file.name)).toEqual(Array.from({ length: 60 }, (_, i) => `${i}.eml`));
    expect(outcomes.every(one => "indication" in one)).toBe(true);
    expect(await made(opened)).toBe(workers);
  });
}

test("a few files need no other worker", async ({ opened }) => {
  await open(opened, 16);
  await give(opened, 4);
  await opened.done();
  expect(await made(opened)).toBe(1);
});

test("a worker that dies among others costs its own file alone", async ({ page, opened }) => {
  await open(opened, 4);
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    let killed = false;
    Worker.prototype.postMessage = function (this: Worker, message: { ask?: { do: string } }) {
      const counted = window as unknown as Counted;
      if (message.ask?.do === "verify" && this === counted.made[1] && !killed) {
        killed = true;
        this.terminate();
        this.dispatchEvent(new ErrorEvent("error", { message: "killed" }));
        return;
      }
      post.call(this, message);
    } as typeof post;
  });
  await give(opened, 60);
  const outcomes = await opened.done();
  expect(outcomes).toHaveLength(60);
  expect(outcomes.filter(one => "error" in one)).toHaveLength(1);
});

for (const storage of ["kept", "blocked"] as const) {
  test(`a list that comes while many are judged is every worker's, storage ${storage}`, async ({ page, opened }) => {
    if (storage === "blocked") await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
    await open(opened, 16);
    await give(opened, 80);
    await expect.poll(() => made(opened)).toBe(4);
    await new Panel(opened).use(vector("trust/ca.pem"));
    const outcomes = await opened.done();
    expect(outcomes).toHaveLength(80);
    expect(new Set(outcomes.map(one => ("indication" in one ? one.indication : "error")))).toEqual(new Set(["TOTAL-PASSED"]));
  });
}

test("a worker that cannot read the lists in use judges nothing", async ({ page, opened }) => {
  await open(opened, 16);
  await new Panel(opened).use(vector("trust/ca.pem"));
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { type: string; ask?: { do: string; list?: object } }) {
      if (message.ask?.do === "restore")
        message = { ...message, ask: { ...message.ask, list: { ...message.ask.list, bytes: new Uint8Array(3) } } };
      post.call(this, message);
    } as typeof post;
  });
  await give(opened, 80);
  await expect.poll(() => made(opened)).toBe(4);
  const outcomes = await opened.done();
  expect(outcomes).toHaveLength(80);
  expect(new Set(outcomes.map(one => ("indication" in one ? one.indication : "error")))).toEqual(new Set(["TOTAL-PASSED"]));
});

test("a first worker that cannot have the lists in use again judges nothing, and says so", async ({ page, opened }) => {
  await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  await beforeWorkers(page, `Object.defineProperty(self, "indexedDB", { value: undefined });`);
  await open(opened, 1);
  await new Panel(opened).use(vector("trust/ca.pem"));
  expect((await opened.verified(receipt))[0]!.indication).toBe("TOTAL-PASSED");
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage;
    let killed = false;
    Worker.prototype.postMessage = function (this: Worker, message: { type: string; ask?: { do: string; list?: object } }) {
      if (message.ask?.do === "verify" && !killed) {
        killed = true;
        this.terminate();
        this.dispatchEvent(new ErrorEvent("error", { message: "killed" }));
        return;
      }
      if (message.ask?.do === "restore")
        message = { ...message, ask: { ...message.ask, list: { ...message.ask.list, bytes: new Uint8Array(3) } } };
      post.call(this, message);
    } as typeof post;
  });
  await opened.choose(receipt, receipt);
  await expect(opened.element).toHaveAttribute("state", "error", { timeout: 45_000 });
  await expect(opened.element).toContainText("non ha ritrovato gli elenchi di gestori in uso");
  const outcomes = await opened.reports();
  expect(outcomes.map(one => "error" in one)).toEqual([false, true, true]);
});

test("cancel reaches every worker", async ({ opened }) => {
  await open(opened, 16);
  await give(opened, 400);
  await expect.poll(() => made(opened)).toBe(4);
  await expect.poll(async () => (await opened.reports()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  await opened.element.getByRole("button", { name: "Interrompi" }).click();
  const kept = (await opened.done()).length;
  expect(kept).toBeLessThan(400);
  await opened.verified(vector("none/ricevuta.pdf"));
  expect(await opened.reports()).toHaveLength(kept + 1);
});
