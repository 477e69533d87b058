import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { expose, Gauge, gaugeFamily, Histogram, histogramFamily, Registry, Summary } from "@webprom/exporter";

test("instruments take bigints where they take numbers", async () => {
  const gauge = new Gauge({ name: "a", help: "" });
  gauge.set(5n);
  gauge.inc(2n);
  gauge.dec(1n);
  const read = new Gauge({ name: "b", help: "", read: () => 7n });
  await read.collect();
  const histogram = new Histogram({ name: "c", help: "", buckets: [1, 10] });
  histogram.observe(5n);
  const summary = new Summary({ name: "d", help: "", labelNames: ["a"] });
  summary.observe({ a: "1" }, 5n);
  assertEquals([gauge.value(), read.value(), histogram.value()?.sum, summary.value({ a: "1" })?.sum], [6, 7, 5, 5]);
});

test("collectors report bigints", async () => {
  const registry = new Registry();
  registry.register({
    collect: () => [
      gaugeFamily("a", "", [{ labels: {}, value: 5n }]),
      { type: "gauge", name: "b", help: "", points: [{ labels: {}, value: 6n as unknown as number }] },
      histogramFamily("c", "", [{ labels: {}, sum: 3n, bounds: [], counts: [2n] as unknown as number[] }]),
    ],
  });
  const lines = (await expose(registry)).split("\n").filter((line) => /^[abc]/.test(line));
  assertEquals(lines, ["a 5", "b 6", 'c_bucket{le="+Inf"} 2', "c_sum 3", "c_count 2"]);
});
