import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { file, source, vector } from "../../corpus";
import { engines } from "../../engines/all";
import { Visitor } from "../../engines/visitor";
import { faulty } from "../../host";
import { Opened } from "../../page/open";
import { root } from "../../tools";
import { blocks, cron, download, follow, lay, paste, shims, under } from "../guide";

// Each server on a machine of its own: HOSTING.md from its first line on, each test where the one before ended.

const WORK = "/mnt/work"; // where somebody has put the archive
const receipt = vector("kinds/consegna-completa.eml");
const altered = file("alterata.eml", receipt.buffer.toString("latin1").replace("Il giorno", "Al giorno"));
const said = "Il controllo delle ricevute non si è caricato";

/** What the guide says a site's policy becomes. */
const policy = `default-src 'self'; ${/Content-Security-Policy: (script-src 'self' https:.*)/.exec(source("site/HOSTING.md"))![1]!}; frame-src https://verifica.example`;

/** Another site of the same server, which embeds. */
const www = {
  nginx: [
    "/etc/nginx/sites-enabled/www",
    `server { listen 443 ssl; server_name www.comune.example; root /srv/www; add_header Content-Security-Policy "${policy}" always;
     ssl_certificate /etc/ssl/certs/verifica.pem; ssl_certificate_key /etc/ssl/private/verifica.key; }`,
  ],
  Apache: [
    "/etc/apache2/sites-enabled/www.conf",
    `<VirtualHost *:443>\nServerName www.comune.example\nDocumentRoot /srv/www\n<Directory /srv/www>\nRequire all granted\n</Directory>
     Header always set Content-Security-Policy "${policy}"\nSSLEngine on\nSSLCertificateFile /etc/ssl/certs/verifica.pem\nSSLCertificateKeyFile /etc/ssl/private/verifica.key\n</VirtualHost>`,
  ],
} as const;

/** Status and headers of an answer, in small letters. */
function ask(address: string, ...how: string[]): Record<string, string> {
  const text = execFileSync("curl", ["-sk", "-o", "/dev/null", "-D", "-", ...how, address], { encoding: "utf8" });
  const [status, ...lines] = text.trim().split("\r\n");
  const all: Record<string, string> = { status: status!.split(" ")[1]! };
  for (const line of lines) {
    const [, name, value] = /^([^:]+): ?(.*)$/.exec(line)!;
    const known = all[name!.toLowerCase()];
    all[name!.toLowerCase()] = known === undefined ? value! : `${known} AND ${value}`; // one that is sent twice
  }
  return all;
}

function write(address: string, body: string): void {
  writeFileSync(
    path.join("/srv/www", address),
    `<!doctype html><html lang="it"><meta charset="utf-8"><title>Comune</title><link rel="icon" href="data:,">${body}</html>`,
  );
}

