import { writeFile } from "node:fs/promises";
import process from "node:process";
import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { type Child, start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { freePort } from "../support/free_port.ts";
import { until } from "../support/until.ts";
import { missing } from "./programs.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";
import { type Sales, sendRequests } from "./sharing/customers.ts";

const PM2 = "pm2@7.0.4";
/** Requests of each of the three parts of a load. */
const REQUESTS = 1000;
/** What a process has counted in this time before it is killed may be lost: `flushSeconds`, and half as much for delays. */
const LOST_MS = 1500;

/** An app of several processes or isolates. */
interface App {
  readonly urls: readonly string[];
  /** Called after a process of it was killed, if nothing else starts another one. */
  readonly replace?: () => void;
  /** Whether its processes can be killed one by one. */
  readonly hasProcesses: boolean;
  /** Number of processes or isolates, without a primary. */
  readonly size: number;
}

const pm2 = missing("prometheus") ? "" : await findPm2();

describe("shareRegistry() under load", { skip: missing("prometheus") }, () => {
  it("is exact with deno serve --parallel", async () => {
    const port = await freePort();
    const serve = [process.execPath, "serve", "-A", "--parallel", `--port=${port}`, "--host=127.0.0.1"];
    await using _app = start([...serve, "test/e2e/sharing/deno_serve.ts"], { env: { DENO_JOBS: "4" } });
    await check({ urls: [`http://127.0.0.1:${port}/`], hasProcesses: false, size: 4 });
  });

  const runtimes = {
    node: ["node", "--import=tsx"],
    bun: ["node_modules/.bin/bun"],
    deno: [process.execPath, "run", "-A"],
  };
  for (const [runtime, command] of Object.entries(runtimes)) {
    it(`loses no more than it says with node:cluster on ${runtime}`, async () => {
      const port = await freePort();
      await using _app = start([...command, "test/e2e/sharing/cluster.ts"], { env: { PORT: `${port}` } });
      await check({ urls: [`http://127.0.0.1:${port}/`], hasProcesses: true, size: 4 });
    });
  }

  it("loses no more than it says with reusePort of Bun", async () => {
    const port = await freePort();
    await using stack = new AsyncDisposableStack();
    const env = { PORT: `${port}`, SHOP_NAME: `shop-${port}` };
    const replace = () => void stack.use(start(["node_modules/.bin/bun", "test/e2e/sharing/reuse_port.ts"], { env }));
    for (let i = 0; i < 3; i++) replace();
    await check({ urls: [`http://127.0.0.1:${port}/`], hasProcesses: true, size: 3, replace });
  });

  for (const mode of ["cluster", "fork"] as const) {
    it(
      `loses no more than it says with PM2 in ${mode} mode`,
      { skip: pm2 === "" && `${PM2} cannot be installed` },
      async () => {
        await using folder = await makeFolder();
        const ports = await Promise.all(Array.from({ length: mode === "fork" ? 3 : 1 }, freePort));
        await using app = await startPm2(mode, folder.path, ports);
        try {
          await check({ urls: ports.map((port) => `http://127.0.0.1:${port}/`), hasProcesses: true, size: 3 });
        } finally {
          app.kill("SIGINT"); // ends the instances, too
          await app.ended;
        }
      },
    );
  }
});

/** Compares what Prometheus has stored with what the clients have counted. */
async function check({ urls, hasProcesses, size, replace }: App): Promise<void> {
  const metrics = new URL("/metrics", urls[0]).href;
  await until(() => hasAll(metrics, size));
  await Promise.all(urls.map((url) => until(() => isUp(url))));
  await using prometheus = await startPrometheus({ shop: metrics });
  const first = await stored(prometheus);
  const sales: Sales = { answers: [], failed: 0 };

  await sendRequests(urls, REQUESTS, sales);
  assertEquals([await stored(prometheus) - first, sales.failed], [REQUESTS, 0]);

  if (hasProcesses) {
    let lost = 0;
    for (let i = 0; i < 2; i++) {
      const load = sendRequests(urls, REQUESTS, sales);
      await until(() => sales.answers.length + sales.failed > (i + 1.5) * REQUESTS);
      const pid = sales.answers.at(-1)?.pid as number;
      const killedMs = Date.now();
      process.kill(pid, "SIGKILL");
      replace?.();
      await load;
      lost += sales.answers.filter((answer) => answer.pid === pid && answer.timeMs > killedMs - LOST_MS).length;
    }
    const counted = await stored(prometheus) - first;
    const { answers: { length: answered }, failed } = sales;
    assert(counted >= answered - lost, `${counted} < ${answered} - ${lost}`);
    assert(counted <= answered + failed, `${counted} > ${answered} + ${failed}`);
    assert(lost < answered / 2, `${lost} of ${answered} may be lost, so this shows nothing`);
  }
  assertEquals(await prometheus.query("resets(shop_requests_total[5m])"), { shop: 0 });
}

/** Returns what Prometheus stores of a scrape that begins now or later. */
async function stored(prometheus: Prometheus): Promise<number> {
  const nowSeconds = Date.now() / 1000;
  const timeOf = async () => (await prometheus.query("timestamp(shop_requests_total)"))["shop"] ?? 0;
  await until(async () => await timeOf() > nowSeconds);
  return (await prometheus.query("shop_requests_total"))["shop"] as number;
}

async function hasAll(url: string, size: number): Promise<boolean> {
  const text = await ask(url).then((response) => response.text()).catch(() => "");
  return Number(/^webprom_share_peers\{state="live"\} (\d+)$/m.exec(text)?.[1]) >= size - 1;
}

async function isUp(url: string): Promise<boolean> {
  return await ask(new URL("/metrics", url).href).then(async ({ ok, body }) => (await body?.cancel(), ok), () => false);
}

/** A connection that was handed to a process which has just ended may never be answered. */
function ask(url: string): Promise<Response> {
  return fetch(url, { headers: { connection: "close" }, signal: AbortSignal.timeout(2000) });
}

/** Starts instances of PM2. */
async function startPm2(
  mode: "cluster" | "fork",
  folder: string,
  ports: readonly number[],
): Promise<Child> {
  const app = {
    name: `shop-${ports[0]}`,
    script: "test/e2e/sharing/instance.ts",
    cwd: process.cwd(),
    instances: 3,
    exec_mode: mode,
    interpreter: "node",
    node_args: "--import=tsx",
    env: { PORTS: ports.join(",") },
  };
  const file = `${folder}/ecosystem.config.json`;
  await writeFile(file, JSON.stringify({ apps: [app] }));
  // Not through npx, which would keep signals to itself.
  return start(["node", pm2, "start", file], { env: { PM2_HOME: folder } });
}

/** Installs PM2, and returns its path: an empty one if it cannot be had, which is an error in CI. */
async function findPm2(): Promise<string> {
  await using installed = start(["npx", "-y", `--package=${PM2}`, "which", "pm2-runtime"]);
  if (await installed.ended === 0) return installed.stdout.trim();
  if (process.env["CI"]) throw new Error(installed.stderr);
  return "";
}
