import { createHash } from "node:crypto";
import { copyFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { vector, type TestFile } from "../corpus";
import { dist } from "../host";
import { expect, hosted, Opened, test as base } from "./open";
import { kept, Panel } from "./panel";

// What the browser keeps for an origin may be anybody's who writes a page there; all pages of folders are one origin.

const receipt = vector("kinds/consegna-completa.eml"); // of an authority that nobody lists
const authority = vector("trust/ca.pem");
const signed = vector("trust/index.ldif.p7m");
const EMBEDDED = "PEC providers: embedded snapshot";

/** A page that plants lists as records and tells all pages that they have changed. */
function planting(...lists: { file: TestFile; name: string; confirmed?: string }[]): string {
  const records = lists.map(({ file, name, confirmed = "" }, i) => ({
    version: 1,
    name,
    sha256: createHash("sha256").update(file.buffer).digest("hex"),
    confirmed,
    accepted: `2020-01-0${i + 1}T00:00:00Z`,
    data: file.buffer.toString("base64"),
  }));
  return `<!doctype html><title>x</title><script>
    const request = indexedDB.open("pec-verifier", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("lists");
    request.onsuccess = () => {
      const t = request.result.transaction("lists", "readwrite");
      for (const record of ${JSON.stringify(records)}) {
        record.data = Uint8Array.from(atob(record.data), c => c.charCodeAt(0));
        t.objectStore("lists").put(record, record.sha256);
      }
      t.oncomplete = () => {
        request.result.close();
        const channel = new BroadcastChannel("pec-verifier-lists");
        for (let i = 0; i < 20; i++) channel.postMessage("changed");
        document.title = "planted";
      };
    };
  </script>`;
}

async function plant(page: Page, url: string): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(url);
  await expect(other).toHaveTitle("planted");
}

/** Everything that was sent to the page has arrived there. */
async function settled(opened: Opened): Promise<void> {
  await opened.page.evaluate(async () => {
    await new Promise(resolve => {
      const channel = new BroadcastChannel("pec-verifier-lists");
      const other = new BroadcastChannel("pec-verifier-lists");
      channel.onmessage = resolve;
      other.postMessage("nothing");
    });
  });
  // The worker answers in order: what it was asked before is done.
  await opened.element.evaluate(element => (element as HTMLElementTagNameMap["pec-verifier"]).ask({ do: "info" }));
}

base.describe("the single file in a folder", () => {
  const test = base.extend<{ single: Opened; folder: string }>({
    folder: async ({}, use, info) => {
      copyFileSync(path.join(dist, "pec-verifier.html"), info.outputPath("pec-verifier.html"));
      await use(info.outputPath());
    },
    single: async ({ page, folder }, use) => {
      const opened = new Opened(page, pathToFileURL(path.join(folder, "pec-verifier.html")).href);
      await opened.open();
      await opened.ready();
      await use(opened);
      expect(opened.complaints).toEqual([]);
    },
  });

  test("another file of the computer plants a list: nothing moves, while it is open and when it is opened again", async ({
    page,
    single,
    folder,
  }) => {
    const panel = new Panel(single);
    await single.choose(receipt);
    expect(await panel.verdict()).toBe("INDETERMINATE");
    writeFileSync(path.join(folder, "allegato.html"), planting({ file: authority, name: EMBEDDED }, { file: signed, name: "AgID" }));
    await plant(page, pathToFileURL(path.join(folder, "allegato.html")).href);
    expect(await kept(page), "the browser does share it").toBe(2);
    await settled(single);
    for (let visit = 0; visit < 2; visit++) {
      await panel.open();
      await expect(panel.parts).toHaveText(["Elenco del programma"]);
      await expect(single.element.locator(".kept")).toHaveCount(0);
      expect(await panel.verdict()).toBe("INDETERMINATE");
      await page.reload();
      await single.ready();
      await single.choose(receipt);
    }
    expect(await panel.verdict()).toBe("INDETERMINATE");
    await expect(single.result(receipt.name)).not.toContainText("La ricevuta è autentica");
  });

  test("an imported list is in use until the page is left, as it says, and nothing is written", async ({ page, single }) => {
    const panel = new Panel(single);
    await panel.open();
    await expect(panel.root).toContainText("Un elenco importato vale finché questa pagina resta aperta.");
    await panel.accept(authority);
    await expect(panel.root).toContainText("Solo finché la pagina è aperta");
    await single.choose(receipt);
    expect(await panel.verdict()).toBe("TOTAL-PASSED");
    expect(await kept(page)).toBe(0);
    await page.reload();
    await single.ready();
    await panel.open();
    await expect(panel.parts).toHaveText(["Elenco del programma"]);
  });
});

