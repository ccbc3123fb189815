import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { expect as patient } from "@playwright/test";

const expect = patient.configure({ timeout: 30_000 });

/** As Debian installs it. */
export const NGINX = "/usr/sbin/nginx";

/** A server that many hosts run, with nothing said to it but the folder. */
export interface Server {
  origin: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** nginx makes its ETag of date and size. port: where one ran before that was stopped. */
export async function nginx(folder: string, work: string, port?: number): Promise<Server> {
  port ??= await freePort();
  const types = "text/html html; text/javascript js; text/css css; application/wasm wasm; application/json json;";
  writeFileSync(
    path.join(work, "nginx.conf"),
    `daemon off; error_log stderr; pid ${work}/nginx.pid; events {}
     http { access_log off; types { ${types} } client_body_temp_path ${work}/body; proxy_temp_path ${work}/proxy; fastcgi_temp_path ${work}/fastcgi;
            uwsgi_temp_path ${work}/uwsgi; scgi_temp_path ${work}/scgi; server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  return started(NGINX, ["-e", "stderr", "-p", work, "-c", path.join(work, "nginx.conf")], `http://127.0.0.1:${port}`);
}

/** A server of its own, once it answers. */
async function started(command: string, args: string[], origin: string): Promise<Server> {
  const running = spawn(command, args, { stdio: "ignore" });
  await expect
    .poll(() =>
      fetch(origin).then(
        response => response.status,
        () => 0,
      ),
    )
    .toBe(200);
  return {
    origin,
    async stop() {
      const ended = once(running, "exit");
      running.kill();
      await ended;
    },
  };
}
