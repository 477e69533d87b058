/** What is left of ten thousand requests of all kinds: nothing. Figures are printed with the name of each test. */
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { type Child, start } from "../support/child.ts";
import { RUN, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { startTargets } from "./probing/targets.ts";
import { missing } from "./programs.ts";

const REQUESTS = 10_000;
const CONCURRENCY = 50;
const MB = 1024 * 1024;

/** How many files and sockets a program has open, and how much memory it has. */
async function weigh(pid: number): Promise<{ fds: number; rss: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const fds = (await readdir(`/proc/${pid}/fd`)).length;
  return { fds, rss: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024 };
}

/** Queries of all kinds with the status that each gets. */
function queriesOf(urls: Readonly<Record<string, string>>): readonly (readonly [path: string, status: number])[] {
  const probes = Object.values(urls).map((url) => [`/probe?target=${encodeURIComponent(url)}`, 200] as const);
  return [
    ...probes,
    ...Array.from({ length: 20 }, () => [`/probe?target=${encodeURIComponent(urls.good ?? "")}`, 200] as const),
    [`/probe?debug=true&target=${encodeURIComponent(urls.huge ?? "")}`, 200],
    ["/probe?target=http://10.0.0.1/", 403],
    ["/probe?target=http://[::ffff:a00:1]/", 403],
    ["/probe?target=%00%ff%0d%0a", 403],
    ["/probe", 400],
    ["/probe?target=a&target=b", 400],
    ["/probe?target=a&module=__proto__", 400],
    [`/probe?target=a&module=${"%F0%9F%98%B1".repeat(500)}`, 400],
    [`/metrics?${"collect[]=x&".repeat(1000)}`, 400],
    ["/metrics?collect[]=a&exclude[]=b", 400],
    ["/metrics", 200],
    ["/sd", 200],
  ];
}

async function askAll(base: string, queries: ReturnType<typeof queriesOf>, requests: number): Promise<void> {
  let next = 0;
  async function ask(): Promise<void> {
    for (let i = next++; i < requests; i = next++) {
      const [path, status] = queries[i % queries.length] ?? ["", 0];
      const response = await fetch(base + path);
      await response.arrayBuffer();
      if (response.status !== status) throw new Error(`${path} is answered with ${response.status}`);
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, ask));
}

const RUNTIMES: readonly Runtime[] = ["bun", "deno", "node"];

test("Probes leave nothing behind", { skip: missing("openssl") }, async (t) => {
  await using stack = new AsyncDisposableStack();
  const { urls, env } = stack.use(await startTargets());
  const listed = Object.values(urls).map((target) => ({ target }));
  for (const runtime of RUNTIMES) {
    const program = [...RUN[runtime], `test/e2e/probing/${runtime}.ts`, JSON.stringify(listed)];
    const child: Child = stack.use(start([...program, "hang"], { env }));
    const base = await child.url;
    const queries = queriesOf(urls);
    await askAll(base, queries, 1000);
    const before = await weigh(child.pid);
    const startMs = Date.now();
    await askAll(base, queries, REQUESTS);
    const seconds = (Date.now() - startMs) / 1000;
    await until(async () => (await weigh(child.pid)).fds <= before.fds + CONCURRENCY);
    const after = await weigh(child.pid);
    const figures = `fds ${before.fds} → ${after.fds}, memory ${(before.rss / MB).toFixed()} → ${
      (after.rss / MB).toFixed()
    } MB`;
    await t.test(`${runtime}: ${REQUESTS} requests in ${seconds.toFixed()} s, ${figures}`, () => {
      assert(after.rss < before.rss + 100 * MB, figures);
      // Deno prints this once for those who want to know whether a client is still there.
      assertEquals(child.stderr.replace(/^Deno\.serve: request\.signal aborts .*\n/, ""), "");
    });
    child.kill("SIGTERM");
    await child.ended;
  }
});
