import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test as base, type Page } from "@playwright/test";
import { source, vector } from "../corpus";
import { dist, faulty, Host, strictest } from "../host";
import { freePort, NGINX, started, type Server } from "../servers";
import { expect, Opened } from "./open";

// HOSTING.md as a technician follows it: its own lines for nginx and for Apache, changed in nothing but names, folder, port and certificate.

const APACHE = "/usr/sbin/apache2";
const receipt = vector("kinds/consegna-completa.eml");

/** The block of HOSTING.md in that language. */
function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "s").exec(source("site/HOSTING.md"))![1]!;
}

/** Its names are those of this test. */
const named = (text: string, folder: string, site: string): string =>
  text.replaceAll("/srv/pec-verifier", folder).replaceAll("https://www.comune.example", site);

interface Serving {
  name: string;
  command: string;
  /** Writes the configuration and has the server check it; gives the arguments to start with. */
  configure(work: string, folder: string, site: string, port: number): string[];
}

const nginx: Serving = {
  name: "nginx",
  command: NGINX,
  configure(work, folder, site, port) {
    const lines = named(block("nginx"), folder, site);
    const around = (server: string): string =>
      `daemon off; error_log ${work}/error.log; pid ${work}/nginx.pid; events {}
       http { include /etc/nginx/mime.types; access_log off; client_body_temp_path ${work}/body; proxy_temp_path ${work}/proxy;
         fastcgi_temp_path ${work}/fastcgi; uwsgi_temp_path ${work}/uwsgi; scgi_temp_path ${work}/scgi;
         ${server} }`;
    const start = (file: string): string[] => ["-e", `${work}/error.log`, "-p", work, "-c", file];
    symlinkSync("/etc/nginx/mime.types", `${work}/mime.types`); // it is looked for beside the configuration
    // As it stands, with a certificate of one's own.
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=verifica.example",
        "-keyout",
        `${work}/key.pem`,
        "-out",
        `${work}/cert.pem`,
      ],
      { stdio: "ignore" },
    );
    const whole = lines.replace("/etc/ssl/verifica.pem", `${work}/cert.pem`).replace("/etc/ssl/private/verifica.key", `${work}/key.pem`);
    writeFileSync(`${work}/whole.conf`, around(whole.replace("listen 443", `listen 127.0.0.1:${port}`)));
    const said = execFileSync(NGINX, ["-t", ...start(`${work}/whole.conf`)], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    expect(said + readFileSync(`${work}/error.log`, "utf8")).not.toMatch(/warn|duplicate/);
    // Over plain http of this machine, which browsers take for safe.
    const plain = lines.replace("listen 443 ssl", `listen 127.0.0.1:${port}`).replace(/^ *ssl_certificate.*\n/gm, "");
    writeFileSync(`${work}/nginx.conf`, around(plain));
    return start(`${work}/nginx.conf`);
  },
};

