import { test } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { startWorker } from "../runner/worker.ts";
import { type Child, start } from "../support/child.ts";
import { RUN, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { CURRENT_PROMETHEUS, missingCurrentPrometheus } from "./current_prometheus.ts";
import { missing } from "./programs.ts";
import { startPrometheus } from "./prometheus.ts";

const FOLDER = "test/e2e/distribution";
const RUNTIMES: readonly Runtime[] = ["bun", "deno", "node"];
const TARGETS: readonly string[] = [...RUNTIMES, "workerd"];
const MEDIAN = 0.5;

/** Starts the exporter on all runtimes. */
async function startTargets(): Promise<AsyncDisposable & { readonly urls: Readonly<Record<string, string>> }> {
  await using stack = new AsyncDisposableStack();
  const { worker } = await startWorker(`export { default } from "./${FOLDER}/exporter.ts"`);
  stack.defer(() => worker.dispose());
  const urls: Record<string, string> = { workerd: (await worker.ready).href };
  for (const runtime of RUNTIMES) {
    const child: Child = stack.use(start([...RUN[runtime], `${FOLDER}/${runtime}.ts`]));
    urls[runtime] = `http://127.0.0.1:${new URL(await child.url).port}/`;
  }
  const kept = stack.move();
  return { urls, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Waits until an expression has a value for each target, and returns them. */
async function valuesOf(query: (expression: string) => Promise<Record<string, number>>, expression: string) {
  let values: Record<string, number> = {};
  await until(async () => {
    values = await query(expression);
    return Object.keys(values).length === TARGETS.length;
  });
  return values;
}

test("Prometheus reads every format from Deno, Bun, Node and workerd", { skip: missing("prometheus") }, async (t) => {
  await using targets = await startTargets();

  await t.test("protobuf: quantiles of native histograms, within the error of a bucket", async () => {
    await using prometheus = await startPrometheus(targets.urls, {
      features: ["native-histograms", "exemplar-storage"],
    });
    const medians = await valuesOf(prometheus.query, `histogram_quantile(${MEDIAN}, e2e_latency_seconds)`);
    for (const [target, median] of Object.entries(medians)) {
      assert(median > MEDIAN / 1.1 && median < MEDIAN * 1.1, `${target} has the median ${median}`);
    }
    const counts = await valuesOf(prometheus.query, "histogram_count(e2e_latency_seconds) % 100");
    assertEquals(new Set(Object.values(counts)), new Set([0]));
    const exemplars = await prometheus.exemplars("e2e_scrapes_total");
    assertEquals(exemplars["node"]?.[0]?.labels, { trace_id: "scrape" });
  });

  await t.test("OpenMetrics: exemplars of buckets and counters", async () => {
    await using prometheus = await startPrometheus(targets.urls, { features: ["exemplar-storage"] });
    await valuesOf(prometheus.query, "e2e_scrapes_total");
    await until(async () => Object.keys(await prometheus.exemplars("e2e_scrapes_total")).length === TARGETS.length);
    const found = await prometheus.exemplars('e2e_latency_seconds_bucket{le="0.25"}');
    assertEquals(Object.keys(found).sort(), TARGETS.toSorted());
    for (const [target, exemplars] of Object.entries(found)) {
      assertEquals(exemplars.at(-1)?.labels, { trace_id: "trace-25" }, target);
      assertEquals(exemplars.at(-1)?.value, "0.25", target);
    }
  });

  await t.test("text: classic buckets", async () => {
    await using prometheus = await startPrometheus(targets.urls, { path: "/text" });
    const medians = await valuesOf(prometheus.query, `histogram_quantile(${MEDIAN}, e2e_latency_seconds_bucket)`);
    assertEquals(new Set(Object.values(medians)), new Set([MEDIAN]));
    assertEquals(
      Object.keys(await prometheus.query("e2e_latency_seconds_bucket{le='0.5'}")).sort(),
      TARGETS.toSorted(),
    );
  });
});

/** How a current Prometheus asks, and what each format can contain. */
const PROTOCOLS = [
  { protocol: "PrometheusProto", isNative: true, hasExemplars: true, hasStart: true },
  { protocol: "PrometheusText1.0.0", isNative: false, hasExemplars: false, hasStart: false },
  { protocol: "OpenMetricsText1.0.0", isNative: false, hasExemplars: true, hasStart: false },
  { protocol: "OpenMetricsText2.0.0", isNative: true, hasExemplars: true, hasStart: true },
] as const;

test("a current Prometheus reads every format", { skip: missingCurrentPrometheus() }, async (t) => {
  await using targets = await startTargets();
  // The first scrape starts the counters: its start time would not be before its samples.
  for (const url of Object.values(targets.urls)) await (await fetch(new URL("metrics", url))).body?.cancel();

  for (const { protocol, isNative, hasExemplars, hasStart } of PROTOCOLS) {
    await t.test(`${protocol}: names, histograms, exemplars and start times`, async () => {
      await using prometheus = await startPrometheus(targets.urls, {
        program: CURRENT_PROMETHEUS,
        features: ["exemplar-storage", "created-timestamp-zero-ingestion", "openmetrics2", "zstd-scrape"],
        scrape: {
          scrape_protocols: [protocol],
          scrape_native_histograms: true,
          always_scrape_classic_histograms: true,
        },
      });
      const { query } = prometheus;
      // Prometheus never asks for an escaping scheme together with protobuf.
      const isEscaped = protocol === "PrometheusProto";
      const sizes = await valuesOf(query, isEscaped ? 'e2e_gr__e{__s="ä"}' : '{"e2e.größe","µ.s"="ä"}');
      assertEquals(new Set(Object.values(sizes)), new Set([5]));
      const medians = await valuesOf(query, `histogram_quantile(${MEDIAN}, e2e_latency_seconds_bucket)`);
      assertEquals(new Set(Object.values(medians)), new Set([MEDIAN]));
      if (isNative) {
        const natives = await valuesOf(query, `histogram_quantile(${MEDIAN}, e2e_latency_seconds)`);
        for (const [target, median] of Object.entries(natives)) {
          assert(median > MEDIAN / 1.1 && median < MEDIAN * 1.1, `${target} has the median ${median}`);
        }
      }
      if (hasExemplars) {
        await until(async () => Object.keys(await prometheus.exemplars("e2e_scrapes_total")).length === TARGETS.length);
        const found = await prometheus.exemplars("e2e_scrapes_total");
        for (const target of TARGETS) assertEquals(found[target]?.[0]?.labels, { trace_id: "scrape" }, target);
      }
      // With a start time, the first sample is a zero from before the first scrape.
      const firsts = await valuesOf(query, "min_over_time(e2e_scrapes_total[1h])");
      for (const [target, first] of Object.entries(firsts)) assertEquals(first === 0, hasStart, target);
    });
  }
});
