import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { gaugeFamily, Registry } from "@webprom/exporter";
import { remoteWriter } from "@webprom/exporter/push";
import { readRequest } from "../push/_write_messages.ts";
import { start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { freePort } from "../support/free_port.ts";
import { Random } from "../support/property.ts";
import { until } from "../support/until.ts";
import { CURRENT_PROMETHEUS, missingCurrentPrometheus } from "./current_prometheus.ts";
import { missing } from "./programs.ts";
import { startPrometheus } from "./prometheus.ts";

const FLAGS = ["--web.enable-remote-write-receiver"];

/** A registry with something of every type. */
function sample(): Registry {
  const registry = new Registry();
  registry.counter({ name: "jobs_total", help: "Jobs.", labelNames: ["kind"] }).labels("ü\n").inc(3, {
    trace_id: "t1",
  });
  registry.gauge({ name: "level", help: "Level." }).set(-0.5);
  const seconds = registry.histogram({ name: "seconds", help: "Seconds.", buckets: [1, 2], native: { factor: 1.1 } });
  for (const value of [0.5, 1.5, 9]) seconds.observe(value);
  registry.summary({ name: "sizes", help: "Sizes.", quantiles: { 0.5: 0.01 } }).observe(4);
  registry.stateSet({ name: "mode", help: "Mode.", states: ["on", "off"] }).set("on");
  return registry;
}

const EXPECTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'jobs_total{job="shop",kind="ü\\n"}': { shop: 3 },
  'level{job="shop"}': { shop: -0.5 },
  'seconds_bucket{job="shop",le="2"} or seconds_bucket{job="shop",le="2.0"}': { shop: 2 },
  'seconds_count{job="shop"}': { shop: 3 },
  'seconds_sum{job="shop"}': { shop: 11 },
  'sizes{job="shop",quantile="0.5"}': { shop: 4 },
  'mode{job="shop",mode="on"}': { shop: 1 },
  'mode{job="shop",mode="off"}': { shop: 0 },
};