const apache: Serving = {
  name: "Apache",
  command: APACHE,
  configure(work, folder, site, port) {
    const modules = ["mpm_event", "authz_core", "dir", "mime", "headers", "rewrite"];
    const lines = named(block("apache"), folder, site);
    const file = `${work}/apache.conf`;
    writeFileSync(`${work}/mime.types`, "text/html html\ntext/css css\napplication/json json\nimage/svg+xml svg\n"); // Debian's has them too
    writeFileSync(
      file,
      `${modules.map(name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
ServerRoot ${work}
ServerName verifica.example
PidFile ${work}/apache.pid
ErrorLog ${work}/error.log
TypesConfig ${work}/mime.types
User www-data
Group www-data
Listen 127.0.0.1:${port}
<Directory "/">
  AllowOverride None
  Require all granted
</Directory>
DocumentRoot "${folder}"
DirectoryIndex index.html
${lines}
`,
    );
    const said = execFileSync(APACHE, ["-t", "-f", file], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    expect(said).not.toMatch(/warn/i);
    return ["-f", file, "-D", "FOREGROUND"];
  },
};

async function checks(page: Page, url: string): Promise<Opened> {
  const opened = new Opened(page, url);
  await opened.open();
  await opened.ready();
  expect(await opened.verified(receipt)).toHaveLength(1);
  return opened;
}

for (const serving of [nginx, apache])
  base.describe(serving.name, () => {
    let server: Server;
    let site: Host;
    let folder: string;

    base.beforeEach(async ({}, info) => {
      base.skip(!existsSync(serving.command), `${serving.name} is not installed`);
      const work = info.outputPath("server");
      folder = path.join(work, "pec-verifier");
      mkdirSync(work, { recursive: true });
      cpSync(dist, folder, { recursive: true });
      site = await new Host(path.join(dist, "nowhere")).start();
      const port = await freePort();
      server = await started(serving.command, serving.configure(work, folder, site.origin, port), `http://127.0.0.1:${port}`);
    });

    base.afterEach(async () => {
      await server?.stop();
      await site?.stop();
    });

    base("what HOSTING.md promises of headers, types and compressed files", async ({ request }) => {
      const get = async (name: string, accept = "identity"): Promise<Record<string, string>> => {
        const answer = await request.get(`${server.origin}/${name}`, { headers: { "Accept-Encoding": accept } });
        expect(answer.status(), name).toBe(200);
        expect((await answer.body()).equals(readFileSync(path.join(folder, name === "" ? "index.html" : name))), name).toBe(true);
        return answer.headers();
      };
      const sums = readFileSync(path.join(folder, "SHA256SUMS"), "utf8").matchAll(/^\S+ [ *](\S+)$/gm);
      const names = [...sums].map(([, name]) => name!).filter(name => existsSync(path.join(folder, name)));
      expect(names.length).toBeGreaterThan(20);
      const types: Record<string, RegExp> = {
        ".html": /^text\/html/,
        ".js": /^(text|application)\/javascript/,
        ".css": /^text\/css/,
        ".wasm": /^application\/wasm$/,
        ".woff2": /^font\/woff2$/,
        ".webmanifest": /^application\/manifest\+json$/,
      };
      for (const name of names) {
        const headers = await get(name);
        const type = types[path.extname(name)];
        if (type !== undefined) expect.soft(headers["content-type"], name).toMatch(type);
        expect.soft(headers["cache-control"], name).toBe(name.startsWith("assets/") ? "max-age=31536000, immutable" : "no-cache");
        expect.soft(headers["x-content-type-options"], name).toBe("nosniff");
        expect.soft(headers["referrer-policy"], name).toBe("no-referrer");
        const policy =
          name === "embed.html"
            ? `frame-ancestors 'self' ${site.origin}`
            : name === "pec-verifier.html"
              ? "frame-ancestors 'none'"
              : /^default-src 'none';.*frame-ancestors 'none'$/;
        expect.soft(headers["content-security-policy"], name).toMatch(policy);
      }
      expect((await get(""))["content-security-policy"]).toContain("default-src 'none'");
      if (existsSync(path.join(folder, "pec-verifier.js.br"))) {
        const packed = await get("pec-verifier.js", serving === apache ? "br" : "gzip");
        expect(packed["content-encoding"]).toBe(serving === apache ? "br" : "gzip");
      }
    });

    base("the page works, offline too; the single file and the page for others' sites as well", async ({ page }) => {
      const opened = await checks(page, `${server.origin}/`);
      await expect(page.getByText("Questa pagina funziona anche senza rete")).toBeVisible({ timeout: 30_000 });
      await checks(page, `${server.origin}/pec-verifier.html`);
      await page.goto(`${server.origin}/embedding.html`);
      await expect(page.frameLocator("#demo-frame").locator("pec-verifier[state=ready]")).toBeVisible({ timeout: 30_000 });
      await expect(page.locator("pec-verifier[state=ready]")).toBeVisible();
      await expect(page.locator("#snippet-element")).toContainText(`src="${server.origin}/pec-verifier.js"`);
      expect(opened.complaints).toEqual([]);
    });

    base(
      "the lines that embedding.html shows work on another site: the element under its policy, and the frame on that site alone",
      async ({ page }) => {
        await page.goto(`${server.origin}/embedding.html`);
        const shown = async (id: string): Promise<string> =>
          (await page.locator(`#${id} code`).textContent())!.replaceAll("https://www.comune.example", site.origin);
        const element = await shown("snippet-element");
        const frame = await shown("snippet-frame");
        site.headers = { "Content-Security-Policy": `${strictest(server.origin)}; frame-src ${server.origin}` };
        const around = (body: string): string =>
          `<!doctype html><html lang="it"><title>Comune</title><link rel="icon" href="data:,"><body>${body}</body></html>`;
        site.pages.set("/element", around(element));
        site.pages.set("/frame", around(frame));
        await checks(page, `${site.origin}/element`);
        await page.goto(`${site.origin}/frame`);
        const inside = page.frameLocator("iframe").locator("pec-verifier");
        await expect(page.frameLocator("iframe").locator("pec-verifier[state=ready]")).toBeVisible({ timeout: 30_000 });
        await inside.locator("input[type=file][multiple]").setInputFiles(receipt);
        await expect(page.frameLocator("iframe").locator("pec-verifier[state=done]")).toBeVisible();
        await expect.poll(() => page.locator("iframe").evaluate(one => one.clientHeight)).toBeGreaterThan(700);
        // Not on a site that the policy does not name.
        const other = await new Host(path.join(dist, "nowhere")).start();
        other.pages.set("/", around(frame));
        await page.goto(other.origin);
        await page.waitForLoadState("networkidle");
        expect(await page.frameLocator("iframe").locator("pec-verifier").count()).toBe(0);
        await other.stop();
      },
    );

    base("each release under a path of its own: pages that name the old one go on while others name the new one", async ({ page }) => {
      const integrity = (at: string): string =>
        /pec-verifier\.js" integrity="([^"]+)"/.exec(readFileSync(path.join(at, "index.html"), "utf8"))![1]!;
      for (const [version, from] of [
        ["0.1.0", dist],
        ["0.2.0", faulty],
      ] as const) {
        cpSync(from, path.join(folder, version), { recursive: true });
        site.pages.set(
          `/${version}`,
          `<!doctype html><html lang="it"><title>Comune</title><link rel="icon" href="data:,"><script type="module" crossorigin src="${server.origin}/${version}/pec-verifier.js" integrity="${integrity(from)}"></script><pec-verifier lang="it"></pec-verifier></html>`,
        );
      }
      for (const version of ["0.1.0", "0.2.0"]) await checks(page, `${site.origin}/${version}`);
    });
  });
