import { createRequire } from "node:module";
import process from "node:process";
import { test } from "node:test";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { expose, Registry } from "@webprom/exporter";
import { runtimeCollector } from "@webprom/exporter/runtime";
import { runtimeMetricsContract, startProgram, tell } from "../contract/runtime_metrics.ts";
import { RUN } from "../support/runtimes.ts";
import { until } from "../support/until.ts";

runtimeMetricsContract({ name: "Node", prefix: "nodejs", command: RUN.node });

test("runtimeCollector() counts each of 200 collections of garbage", async () => {
  await using child = startProgram([...RUN.node, "--expose-gc"]);
  const count = 'nodejs_gc_duration_seconds_count{kind="major"}';
  const before = await tell(child, "");
  const after = await tell(child, "gc 200");
  // The runtime may find one more necessary by itself.
  const gained = (after.value(count) ?? NaN) - (before.value(count) ?? NaN);
  assertEquals(Math.min(gained, 202), Math.max(gained, 200));
});

test("runtimeCollector() gives what @prometheus-io/client gives, under its names", async () => {
  const client = createRequire(import.meta.url)("@prometheus-io/client");
  client.collectDefaultMetrics();
  const registry = new Registry();
  using collector = runtimeCollector({ names: "prom-client" });
  registry.register(collector);
  (globalThis as { gc?(): void }).gc?.();
  let [theirs, ours] = ["", ""];
  await until(async () => {
    [theirs, ours] = [await client.register.metrics(), await expose(registry)];
    return ours.includes("nodejs_eventloop_utilization_summary_count ") &&
      ours.includes("nodejs_eventloop_lag_seconds ");
  });

  const typesOf = (text: string) => new Set(text.match(/^# (?:TYPE|HELP) .*/gm));
  const lacking = [...typesOf(theirs)].filter((line) => !typesOf(ours).has(line));
  const isEmpty = (line: string) => !new RegExp(`^${line.split(" ")[2]}(?:_bucket|_sum|_count)?[{ ]`, "m").test(theirs);
  assertEquals(lacking.filter((line) => !isEmpty(line)), []);
  // Names of labels but not their values: which resources and collections there are changes from moment to moment.
  const shapesOf = (text: string) =>
    new Set(
      text.match(/^\w+(?:\{.*?\})?/gm)?.map((series) =>
        series.split(/[{,]/).map((part) => part.split("=")[0]).sort().join()
      ),
    );
  assertEquals([...shapesOf(theirs)].filter((shape) => !shapesOf(ours).has(shape)), []);
  const [, major] = /^v(\d+)\./.exec(process.version) ?? [];
  for (const label of [`version="${process.version}"`, `major="${major}"`]) {
    for (const text of [theirs, ours]) assertStringIncludes(/^nodejs_version_info.*/m.exec(text)?.[0] ?? "", label);
  }
});
