import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Driver, Engine } from "./driver";
import { runs } from "./puppeteer";

const DRIVER = "/usr/bin/WebKitWebDriver";
const BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const DISPLAY = "/usr/bin/Xvfb";
const BUS = "/usr/bin/dbus-run-session";

/** WebKitGTK over WebDriver (W3C), on a screen that nobody sees. */
export const webkit: Engine = {
  name: "WebKitGTK",
  missing: [DRIVER, BROWSER, DISPLAY, BUS]
    .filter(one => !runs(one))
    .map(one => `${one} is missing (Debian: webkit2gtk-driver xvfb dbus)`)[0],
  async start(acceptInsecureCerts = false): Promise<Driver> {
    const screen = spawn(DISPLAY, ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const [number] = (await once(screen.stdio[3]!, "data")) as [Buffer];
    const port = await freePort();
    const driver = spawn(BUS, ["--", DRIVER, `--port=${port}`], {
      stdio: "ignore",
      detached: true, // a group of its own, with the browser in it
      env: {
        ...process.env,
        DISPLAY: `:${number.toString().trim()}`,
        WEBKIT_DISABLE_COMPOSITING_MODE: "1",
        LANG: "it_IT.UTF-8",
        LIBGL_ALWAYS_SOFTWARE: "1",
      },
    });
    const stop = (): void => {
      if (driver.pid !== undefined && driver.exitCode === null) process.kill(-driver.pid);
      screen.kill();
    };
    try {
      return await session(`http://127.0.0.1:${port}`, stop, driver, acceptInsecureCerts);
    } catch (error) {
      stop();
      throw error;
    }
  },
};

async function session(address: string, stop: () => void, driver: ChildProcess, acceptInsecureCerts: boolean): Promise<Driver> {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(address + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  for (let left = 100; ; left--) {
    try {
      await ask("GET", "/status");
      break;
    } catch (error) {
      if (left === 0 || driver.exitCode !== null) throw error;
      await new Promise(next => setTimeout(next, 100)); // it does not say when it listens
    }
  }
  const options = { binary: BROWSER, args: ["--automation", ...(acceptInsecureCerts ? ["--ignore-tls-errors"] : [])] };
  const { sessionId } = (await ask("POST", "/session", {
    capabilities: { alwaysMatch: { acceptInsecureCerts, "webkitgtk:browserOptions": options } },
  })) as {
    sessionId: string;
  };
  const base = `/session/${sessionId}`;
  await ask("POST", `${base}/timeouts`, { script: 120_000, pageLoad: 120_000 });
  return {
    open: async url => void (await ask("POST", `${base}/url`, { url })),
    async run(work, argument) {
      const script = `const [argument, done] = arguments; Promise.resolve((${work.toString()})(argument)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = (await ask("POST", `${base}/execute/async`, { script, args: [argument ?? null] })) as {
        value?: unknown;
        error?: string;
      };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value as never;
    },
    async close() {
      await ask("DELETE", base).catch(() => {});
      stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
