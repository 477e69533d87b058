import { describe, it } from "node:test";
import {
  assertEquals,
  assertNotStrictEquals,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { type Collector, expose, Registry } from "@webprom/exporter";
import { runtimeCollector, type RuntimeCollectorOptions } from "@webprom/exporter/runtime";
import { workersProbe } from "../../src/runtime/workers_probe.ts";
import { FakeRuntime } from "../support/fake_probe.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** Scrapes a collector, and finds values by their series. */
async function scrape(collector: Collector): Promise<Map<string, string>> {
  const registry = new Registry();
  registry.register(collector);
  const lines = (await expose(registry)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => /^(.*) (.*)$/.exec(line)?.slice(1) as [string, string]));
}

function namesOf(collector: Collector): string[] {
  return [...collector.collect({ signal: AbortSignal.abort() }) as Iterable<{ name: string }>].map(({ name }) => name);
}

/** A collector of a runtime that tells everything. */
function sample(options: RuntimeCollectorOptions = {}) {
  const runtime = new FakeRuntime();
  const collector = runtimeCollector({ probe: runtime.probe(), clock: runtime.loop.clock, ...options });
  return { runtime, collector };
}

describe("runtimeCollector()", () => {
  it("tells all about Node", async () => {
    const { runtime, collector } = sample();
    runtime.loop.work(300);
    runtime.collectGarbage("minor", 0.002);
    runtime.collectGarbage("major", 0.5);
    runtime.collectGarbage("major", 1.5);
    const values = await scrape(collector);

    const expected = {
      'webprom_runtime_info{runtime="node",version="1.2.3"}': "1",
      process_cpu_seconds_total: "1.75",
      nodejs_eventloop_delay_seconds_count: "1",
      nodejs_eventloop_delay_seconds_sum: "0.3",
      'nodejs_eventloop_delay_seconds_bucket{le="0.25"}': "0",
      'nodejs_eventloop_delay_seconds_bucket{le="0.5"}': "1",
      'nodejs_eventloop_time_seconds_total{state="active"}': "0.3",
      'nodejs_eventloop_time_seconds_total{state="idle"}': "0",
      'nodejs_gc_duration_seconds_count{kind="major"}': "2",
      'nodejs_gc_duration_seconds_sum{kind="major"}': "2",
      'nodejs_gc_duration_seconds_count{kind="minor"}': "1",
      'nodejs_gc_duration_seconds_count{kind="weakcb"}': "0",
      nodejs_heap_size_used_bytes: "11",
      nodejs_heap_size_total_bytes: "12",
      nodejs_heap_size_limit_bytes: "13",
      nodejs_external_memory_bytes: "14",
      nodejs_array_buffers_bytes: "15",
      'nodejs_heap_space_size_total_bytes{space="new"}': "16",
      'nodejs_heap_space_size_used_bytes{space="new"}': "17",
      'nodejs_heap_space_size_available_bytes{space="new"}': "18",
      'nodejs_active_resources{type="Timeout"}': "2",
      'nodejs_active_resources{type="TCPServerWrap"}': "1",
      'webprom_collector_success{collector="runtime"}': "1",
    };
    assertEquals(Object.fromEntries(Object.keys(expected).map((series) => [series, values.get(series)])), expected);
  });

  it("keeps native buckets beside the classic ones, unless told otherwise", () => {
    const nativeOf = (options: RuntimeCollectorOptions) => {
      const { runtime, collector } = sample({ only: ["*_delay_seconds"], ...options });
      runtime.loop.work(300);
      const [family] = collector.collect({ signal: AbortSignal.abort() }) as Iterable<
        { points: { native?: object }[] }
      >;
      return family?.points[0]?.native !== undefined;
    };
    assertEquals([nativeOf({}), nativeOf({ native: false })], [true, false]);
  });

  it("names families after the runtime", () => {
    for (const name of ["bun", "deno"] as const) {
      const { runtime, collector } = sample({ probe: new FakeRuntime().probe(name) });
      assertEquals(runtime.isGcWatched, false);
      const foreign = namesOf(collector).filter((family) => !new RegExp(`^(?:process|webprom|${name})_`).test(family));
      assertEquals(foreign, []);
    }
  });

  it("collects only what is wanted, and does not watch for the rest", () => {
    const { runtime, collector } = sample({
      only: ["process_*", "nodejs_heap_size_*"],
      except: ["*_fds", "*_limit_*"],
    });
    assertEquals(namesOf(collector).filter((name) => name.endsWith("_fds")), []);
    assertEquals(namesOf(collector).filter((name) => name.startsWith("nodejs_")), [
      "nodejs_heap_size_used_bytes",
      "nodejs_heap_size_total_bytes",
    ]);
    assertEquals([runtime.isGcWatched, runtime.loop.isWatched], [false, false]);
  });

  it("takes names as they are but for the star", () => {
    assertEquals(namesOf(sample({ only: ["process.threads", "process_thread"] }).collector), []);
  });

  it("gives prefix and labels to every series", async () => {
    const values = await scrape(sample({ prefix: "shop_", labels: { zone: "a" } }).collector);
    const series = [...values.keys()].filter((name) => !name.startsWith("webprom_collector"));
    assertEquals(series.filter((name) => !name.startsWith("shop_") || !name.includes('zone="a"')), []);
  });

  it("ends all that it started when it is disposed of, and tells nothing more", () => {
    const { runtime, collector } = sample();
    assertEquals([runtime.isGcWatched, runtime.loop.isWatched], [true, true]);
    collector[Symbol.dispose]();
    assertEquals([runtime.isGcWatched, runtime.loop.isWatched, namesOf(collector)], [false, false, []]);
    collector[Symbol.dispose]();
  });

  it("replaces one with the same options, as after a hot reload, and no other", async () => {
    const registry = new Registry();
    const [first, second] = [sample(), sample()];
    registry.register(first.collector);
    registry.register(second.collector);
    first.collector[Symbol.dispose]();
    assertStringIncludes(await expose(registry), "\nprocess_threads 8\n");
    const { collector } = sample({ prefix: "shop_" });
    assertThrows(() => registry.register(collector), TypeError, 'Cannot register collector "runtime"');
    registry.withPrefix("x_").register(collector);
    assertEquals(registry.collectors.map(({ name }) => name), ["runtime", "runtime_2"]);
  });

  it("is the same for the same options, until it was disposed of as often as it was asked for", async () => {
    const options = { only: ["webprom_runtime_info"], labels: { test: "same" } };
    const registry = new Registry();
    const first = runtimeCollector(options);
    const second = runtimeCollector({ labels: { test: "same" }, only: ["webprom_runtime_info"] });
    assertStrictEquals(second, first);
    for (const collector of [first, second]) registry.register(collector);
    assertEquals(
      [...(await expose(registry)).matchAll(/^webprom_collector_success.* (\d)$/gm)].map(([, value]) => value),
      [
        "1",
      ],
    );
    using other = runtimeCollector({ ...options, prefix: "shop_" });
    assertNotStrictEquals(other, first);

    second[Symbol.dispose]();
    assertEquals(namesOf(first), ["webprom_runtime_info"]);
    first[Symbol.dispose]();
    assertEquals(namesOf(first), []);
    using third = runtimeCollector(options);
    assertNotStrictEquals(third, first);
  });

  it("leaves out what throws, as runtimes do for what they lack", async () => {
    const refuse = (): never => {
      throw new Error("process.cpuUsage is not implemented");
    };
    const probe = { ...new FakeRuntime().probe(), process: refuse, heap: refuse, watchGc: refuse };
    using collector = runtimeCollector({ probe });
    const values = await scrape(collector);
    assertEquals(values.get('webprom_collector_success{collector="runtime"}'), "1");
    assertEquals([...values.keys()].filter((name) => /^(?:process|nodejs_(?:heap|gc))_/.test(name)), []);
    assertEquals(values.get('nodejs_active_resources{type="Timeout"}'), "2");
  });

  it("refuses options that cannot be", () => {
    assertThrows(() => sample({ names: "nodejs" as never }), TypeError, 'names must be "webprom" or "prom-client"');
    assertThrows(() => sample({ delayBuckets: [2, 1] }), RangeError, "[2,1]");
  });

  it("gives the names of @prometheus-io/client if told to, whatever the runtime", async () => {
    for (const name of ["node", "deno"] as const) {
      const runtime = new FakeRuntime();
      using collector = runtimeCollector({
        probe: runtime.probe(name),
        clock: runtime.loop.clock,
        names: "prom-client",
      });
      runtime.loop.rest(900);
      runtime.loop.work(100);
      const values = await scrape(collector);

      assertEquals(values.get("process_cpu_user_seconds_total"), "1.5");
      assertEquals(values.get("process_heap_bytes"), "4");
      assertEquals(values.get("nodejs_eventloop_lag_max_seconds"), "0.1");
      assertEquals(values.get("nodejs_eventloop_utilization_histogram_count"), "10");
      assertEquals(values.get("nodejs_eventloop_utilization_histogram_sum"), "0.9999999999999999");
      assertEquals(values.get("nodejs_active_handles_total"), "1");
      assertEquals(values.get('nodejs_heap_space_size_used_bytes{space="new"}'), "17");
      const version = 'nodejs_version_info{major="1",minor="2",patch="3",version="v1.2.3"}';
      assertEquals(values.get(version), name === "node" ? "1" : undefined);
    }
  });

  it("tells of a Worker which isolate it is, since when, and how many requests it saw", async () => {
    const clock = new ManualClock();
    const made: string[] = [];
    const randomUUID = () => `isolate-${made.push("")}`;
    using collector = runtimeCollector({ probe: workersProbe({ crypto: { randomUUID } }), clock });
    const handle = collector.countRequests((path: string, status: number) => `${path} ${status}`);
    assertEquals(made.length, 0, "an isolate has no name before its first request");
    clock.wallMs = 5000;
    assertEquals(handle("/", 200), "/ 200");
    clock.wallMs = 9000;
    handle("/", 200);

    const values = Object.fromEntries(await scrape(collector));
    delete values['webprom_collector_duration_seconds{collector="runtime"}'];
    assertEquals(values, {
      'webprom_collector_success{collector="runtime"}': "1",
      'webprom_runtime_info{runtime="workers",version=""}': "1",
      'workers_isolate_info{isolate="isolate-1"}': "1",
      workers_isolate_requests_total: "2",
      workers_isolate_start_time_seconds: "5",
    });
  });

  it("tells of a Worker no requests that nobody counts", async () => {
    using collector = runtimeCollector({ probe: workersProbe() });
    assertEquals((await scrape(collector)).has("workers_isolate_requests_total"), false);
  });

  it("gives a handler back as it is where there are no isolates", () => {
    const handle = () => new Response();
    assertStrictEquals(sample().collector.countRequests(handle), handle);
  });

  it("makes no family of what a probe does not tell", () => {
    const probe = { runtime: { name: "bun", version: "1.4.5" } } as const;
    assertEquals(namesOf(runtimeCollector({ probe })), ["webprom_runtime_info"]);
  });

  it("can be had where this test runs", async () => {
    using collector = runtimeCollector({ labels: { test: "here" } });
    const values = await scrape(collector);
    assertEquals(values.get('webprom_collector_success{collector="runtime"}'), "1");
    assertEquals([...values].filter(([, value]) => value === "NaN"), []);
  });
});