describe("remoteWriter() with Prometheus", () => {
  const programs = {
    "of Debian, which only knows 1.0": ["prometheus", missing("prometheus")],
    "current": [CURRENT_PROMETHEUS, missingCurrentPrometheus()],
  } as const;
  for (const [which, [program, skip]] of Object.entries(programs)) {
    it(`stores what was set, value by value (${which})`, { skip }, async () => {
      const features = ["native-histograms", "exemplar-storage"];
      await using prometheus = await startPrometheus({}, { program, features, flags: FLAGS });
      const writer = remoteWriter({ url: `${prometheus.url}/api/v1/write`, labels: { job: "shop" } });
      await writer.send(sample());
      for (const [expression, values] of Object.entries(EXPECTED)) {
        assertEquals(await prometheus.query(expression), values, expression);
      }
      assertEquals(await prometheus.query("histogram_count(seconds)"), { shop: 3 });
      assertEquals(await prometheus.query("histogram_sum(seconds)"), { shop: 11 });
      const { shop: exemplars } = await prometheus.exemplars("jobs_total");
      assertEquals(exemplars?.map(({ labels, value }) => [labels, value]), [[{ trace_id: "t1" }, "3"]]);
      await writer.close();
      assertEquals(await prometheus.query("level"), {});
      assertEquals(await prometheus.query("histogram_count(seconds)"), {});
    });
  }

  it("stores classic histograms with custom buckets", { skip: missingCurrentPrometheus() }, async () => {
    await using prometheus = await startPrometheus({}, { program: CURRENT_PROMETHEUS, flags: FLAGS });
    const registry = new Registry();
    const seconds = registry.histogram({ name: "seconds", help: "", buckets: [1, 2, 4] });
    for (const value of [0.5, 1.5, 9]) seconds.observe(value);
    const url = `${prometheus.url}/api/v1/write`;
    await remoteWriter({ url, labels: { job: "shop" }, classicHistograms: "nhcb" }).send(registry);
    assertEquals(await prometheus.query("histogram_count(seconds)"), { shop: 3 });
    assertEquals(await prometheus.query("histogram_fraction(-Inf, 2, seconds) * 3"), { shop: 2 });
    assertEquals(await prometheus.query("seconds_count"), {});
  });

  it("stores each sample once, or counts it as dropped, whatever happens on the way", {
    skip: missing("prometheus"),
  }, async () => {
    await using prometheus = await startPrometheus({}, { flags: FLAGS });
    const random = new Random(Math.floor(Math.random() * 2 ** 32));
    const faults = [
      () => new TypeError("no connection"),
      () => new Response("busy", { status: 503, headers: { "retry-after": "0" } }),
      () => new Response("broken", { status: 500 }),
      () => new Response("slower", { status: 429 }),
    ];
    const clock = { now: () => nowMs, monotonic: () => performance.now() };
    let nowMs = Date.now() - 250_000;
    const writer = remoteWriter({
      url: `${prometheus.url}/api/v1/write`,
      version: 1,
      labels: { job: "shop" },
      minBackoffSeconds: 0.001,
      maxBackoffSeconds: 0.01,
      clock,
      async fetch(url, init) {
        const [series] = readRequest(init.body as Uint8Array, 1).series;
        const timeMs = series?.samples[0]?.["timestamp"] ?? 0;
        if (Math.floor(timeMs / 1000) % 17 === 0) return new Response("bad", { status: 400 });
        const fault = random.below(12);
        const answer = faults[fault]?.();
        if (answer instanceof Response) return answer;
        if (answer !== undefined) throw answer;
        if (fault === 4) await new Promise((_, reject) => init.signal?.addEventListener("abort", reject));
        const response = await fetch(url, init);
        if (fault === 5) throw new TypeError("the answer was lost");
        return response;
      },
    });
    const sends = 200;
    for (let i = 0; i < sends; i++) {
      nowMs += 1000;
      const family = gaugeFamily("level", "", [{ labels: {}, value: i }]);
      await writer.send({ gather: () => Promise.resolve([family]) }, { signal: AbortSignal.timeout(50) }).catch(
        () => {},
      );
    }
    nowMs = Math.ceil(nowMs / 17_000) * 17_000 + 1000; // what comes now is not refused
    const registry = new Registry();
    registry.register(writer);
    const own = async (name: string) => {
      const family = (await registry.gather()).find((family) => family.name === name);
      return [...family?.points as Iterable<{ value: number }>].reduce((sum, { value }) => sum + value, 0);
    };
    await until(async () => {
      await writer.send({ gather: () => Promise.resolve([]) }).catch(() => {});
      return await own("webprom_push_queue_bytes") === 0;
    });
    const [sent, dropped] = [await own("webprom_push_samples_total"), await own("webprom_push_dropped_samples_total")];
    assert(dropped > 0 && await own("webprom_push_retries_total") > 0);
    const { shop: stored = 0 } = await prometheus.query("count_over_time(level[10m])");
    // The first `send()` without families has ended the series; that sample is not counted by the query.
    assertEquals([sent + dropped, stored], [sends + 1, sent - 1]);
  });
});

describe("remoteWriter() with VictoriaMetrics", { skip: missing("victoria-metrics") }, () => {
  it("stores what was set", async () => {
    await using folder = await makeFolder();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await using _program = start(["victoria-metrics", `-httpListenAddr=127.0.0.1:${port}`], { cwd: folder.path });
    await until(() => fetch(`${url}/health`).then(({ ok }) => ok, () => false));
    await remoteWriter({ url: `${url}/api/v1/write`, labels: { job: "shop" } }).send(sample());
    for (const [expression, values] of Object.entries(EXPECTED)) {
      const query = new URLSearchParams({ query: expression, latency_offset: "1ms", nocache: "1" });
      await until(async () => {
        const { data } = await (await fetch(`${url}/api/v1/query?${query}`)).json();
        return Number(data.result[0]?.value[1]) === values["shop"];
      });
    }
  });
});
