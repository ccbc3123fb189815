import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test as base } from "@playwright/test";
import { file, vector } from "../corpus";
import { dist, Host, oneByte, strictest } from "../host";
import { mail } from "../mail";
import { list } from "../newer";
import { NGINX, nginx } from "../servers";
import { engines } from "./all";
import type { Driver } from "./driver";
import { Visitor } from "./visitor";

const receipt = vector("kinds/consegna-completa.eml");
const altered = file("alterata.eml", receipt.buffer.toString("latin1").replace("Il giorno", "Al giorno"));
const authority = vector("trust/ca.pem");

const verdicts = (outcomes: readonly object[]): unknown[] => outcomes.map(one => ("indication" in one ? one.indication : one));

/** Good, altered and unknown, before and after a list is imported. */
async function mainFlow(visitor: Visitor): Promise<void> {
  expect(verdicts(await visitor.verify(receipt, altered))).toEqual(["INDETERMINATE", "TOTAL-FAILED"]);
  expect(await visitor.importList(authority)).toHaveLength(2);
  expect(verdicts(await visitor.verify(vector("trust/stranger.eml")))).toEqual(["TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"]);
}

for (const one of engines) {
  const test = base.extend<{ host: Host; trap: Host; visitor: Visitor }>({
    host: async ({}, use) => {
      const host = await new Host(dist).start();
      await use(host);
      await host.stop();
    },
    /** Another origin, to which nothing may ever go. */
    trap: async ({}, use) => {
      const trap = await new Host(path.join(dist, "nowhere")).start();
      await use(trap);
      expect(trap.requests).toEqual([]);
      await trap.stop();
    },
    visitor: async ({}, use) => {
      const driver: Driver = await one.start();
      await use(new Visitor(driver));
      await driver.close();
    },
  });

  test.describe(one.name, () => {
    test.describe.configure({ timeout: 240_000 });
    test.skip(one.missing !== undefined, one.missing);

    test("the page: good, altered, unknown, a list; only its own files are asked for, whatever a message holds", async ({
      host,
      trap,
      visitor,
    }) => {
      const elsewhere = `${trap.origin}/x`;
      const hostile = mail({
        text: "Testo",
        html:
          `<link rel="stylesheet" href="${elsewhere}"><style>@import url(${elsewhere}); body { background: url(${elsewhere}) }</style><img src="${elsewhere}" srcset="${elsewhere} 2x">` +
          `<video src="${elsewhere}" poster="${elsewhere}"></video><iframe src="${elsewhere}"></iframe><object data="${elsewhere}"></object><meta http-equiv="refresh" content="0;url=${elsewhere}">` +
          `<svg><image href="${elsewhere}"/></svg><script src="${elsewhere}"></script><p style="background:url(${elsewhere})">Ciao</p><form action="${elsewhere}"><button autofocus>x</button></form>`,
        attachments: [{ name: "atto.pdf", type: "application/pdf", content: Buffer.from("%PDF-") }],
      });
      await visitor.open(host.origin);
      await mainFlow(visitor);
      await visitor.driver.open(host.origin);
      await visitor.ready();
      await visitor.agree();
      expect(verdicts(await visitor.verify(hostile))).toEqual(["TOTAL-PASSED"]); // the list was kept
      expect(await visitor.everything()).toContain("Testo");
      expect(await visitor.refused()).toEqual([]); // nothing was even tried: it is taken out before
      const files = new Set(
        readFileSync(path.join(dist, "SHA256SUMS"), "utf8")
          .match(/(?<=  )\S+/g)!
          .map(name => `/${name}`),
      );
      const others = ["/", "/favicon.ico", "/providers.json"];
      expect(host.requests.filter(name => !files.has(name) && !others.includes(name))).toEqual([]);
    });

    test("the policy: a request elsewhere from page, worker and frame is refused", async ({ host, trap, visitor }) => {
      await visitor.open(host.origin);
      const attempt = (elsewhere: string): Promise<boolean> =>
        fetch(elsewhere, { mode: "no-cors" }).then(
          () => false,
          () => true,
        );
      expect(await visitor.driver.run(attempt, `${trap.origin}/page`)).toBe(true);
      const inWorker = async (elsewhere: string): Promise<boolean> => {
        const script = `fetch("${elsewhere}", { mode: "no-cors" }).then(() => postMessage(false), () => postMessage(true))`;
        const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
        return new Promise(said => (worker.onmessage = ({ data }) => said(data as boolean)));
      };
      expect(await visitor.driver.run(inWorker, `${trap.origin}/worker`)).toBe(true);
      expect((await visitor.refused()).map(text => text.split(" ")[0])).toContain("connect-src");
      const inFrame = async (elsewhere: string): Promise<boolean[]> => {
        const frame = document.createElement("iframe");
        frame.src = "embed.html";
        await new Promise(loaded => {
          frame.addEventListener("load", loaded);
          document.body.append(frame);
        });
        const { contentWindow } = frame;
        const fetched = await contentWindow!.fetch(elsewhere, { mode: "no-cors" }).then(
          () => false,
          () => true,
        );
        const image = contentWindow!.document.createElement("img");
        const shown = await new Promise<boolean>(said => {
          image.onload = () => said(true);
          image.onerror = () => said(false);
          image.src = elsewhere;
        });
        return [fetched, shown];
      };
      expect(await visitor.driver.run(inFrame, `${trap.origin}/frame`)).toEqual([true, false]);
    });

    test("after one visit, with the server stopped: good, altered, unknown, a list", async ({ host, visitor }) => {
      await visitor.open(host.origin);
      await visitor.keptOffline();
      await host.stop();
      await visitor.open(host.origin);
      await mainFlow(visitor);
    });

    test("nginx with a newer list: used at the next visit, offline afterwards; a wrong one is refused in words and nothing is lost", async ({
      visitor,
    }, info) => {
      test.skip(!existsSync(NGINX), "nginx is not installed");
      const work = info.outputPath("server");
      const folder = path.join(work, "site");
      cpSync(dist, folder, { recursive: true, filter: name => !/\.(zip|sha256)$/.test(name) });
      let server = await nginx(folder, work);
      const { origin } = server;
      const lay = (text: string): void => writeFileSync(path.join(folder, "providers.json"), text);
      const passes = async (): Promise<unknown> => verdicts(await visitor.verify(receipt));
      try {
        await visitor.open(origin);
        expect(await passes()).toEqual(["INDETERMINATE"]);
        await visitor.keptOffline();
        lay(list());
        await visitor.open(origin);
        const { parts, fault } = await visitor.lists();
        expect(fault).toBe("");
        expect(parts[1]).toContain(`Elenco di ${new URL(origin).host}`);
        expect(parts[1]).toContain("1 ottobre 2026");
        expect(await passes()).toEqual(["TOTAL-PASSED"]);
        await server.stop();
        await visitor.open(origin);
        expect((await visitor.lists()).fault).toBe("");
        expect(await passes()).toEqual(["TOTAL-PASSED"]);
        server = await nginx(folder, work, Number(new URL(origin).port));
        for (const [wrong, said] of [
          [list().slice(0, -2000), "ha un errore"],
          [vector("trust/list.json").buffer.toString(), "non conosce nessuna delle autorità"],
          [list(l => (l.date = "2026-09-01")), "è più vecchio"],
          [list(l => l.providers.splice(3, 1)), "manca qualcosa"],
        ] as const) {
          lay(wrong);
          await visitor.open(origin);
          await expect.poll(async () => (await visitor.lists()).fault, { timeout: 30_000 }).toContain(said);
          expect((await visitor.lists()).parts).toHaveLength(2);
          expect(await passes()).toEqual(["TOTAL-PASSED"]);
        }
      } finally {
        await server.stop();
      }
    });

    test("the single file, from a folder", async ({ visitor }, info) => {
      const alone = info.outputPath("pec-verifier.html");
      copyFileSync(path.join(dist, "pec-verifier.html"), alone);
      await visitor.open(pathToFileURL(alone).href);
      await mainFlow(visitor);
      // One that the core reads piece by piece, and what is opened of another.
      const large = mail({
        name: "grande.eml",
        attachments: [{ name: "scansione.bin", type: "application/octet-stream", content: Buffer.alloc(4 << 20, 7) }],
      });
      expect(verdicts(await visitor.verify(large)).at(-1)).toBe("TOTAL-PASSED");
      expect(await visitor.message("grande.eml")).toContain("Buongiorno");
      expect(await visitor.refused()).toEqual([]);
    });

    test("the element on a site of another origin under the documented policy, and not where a byte differs", async ({ host, visitor }) => {
      host.headers = { "Access-Control-Allow-Origin": "*" };
      const integrity = /pec-verifier\.js" integrity="([^"]+)"/.exec(readFileSync(path.join(dist, "index.html"), "utf8"))![1]!;
      const site = await new Host(path.join(dist, "nowhere")).start();
      site.headers = {
        "Content-Security-Policy": `${strictest(host.origin)}; require-trusted-types-for 'script'; trusted-types lit-html pec-verifier`,
      };
      site.pages.set(
        "/",
        `<!doctype html><link rel="icon" href="data:,"><script type="module" crossorigin src="${host.origin}/pec-verifier.js" integrity="${integrity}"></script><pec-verifier lang="it" compact></pec-verifier>`,
      );
      await visitor.open(site.origin);
      await mainFlow(visitor);
      expect(await visitor.refused()).toEqual([]);
      // One colour of the site, and what is derived from it in light and in dark.
      const seen = await visitor.driver.run(() => {
        const element = document.querySelector("pec-verifier")!;
        element.style.setProperty("--pec-primary", "#006b3f");
        return ["light", "dark"].map(theme => {
          element.setAttribute("theme", theme);
          const of = (selector: string): CSSStyleDeclaration => getComputedStyle(element.shadowRoot!.querySelector(selector)!);
          const canvas = document.createElement("canvas").getContext("2d")!;
          canvas.fillStyle = of("a, summary").color;
          canvas.fillRect(0, 0, 1, 1);
          const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
          return [of(".verifier").backgroundColor, green! > red! && green! > blue!];
        });
      }, null);
      expect(seen).toEqual([
        ["rgb(255, 255, 255)", true],
        ["rgb(14, 26, 39)", true],
      ]);
      // In a frame, which tells the site around how far it is and how tall.
      site.headers = {};
      site.pages.set(
        "/frame",
        `<!doctype html><link rel="icon" href="data:,"><script>window.told = []; addEventListener("message", ({ data }) => told.push(data));</script>
        <script type="module" src="${host.origin}/pec-frame.js"></script>
        <iframe data-pec-verifier height="10" width="600" src="${host.origin}/embed.html?theme=dark&amp;origin=${encodeURIComponent(site.origin)}"></iframe>`,
      );
      await visitor.driver.open(`${site.origin}/frame`);
      await visitor.driver.run(async () => {
        const { told } = window as unknown as { told: { state?: string }[] };
        const tall = (): boolean => document.querySelector("iframe")!.clientHeight > 100;
        const until = performance.now() + 30_000;
        while (!(told.some(({ state }) => state === "ready") && tall())) {
          if (performance.now() > until) throw new Error(`the frame told ${JSON.stringify(told)}`);
          await new Promise(later => setTimeout(later, 50));
        }
      }, null);
      site.headers = { "Content-Security-Policy": strictest(host.origin) };
      host.changed.set(/\.wasm$/, oneByte);
      await visitor.driver.open(`${site.origin}/?again`);
      await expect(visitor.ready()).rejects.toThrow("non è quello pubblicato: non è stato avviato");
      await site.stop();
    });
  });
}
