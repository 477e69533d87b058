import { test } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Child, start } from "../support/child.ts";
import { RUN, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { startTargets } from "./probing/targets.ts";
import { missing } from "./programs.ts";
import { startPrometheus } from "./prometheus.ts";

const RUNTIMES: readonly Runtime[] = ["bun", "deno", "node"];
const GOOD = ["good", "moved", "tls"];

test(
  "Prometheus finds targets by service discovery, and probes them",
  { skip: missing("openssl", "prometheus") },
  async (t) => {
    await using stack = new AsyncDisposableStack();
    const { urls, env } = stack.use(await startTargets());
    const listed = Object.entries(urls).map(([instance, target]) => ({ target, labels: { instance, team: "shop" } }));
    const children: Record<string, Child> = {};
    const discovery: Record<string, string> = {};
    for (const runtime of RUNTIMES) {
      const child = stack.use(
        start([...RUN[runtime], `test/e2e/probing/${runtime}.ts`, JSON.stringify(listed)], { env }),
      );
      children[runtime] = child;
      discovery[runtime] = `${await child.url}/sd`;
    }
    const prometheus = stack.use(await startPrometheus({}, { discovery }));

    for (const runtime of RUNTIMES) {
      await t.test(`each target has its result on ${runtime}`, async () => {
        let success: Record<string, number> = {};
        await until(async () => {
          success = await prometheus.query(`probe_success{job="${runtime}",team="shop"}`, "instance");
          return Object.keys(success).length === listed.length;
        });
        const expected = Object.keys(urls).map((name) => [name, Number(GOOD.includes(name))]);
        assertEquals(success, Object.fromEntries(expected));
        const up = await prometheus.query(`up{job="${runtime}"}`, "instance");
        assertEquals(up, Object.fromEntries(Object.keys(urls).map((name) => [name, 1])));
        const codes = await prometheus.query(`probe_http_status_code{job="${runtime}"} > 0`, "instance");
        // Of those that are cut off, the status came first.
        assertEquals([codes.good, codes.moved, codes.missing, codes.endless, codes.slow], [
          200,
          200,
          404,
          200,
          undefined,
        ]);
      });

      await t.test(`probes end before Prometheus gives up on ${runtime}`, async () => {
        const [slowest = NaN] = Object.values(
          await prometheus.query(`max by (job) (probe_duration_seconds{job="${runtime}"})`),
        );
        assertEquals(slowest > 0.4 && slowest < 1, true, `${slowest}`);
      });
    }

    const reasons: Readonly<Record<string, string>> = {
      "slow": "timeout of 500 ms exceeded",
      "endless": "timeout of 500 ms exceeded",
      "huge": "its response is larger than 100000 bytes",
      "loop": "it redirects more than 5 times",
      "inside": "169.254.169.254 is the metadata service of a cloud",
      "gone": "ECONNREFUSED",
      "self-signed": "certificate",
      "missing": "the prober returned false",
    };
    for (const runtime of RUNTIMES) {
      await t.test(`a probe says why it failed on ${runtime}`, async () => {
        for (const [name, reason] of Object.entries(reasons)) {
          const url = `${await children[runtime]?.url}/probe?debug=true&target=${encodeURIComponent(urls[name] ?? "")}`;
          assertStringIncludes(await (await fetch(url)).text(), reason);
        }
      });
    }
  },
);