hosted.describe("a page of the same host", () => {
  const test = hosted.extend<{ opened: Opened; panel: Panel }>({
    opened: async ({ page, host }, use) => {
      const opened = new Opened(page, `${host.origin}/`);
      await opened.open();
      await opened.ready();
      await use(opened);
      expect(opened.complaints).toEqual([]);
    },
    panel: async ({ opened }, use) => {
      const panel = new Panel(opened);
      await panel.open();
      await use(panel);
    },
  });

  test("plants lists: it is asked about them at each visit, and until then they count for nothing", async ({
    page,
    host,
    opened,
    panel,
  }) => {
    const notice = opened.element.locator(".kept");
    await opened.choose(receipt);
    expect(await panel.verdict()).toBe("INDETERMINATE");
    await panel.choose(signed);
    await panel.dialog.getByText("Dettagli tecnici").click();
    const confirmed = await panel.dialog.locator("code").first().innerText();
    await panel.button("Annulla").click();
    host.pages.set("/altra.html", planting({ file: authority, name: EMBEDDED }, { file: signed, name: "AgID", confirmed }));
    await plant(page, `${host.origin}/altra.html`);
    for (let visit = 0; visit < 2; visit++) {
      await expect(notice).toContainText("Non sono in uso.");
      await expect(notice.locator("li")).toHaveCount(2);
      await expect(notice).toContainText(EMBEDDED); // its name, and not what the page calls the one of the program
      await expect(notice).toContainText("Non firmato");
      await expect(notice).toContainText("Firmato, ma non da un’autorità dell’elenco");
      await expect(opened.element).not.toContainText("confermata in questo browser");
      await settled(opened);
      await expect(panel.parts).toHaveText(["Elenco del programma", EMBEDDED, "AgID"]);
      await expect(panel.root.locator(".waits")).toHaveCount(2);
      expect(await panel.verdict()).toBe("INDETERMINATE");
      await notice.getByRole("button", { name: "Per ora no" }).click();
      await expect(notice).toHaveCount(0);
      await page.reload();
      await opened.ready();
      await opened.choose(receipt);
      expect(await panel.verdict()).toBe("INDETERMINATE");
    }
    await notice.getByRole("button", { name: "Li ho importati io: usali" }).click();
    await expect.poll(() => panel.verdict()).toBe("TOTAL-PASSED");
    await expect(notice).toHaveCount(0);
    await expect(opened.result(receipt.name)).toContainText("un elenco importato qui e");
    await expect(opened.result(receipt.name)).not.toContainText("quello incluso nel programma");
  });

  test("one that is not wanted is forgotten, without ever having been in use", async ({ page, host, opened, panel }) => {
    host.pages.set("/altra.html", planting({ file: authority, name: "ca.pem" }));
    await plant(page, `${host.origin}/altra.html`);
    await expect(opened.element.locator(".kept")).toContainText("ca.pem");
    await panel.open();
    await panel.forget("ca.pem").click();
    await expect(opened.element.locator(".kept")).toHaveCount(0);
    expect(await kept(page)).toBe(0);
    await opened.choose(receipt);
    expect(await panel.verdict()).toBe("INDETERMINATE");
  });

  test("takes away what is in use: it stays in use here, and that is said", async ({ page, host, opened, panel }) => {
    await panel.accept(authority);
    await opened.choose(receipt);
    expect(await panel.verdict()).toBe("TOTAL-PASSED");
    host.pages.set(
      "/altra.html",
      `<!doctype html><script>
        indexedDB.deleteDatabase("pec-verifier").onsuccess = () => {
          new BroadcastChannel("pec-verifier-lists").postMessage("changed");
          document.title = "planted";
        };
      </script>`,
    );
    await plant(page, `${host.origin}/altra.html`);
    await expect(opened.element.locator(".kept")).toContainText(/stato dimenticato .?ca\.pem/);
    await settled(opened);
    expect(await panel.verdict()).toBe("TOTAL-PASSED");
    await expect(panel.root).toContainText("Solo finché la pagina è aperta");
  });
});
