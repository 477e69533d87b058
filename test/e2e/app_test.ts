import { test } from "node:test";
import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { execute } from "../support/child.ts";
import { until } from "../support/until.ts";
import { makeConsumer } from "./consumer.ts";
import { startExporters } from "./exporters.ts";
import { assertBearsLoad, assertWorkerBearsLoad } from "./load.ts";
import { missing } from "./programs.ts";
import { startPrometheus } from "./prometheus.ts";

test(
  "the app example in a project of its own",
  { skip: missing("ab", "node", "npm", "prometheus", "promtool") },
  async (t) => {
    await using consumer = await makeConsumer();
    await using exporters = await startExporters(consumer);
    const { metrics, children } = exporters;
    const runtimes = Object.keys(metrics).sort();

    await t.test("is scraped by Prometheus on Deno, Bun, Node and workerd", async () => {
      await using prometheus = await startPrometheus(metrics);
      await until(async () => Object.keys(await prometheus.query("up == 1")).length === 4);

      assertEquals(Object.keys(await prometheus.query("up == 1")).sort(), ["bun", "deno", "node", "workerd"]);
      await until(async () => Object.keys(await prometheus.query("app_cache_hits_total > 0")).length === 4);
      const before = await prometheus.query("app_cache_hits_total");
      await until(async () => {
        const now = await prometheus.query("app_cache_hits_total");
        return runtimes.every((runtime) => (now[runtime] ?? NaN) > (before[runtime] ?? NaN));
      });
    });

    for (const runtime of runtimes) {
      await t.test(`promtool finds nothing to criticise on ${runtime}`, async () => {
        const response = await fetch(metrics[runtime] ?? "");

        assertEquals(await execute(["promtool", "check", "metrics"], { input: await response.text() }), "");
      });

      await t.test(`1000 requests, ten at a time, are answered on ${runtime}`, async () => {
        await (runtime === "workerd" ? assertWorkerBearsLoad : assertBearsLoad)(metrics[runtime] ?? "");
      });
    }

    await t.test("can be deployed by wrangler", async () => {
      const command = ["npx", "-y", "wrangler@4.86.0", "deploy", "--dry-run", "--outdir=out"];
      const output = await execute(command, { cwd: consumer.npm });

      assertStringIncludes(output, "--dry-run: exiting now");
      assertNotMatch(output, /WARNING|ERROR/);
    });

    for (const [runtime, child] of Object.entries(children)) {
      await t.test(`says nothing but its address on ${runtime}, and ends when it is told`, async () => {
        child.kill("SIGTERM");

        assertEquals(await child.ended, 0);
        assertMatch(child.stdout, /^app listens on http:\/\/localhost:\d+\/\n$/);
        assertEquals(child.stderr, "");
      });
    }
  },
);