for (const server of ["nginx", "Apache"] as const)
  test.describe(server, () => {
    test.describe.configure({ mode: "serial" });
    const service = server === "nginx" ? "nginx" : "apache2";

    test("the guide is followed, and what it says of the files holds", async () => {
      shims();
      download(WORK);
      const [unpack, compare] = under("1. Check what you have");
      paste(unpack!, WORK);
      for (const block of under("2. Serve it").filter(({ headings }) => headings.length === 1)) paste(block, WORK);
      follow(server, WORK);
      await expect(() => void ask("https://verifica.example/")).toPass(); // a server reloads a moment later

      expect(paste(compare!, WORK)).toBe("");
      const sums = path.join(WORK, "pec-verifier-0.1.0/SHA256SUMS");
      const right = readFileSync(sums, "utf8");
      writeFileSync(sums, right.replace(/^\w+(?= {2}icon\.svg$)/m, "0".repeat(64)));
      expect(paste(compare!, WORK)).toBe("differs: icon.svg\n");
      writeFileSync(sums, right);

      const served = /"(default-src 'none'; script-src[^"]*)"/.exec(under(server)[0]!.text)![1]!;
      const names = right.match(/(?<=^\w+ {2}).*$/gm)!;
      const asset = (what: RegExp): string => names.find(name => what.test(name))!;
      for (const [name, type] of [
        ["", "text/html"],
        ["index.html", "text/html"],
        ["sw.js", "text/javascript"],
        ["pec-verifier.js", "text/javascript"],
        ["manifest.webmanifest", "application/manifest+json"],
        ["icon.svg", "image/svg+xml"],
        [asset(/core-\w+\.wasm$/), "application/wasm"],
        [asset(/\.woff2$/), "font/woff2"],
        [asset(/page-\w+\.css$/), "text/css"],
        [asset(/page-\w+\.js$/), "text/javascript"],
      ] as const)
        for (const folder of ["", "0.1.0/"]) {
          const got = ask(`https://verifica.example/${folder}${name}`, "-H", "Accept-Encoding: gzip, br");
          const what = `${folder}${name}`;
          expect(got["status"], what).toBe("200");
          expect(got["content-type"]?.replace(/;.*/, "").replace("application/javascript", "text/javascript"), what).toBe(type);
          expect(got["cache-control"], what).toBe(name.startsWith("assets/") ? "max-age=31536000, immutable" : "no-cache");
          expect(got["content-security-policy"], what).toBe(served);
          expect(got["x-content-type-options"], what).toBe("nosniff");
          expect(got["referrer-policy"], what).toBe("no-referrer");
          expect(got["access-control-allow-origin"], what).toBe("*");
          if (/\.(html|css|js|wasm)$|^$/.test(name)) {
            expect(got["content-encoding"], what).toBe(server === "nginx" ? "gzip" : "br");
            const packed = execFileSync(
              "stat",
              ["-c%s", `${WORK}/pec-verifier-0.1.0/${name || "index.html"}.${server === "nginx" ? "gz" : "br"}`],
              { encoding: "utf8" },
            );
            expect(got["content-length"], what).toBe(packed.trim()); // what lies there, and not made anew
          }
        }
      for (const folder of ["", "0.1.0/"]) {
        expect(ask(`https://verifica.example/${folder}embed.html`)["content-security-policy"]).toBe(
          "frame-ancestors 'self' https://www.comune.example",
        );
        expect(ask(`https://verifica.example/${folder}pec-verifier.html`)["content-security-policy"]).toBe("frame-ancestors 'none'");
        expect(ask(`https://verifica.example/${folder}providers.json`)["status"]).toBe("404");
      }
      const gone = ask("https://verifica.example/assets/none.js");
      expect([gone["status"], gone["cache-control"] ?? ""]).toEqual(["404", ""]);
      for (const name of ["pec-verifier-0.1.0.zip", "0.1.0/pec-verifier-0.1.0.zip", "SHA256SUM", "../0.1.0/index.html/"])
        expect(ask(`https://verifica.example/${name}`, "--path-as-is")["status"], name).toMatch(/^40[034]$/);
      const plain = ask("http://verifica.example/0.1.0/");
      expect([plain["status"], plain["location"]]).toEqual(["301", "https://verifica.example/0.1.0/"]);
    });

    test("no other site of the server has changed, and names that nobody has are not answered by this one", () => {
      mkdirSync("/srv/www");
      write("index.html", "<p>Comune");
      writeFileSync("/srv/www/own.js", "");
      writeFileSync("/etc/hosts", `${readFileSync("/etc/hosts", "utf8")}127.0.0.1 www.comune.example other.example\n`);
      writeFileSync(www[server][0], www[server][1]);
      execFileSync("service", [service, "restart"]);
      const other = ask("http://other.example/");
      expect([other["status"], other["content-security-policy"], other["access-control-allow-origin"]]).toEqual([
        "200",
        undefined,
        undefined,
      ]);
      expect(ask("https://other.example/")["content-security-policy"]).toBe(policy); // the one that embeds
      const own = ask("https://www.comune.example/own.js");
      expect([own["status"], own["cache-control"]]).toEqual(["200", undefined]);
      expect(ask("https://verifica.example/")["content-security-policy"]).toContain("default-src 'none'");
    });

    test("the page, offline too; and the page of lines to copy shows element and frame", async ({ page }) => {
      const opened = new Opened(page, "https://verifica.example/");
      await opened.open();
      await opened.ready();
      expect((await opened.verified(receipt, altered)).map(one => one.indication)).toEqual(["INDETERMINATE", "TOTAL-FAILED"]);
      await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible();
      execFileSync("service", [service, "stop"]);
      await page.reload();
      await opened.ready();
      expect((await opened.verified(receipt)).map(one => one.indication)).toEqual(["INDETERMINATE"]);
      expect(opened.complaints.filter(text => !/ERR_CONNECTION_REFUSED/.test(text))).toEqual([]);
      execFileSync("service", [service, "start"]);

      opened.complaints.length = 0;
      await page.goto("https://verifica.example/0.1.0/embedding.html");
      await page.locator("main > pec-verifier[state=ready]").waitFor();
      await page.frameLocator("#demo-frame").locator("pec-verifier[state=ready]").waitFor();
      expect(opened.complaints).toEqual([]);
      const lines = (id: string): Promise<string> => page.locator(id).innerText();
      write("element.html", await lines("#snippet-element"));
      write("frame.html", await lines("#snippet-frame"));
      write("noscript.html", blocks().find(({ text }) => text.includes('height="1500"'))!.text);
      // A hash of another version, and sites whose rules are narrower.
      const narrower = (policy: string): string => `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
      write("forbidden.html", narrower("worker-src 'none'") + (await lines("#snippet-element")));
      write("unnamed.html", narrower("script-src 'self'") + (await lines("#snippet-element")));
      write("wrong.html", (await lines("#snippet-element")).replace(/sha256-./, "sha256-_"));
    });

    for (const engine of engines)
      test(`${engine.name}: element and frame on another site, with the lines as they are shown and the policy as it is documented`, async () => {
        test.skip(engine.missing !== undefined, engine.missing);
        const driver = await engine.start(true);
        try {
          const visitor = new Visitor(driver);
          await visitor.open("https://www.comune.example/element.html");
          const reports = await visitor.verify(receipt, altered);
          expect(reports.map(one => "indication" in one && one.indication)).toEqual(["INDETERMINATE", "TOTAL-FAILED"]);
          expect(await visitor.refused()).toEqual([]);
          for (const address of ["https://www.comune.example/frame.html", "https://verifica.example/0.1.0/embedding.html"]) {
            await driver.open(address);
            const height = await driver.run(async () => {
              const frame = document.querySelector("iframe")!;
              while (frame.style.height === "" || frame.clientHeight < 100) await new Promise(next => setTimeout(next, 50));
              return frame.style.height;
            }, null);
            expect(height, address).not.toBe("420px");
          }
          await visitor.ready(); // the element of the page of lines
          await driver.open("https://www.comune.example/forbidden.html");
          await expect(visitor.ready()).rejects.toThrow("Le regole di sicurezza di questo sito non lasciano partire il programma");
          for (const stopped of ["wrong", "unnamed"]) {
            await driver.open(`https://www.comune.example/${stopped}.html`);
            expect(await driver.run(() => document.querySelector<HTMLElement>("pec-verifier")!.innerText, null), stopped).toContain(said);
          }
        } finally {
          await driver.close();
        }
      });

    test("the frame without a script, and on no other site", async ({ page }) => {
      await page.goto("https://www.comune.example/noscript.html");
      const frame = page.frameLocator("iframe").locator("pec-verifier");
      await expect(frame).toHaveAttribute("state", "ready");
      await frame.locator("input[multiple]").setInputFiles(receipt);
      await expect(frame).toHaveAttribute("state", "done");
      expect(await page.locator("iframe").evaluate(one => one.clientHeight)).toBe(1500);
      await page.goto("https://other.example/noscript.html");
      await page.waitForLoadState("networkidle");
      await expect(page.frameLocator("iframe").locator("pec-verifier")).toHaveCount(0);
    });

    test("only to look at it: the page and what embedding.html shows, without network too", async ({ page }) => {
      const [look] = under("Only to look at it");
      const running = spawn("bash", ["-c", look!.text], { cwd: WORK, stdio: "ignore", detached: true });
      try {
        const opened = new Opened(page, "http://127.0.0.1:8000/");
        await expect(() => opened.open()).toPass();
        await opened.ready();
        expect((await opened.verified(receipt)).map(one => one.indication)).toEqual(["INDETERMINATE"]);
        await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible();
        await page.goto("http://127.0.0.1:8000/embedding.html");
        await page.locator("main > pec-verifier[state=ready]").waitFor();
        await page.frameLocator("#demo-frame").locator("pec-verifier[state=ready]").waitFor();
      } finally {
        process.kill(-running.pid!);
      }
    });

    test("the list of the month: what is laid there is in use, and where the command fails it stays", async ({ page }) => {
      const official = path.join(root, "testdata/trust/official/AgID-CA1_790EC428504A61F2.pem");
      // Without network: nothing to pull, and a certificate of the authority in place of its revocation list.
      const fetched = (file: string): string =>
        `case "$*" in *ca1.agid.gov.it*) cp ${file} official/agid-ca1.crl ;; *) exec /usr/bin/curl "$@" ;; esac`;
      shims({ git: `[ "$1" = pull ]`, curl: fetched(official) });
      const [script, monthly] = under("The provider list, once a month");
      mkdirSync("/srv/pec-source");
      for (const name of ["go.mod", "go.sum", "trustlist", "verifier", "statement"])
        if (existsSync(path.join(root, name))) symlinkSync(path.join(root, name), path.join("/srv/pec-source", name));
      const command = lay(script!, 0o755);
      expect(monthly!.text).toContain(` root ${command}\n`);
      lay(monthly!);
      cron(command);
      const list = readFileSync("/srv/pec-verifier/providers.json", "utf8");
      expect(JSON.parse(list)).toMatchObject({ format: "pec-trustlist/1" });
      for (const folder of ["", "0.1.0/"]) {
        const got = ask(`https://verifica.example/${folder}providers.json`);
        expect([got["status"], got["content-length"], got["cache-control"]]).toEqual(["200", String(Buffer.byteLength(list)), "no-cache"]);
      }
      const opened = new Opened(page, "https://verifica.example/");
      await opened.open();
      await opened.ready();
      await expect(opened.element.locator("section.providers li.part h3").nth(1)).toContainText("Elenco di verifica.example");
      expect(opened.complaints).toEqual([]);
      shims({ git: `[ "$1" = pull ]`, curl: fetched(path.join(root, "testdata/trust/none.crl")) });
      expect(() => cron(command)).toThrow();
      expect(readFileSync("/srv/pec-verifier/providers.json", "utf8")).toBe(list);
    });

    test("a new version: the pages that embed the old one go on until they have changed, then it goes", async ({ page }) => {
      const [beside, change, remove] = under("A new version");
      cpSync(faulty, path.join(WORK, "pec-verifier-0.2.0"), { recursive: true });
      const opened = new Opened(page, "https://verifica.example/");
      await opened.open();
      await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible();
      const works = async (address: string): Promise<void> => {
        await page.goto(`https://www.comune.example/${address}`);
        await expect(page.locator("pec-verifier")).toHaveAttribute("state", "ready");
      };
      paste(beside!, WORK);
      await works("element.html");
      await page.goto("https://verifica.example/0.2.0/embedding.html");
      const lines = await page.locator("#snippet-element").innerText();
      expect(lines).toContain("https://verifica.example/0.2.0/pec-verifier.js");
      write("changed.html", lines);
      await works("changed.html");
      paste(change!, WORK);
      await page.goto("https://verifica.example/");
      await expect(page.locator("pec-update")).toContainText("C’è una nuova versione");
      await works("element.html");
      await works("changed.html");
      paste(remove!, WORK);
      await works("changed.html");
      await page.goto("https://www.comune.example/element.html");
      await expect(page.getByText(said)).toBeVisible();
      await page.goto("https://verifica.example/");
      await expect(page.locator("pec-verifier")).toHaveAttribute("state", "ready");
    });
  });
