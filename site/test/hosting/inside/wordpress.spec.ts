import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { vector } from "../../corpus";
import { Opened } from "../../page/open";
import { root } from "../../tools";
import { download, paste, shims, under } from "../guide";

// The plugin of HOSTING.md in Debian's WordPress, with a database and PHP's own server, on a machine of its own.

const WORK = "/mnt/work";
const ROOT = "/var/www/html";
const SITE = "http://127.0.0.1:8081";
const SOCKET = "/run/database/socket";

/** Runs PHP with WordPress loaded. */
function php(script: string): string {
  const loaded = `define('WP_INSTALLING', ${script.includes("wp_install(")}); $_SERVER['HTTP_HOST'] = '127.0.0.1:8081'; require '${ROOT}/wp-load.php'; ${script}`;
  return execFileSync("php", ["-d", "display_errors=stderr", "-r", loaded], { encoding: "utf8" });
}

test.describe("WordPress", () => {
  test.describe.configure({ mode: "serial" });

  test("the plugin is laid as the guide says", async () => {
    shims();
    download(WORK);
    paste(under("1. Check what you have")[0]!, WORK);
    cpSync("/usr/share/wordpress", ROOT, {
      recursive: true,
      dereference: true,
      force: true,
      filter: name => !/wp-config\.php$/.test(name),
    });
    mkdirSync("/run/database");
    mkdirSync("/run/mysqld", { recursive: true });
    execFileSync(
      "mariadb-install-db",
      ["--datadir=/run/database/data", "--auth-root-authentication-method=normal", "--skip-test-db", "--user=root"],
      { stdio: "ignore" },
    );
    const options = [
      "--no-defaults",
      "--user=root",
      "--datadir=/run/database/data",
      `--socket=${SOCKET}`,
      "--skip-networking",
      "--pid-file=/run/database/pid",
    ];
    spawn("/usr/sbin/mariadbd", options, { stdio: "ignore" });
    const sql = (text: string): unknown =>
      execFileSync("mariadb", ["--no-defaults", `--socket=${SOCKET}`, "-uroot", "-e", text], { stdio: "pipe" });
    await expect(() => sql("create database wordpress")).toPass({ timeout: 60_000 });
    writeFileSync(
      path.join(ROOT, "wp-config.php"),
      `<?php define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:${SOCKET}');
       define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); $table_prefix = 'wp_'; define('WP_HTTP_BLOCK_EXTERNAL', true);
       define('WP_HOME', '${SITE}'); define('WP_SITEURL', '${SITE}'); define('DISABLE_WP_CRON', true);
       if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/'); require_once ABSPATH . 'wp-settings.php';`,
    );
    php(
      `require_once ABSPATH . 'wp-admin/includes/upgrade.php'; wp_install('Comune di Esempio', 'admin', 'admin@comune.example', false, '', 'password');`,
    );
    cpSync(path.join(root, "site/wordpress/verifica-pec.php"), path.join(WORK, "verifica-pec.php"));
    paste(under("5. WordPress")[0]!, WORK);
    expect(
      php(`require_once ABSPATH . 'wp-admin/includes/plugin.php'; echo json_encode(activate_plugin('verifica-pec/verifica-pec.php'));`),
    ).toBe("null");
    spawn("php", ["-S", "127.0.0.1:8081", "-t", ROOT], { stdio: "ignore" });
    await expect(() => execFileSync("curl", ["-fs", "-o", "/dev/null", SITE])).toPass({ timeout: 60_000 });
  });

  for (const [role, html] of [
    ["administrator", true],
    ["editor", true],
    ["author", false],
  ] as const)
    test(`what an ${role} writes`, async ({ page }) => {
      const content = `<!-- wp:shortcode -->\n${under("5. WordPress")[1]!.text.trim()}\n<!-- /wp:shortcode -->\n<pec-verifier id="own"></pec-verifier><iframe src="https://verifica.example/embed.html"></iframe>`;
      const id = php(
        `$user = wp_insert_user(['user_login' => 'one-${role}', 'user_pass' => 'x', 'role' => '${role}']); wp_set_current_user($user); kses_init();
         echo wp_insert_post(['post_title' => 'PEC', 'post_status' => 'publish', 'post_content' => wp_slash(base64_decode('${Buffer.from(content).toString("base64")}'))]);`,
      );
      const opened = new Opened(page, `${SITE}/?p=${id}`);
      await opened.open();
      const element = page.locator("pec-verifier:not(#own)");
      await expect(element).toHaveAttribute("state", "ready");
      await expect(element).toContainText("Servizio offerto da Comune di Esempio. Per domande: protocollo@comune.example");
      await element.locator("input[multiple]").setInputFiles(vector("kinds/consegna-completa.eml"));
      await expect(element).toHaveAttribute("state", "done");
      expect(await page.locator("iframe").count()).toBe(html ? 1 : 0);
      expect(
        opened.requests.filter(
          url =>
            /pec-(verifier|core|worker)/.test(url) &&
            !url.startsWith(`${SITE}/wp-content/plugins/verifica-pec/pec-verifier/`) &&
            !url.startsWith("blob:"),
        ),
      ).toEqual([]);
    });

  test("hostile values of a page's writer stay values", async ({ page }) => {
    const content = `[verifica_pec organisation='"><img src=x onerror="window.ran=1">' onclick="window.ran=1" contact="javascript:alert(1)"]`;
    const id = php(
      `wp_set_current_user(1); kses_init(); echo wp_insert_post(['post_title' => 'PEC', 'post_status' => 'publish', 'post_content' => wp_slash(base64_decode('${Buffer.from(content).toString("base64")}'))]);`,
    );
    await page.goto(`${SITE}/?p=${id}`);
    const element = page.locator("pec-verifier");
    await expect(element).toHaveAttribute("state", "ready");
    expect(await element.evaluate(one => one.getAttributeNames().sort())).toEqual(expect.not.arrayContaining(["onclick"]));
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
  });
});
