/** Defects that were found in other Prometheus clients for JavaScript, and must not exist here. */
import { test } from "node:test";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { expose } from "../../src/exposition/expose.ts";
import { FORMATS } from "../../src/exposition/formats.ts";
import { type FetchHandler, metricsHandler } from "../../src/http/metrics_handler.ts";
import { Counter } from "../../src/metrics/counter.ts";
import { Histogram } from "../../src/metrics/histogram.ts";
import { Summary } from "../../src/metrics/summary.ts";
import { Registry } from "../../src/registry/registry.ts";
import { denoProbe } from "../../src/runtime/deno_probe.ts";
import { nodeProbe } from "../../src/runtime/node_probe.ts";
import { runtimeCollector } from "../../src/runtime/runtime_collector.ts";
import { workersProbe } from "../../src/runtime/workers_probe.ts";
import { FakeDeno, FakeNode } from "../support/fake_globals.ts";
import { FakeRuntime } from "../support/fake_probe.ts";
import { ManualClock } from "../support/manual_clock.ts";

const help = "Test.";

async function scrape(handle: FetchHandler, accept: string): Promise<string> {
  const response = await handle(new Request("http://localhost/metrics", { headers: { accept } }));
  return await response.text();
}

test("D1: label values that contain separators never share a series", () => {
  const counter = new Counter({ name: "jobs_total", help, labelNames: ["a", "b"] });
  const pairs = [["x|", "y"], ["x", "|y"], ["1,b:2", ""], ["1", "2"], ["1", "b:2"], ["1,b", "2"]] as const;
  for (const [a, b] of pairs) counter.inc({ a, b });
  for (const [a, b] of pairs) assertEquals(counter.value({ a, b }), 1);
});

test("D2: changing the caller's labels afterwards changes no series", async () => {
  const registry = new Registry();
  const counter = registry.counter({ name: "jobs_total", help, labelNames: ["queue"] });
  const labels = { queue: "mail" };
  counter.inc(labels);
  labels.queue = "sms";
  counter.inc({ queue: "mail" });
  assertEquals(
    await expose(registry),
    `# HELP jobs_total Test.\n# TYPE jobs_total counter\njobs_total{queue="mail"} 2\n`,
  );
});

test("D3: a counter that was given NaN still counts", async () => {
  const registry = new Registry();
  const counter = registry.counter({ name: "jobs_total", help });
  counter.inc(2);
  assertThrows(() => counter.inc(NaN), RangeError);
  counter.inc();
  assertStringIncludes(await expose(registry), "\njobs_total 3\n");
});

test("D3: not a number is written NaN", async () => {
  const registry = new Registry();
  registry.gauge({ name: "ratio", help }).set(NaN);
  assertStringIncludes(await expose(registry), "\nratio NaN\n");
});

for (const buckets of [[2, 1], [1, 1], [1, Infinity, 2], [1, Infinity, Infinity], [NaN]]) {
  test(`D4: the buckets [${buckets}] are rejected`, () => {
    assertThrows(() => new Histogram({ name: "wait_seconds", help, buckets }), RangeError, `[${buckets}]`);
  });
}

test("D4: the bucket +Inf is written once, also if it was given", async () => {
  const registry = new Registry();
  registry.histogram({ name: "wait_seconds", help, buckets: [1, Infinity] });
  const bounds = [...(await expose(registry)).matchAll(/le="(.*?)"/g)].map(([, bound]) => bound);
  assertEquals(bounds, ["1", "+Inf"]);
});

test("D5: collectors that throw or never answer cost only their own families, and are told", async () => {
  const registry = new Registry();
  registry.gauge({ name: "depth", help }).set(1);
  const collectors = {
    throwing: (): never => {
      throw new Error("broken");
    },
    rejecting: () => Promise.reject(new Error("broken")),
    silent: () => new Promise<never>(() => {}),
  };
  for (const [name, collect] of Object.entries(collectors)) registry.register({ name, collect }, { timeoutMs: 1 });
  const text = await expose(registry);
  assertStringIncludes(text, "\ndepth 1\n");
  for (const name of Object.keys(collectors)) {
    assertStringIncludes(text, `webprom_collector_success{collector="${name}"} 0\n`);
  }
});

test("D7: each garbage collection of a batch is counted", async () => {
  const node = new FakeNode();
  const registry = new Registry();
  using collector = runtimeCollector({ probe: nodeProbe(node.globals), only: ["*_gc_duration_seconds"] });
  registry.register(collector);
  node.deliver(Array.from({ length: 233 }, () => ({ duration: 1, detail: { kind: 1 } })));
  assertStringIncludes(await expose(registry), 'nodejs_gc_duration_seconds_count{kind="minor"} 233\n');
});

test("D8: the delay of an idle event loop is zero, and no scrape has NaN, not even the first", async () => {
  for (const names of ["webprom", "prom-client"] as const) {
    const { loop, ...runtime } = new FakeRuntime().probe();
    const { loop: idle } = new FakeRuntime();
    const probe = { ...runtime, loop: loop && { ...idle.probe(false), times: loop.times } };
    const registry = new Registry();
    using collector = runtimeCollector({ probe, clock: idle.clock, names });
    registry.register(collector);
    const first = await expose(registry);
    idle.rest(60_000);
    const second = await expose(registry);
    assertEquals([first, second].filter((text) => text.includes("NaN")), []);
    const figures = [...second.matchAll(/^nodejs_eventloop_(?:delay_seconds_sum|lag_\w+) (.*)$/gm)].map(([, value]) =>
      value
    );
    assertEquals(new Set(figures), new Set(["0"]));
  }
});

test("D14: default metrics work on Workers, where process.cpuUsage() throws and memory is zero", async () => {
  const registry = new Registry();
  using collector = runtimeCollector({ probe: workersProbe() });
  registry.register(collector);
  const text = await expose(registry);
  assertStringIncludes(text, 'webprom_collector_success{collector="runtime"} 1\n');
  assertEquals(/^process_/m.test(text), false);
});

test("D15: what Deno may not read is left out, not 0, and no version of Node is told", async () => {
  for (const names of ["webprom", "prom-client"] as const) {
    const registry = new Registry();
    using collector = runtimeCollector({ probe: denoProbe(new FakeDeno("prompt").globals), names });
    registry.register(collector);
    const text = await expose(registry);
    assertStringIncludes(text, "\nprocess_resident_memory_bytes 1\n");
    assertStringIncludes(text, '\nwebprom_runtime_info{runtime="deno",version="2.9.6"} 1\n');
    assertEquals(/^process_(?:open_fds|virtual_memory_bytes) |26\.3\.0/m.exec(text), null);
  }
});

test("D9: the age buckets of a summary do not share what they keep: ten observations are ten", () => {
  const clock = new ManualClock();
  const size = new Summary({
    name: "size_bytes",
    help,
    quantiles: { 0: 0.1, 0.5: 0.01, 1: 0.1 },
    ageBuckets: 5,
    clock,
  });
  for (let value = 1; value <= 10; value++) size.observe(value);
  assertEquals(size.value(), { count: 10, sum: 55, quantiles: { 0: 1, 0.5: 5, 1: 10 } });
});

test("D9: a summary forgets exactly the observations that are too old", () => {
  const clock = new ManualClock();
  const options = { quantiles: { 0: 0.1, 0.5: 0.001, 1: 0.1 }, maxAgeSeconds: 50, ageBuckets: 5, clock };
  const size = new Summary({ name: "size_bytes", help, ...options });
  // Ten observations in each step of ten seconds: 0 to 9, 10 to 19, and so on.
  for (let value = 0; value < 100; value++) {
    clock.wallMs = value * 1000;
    size.observe(value);
    if (value < 50 || value % 10 < 9) continue;
    const oldest = value - 49;
    assertEquals(size.value()?.quantiles, { 0: oldest, 0.5: oldest + 24, 1: value });
  }
  assertEquals(size.value()?.count, 100);
});

test("D10: a quantile of nothing is NaN, not 0", async () => {
  const registry = new Registry();
  registry.summary({ name: "size_bytes", help, quantiles: { 0.5: 0.05 } });
  assertStringIncludes(
    await expose(registry),
    '\nsize_bytes{quantile="0.5"} NaN\nsize_bytes_sum 0\nsize_bytes_count 0\n',
  );
});

test("D6: a scrape in one format changes nothing in the others, nor does one at the same time", async () => {
  const registry = new Registry();
  registry.counter({ name: "jobs_total", help }).inc(3);
  registry.info({ name: "build_info", help, labels: { version: "1" } });
  registry.histogram({ name: "wait_seconds", help, native: { factor: 1.1 } }).observe(2);
  const handle = metricsHandler(registry);
  const types = Object.values(FORMATS).map(({ contentType }) => contentType);
  const alone = await Promise.all(types.map((type) => scrape(metricsHandler(registry), type)));

  for (let i = 0; i < 3; i++) {
    for (const [at, type] of types.entries()) assertEquals(await scrape(handle, type), alone[at]);
    assertEquals(await Promise.all(types.map((type) => scrape(handle, type))), alone);
  }
  assertEquals(await scrape(handle, "text/plain"), await expose(registry));
  assertStringIncludes(await expose(registry), "\njobs_total 3\n");
});

test("D11: undefined and null are no label values, and the empty text is one", () => {
  const counter = new Counter({ name: "jobs_total", help, labelNames: ["queue"] });
  for (const queue of [undefined, null]) {
    assertThrows(() => counter.inc({ queue: queue as never }), TypeError, '"queue"');
  }
  counter.inc({ queue: "" });
  assertEquals(counter.labels({ queue: "" }).labels, { queue: "" });
  assertEquals(counter.value({ queue: "" }), 1);
});

for (const label of ["__name__", "__x", "__"]) {
  test(`D12: the label name ${label} is reserved`, () => {
    assertThrows(() => new Counter({ name: "jobs_total", help, labelNames: [label] }), TypeError, `"${label}"`);
  });
}

for (const suffix of ["count", "sum"]) {
  test(`D12: a gauge size_${suffix} cannot stand beside a summary size`, () => {
    const registry = new Registry();
    registry.gauge({ name: `size_${suffix}`, help });
    assertThrows(
      () => registry.summary({ name: "size", help }),
      TypeError,
      `is already used by gauge "size_${suffix}"`,
    );
  });
}

for (const suffix of ["count", "sum", "bucket"]) {
  test(`D12: a gauge wait_${suffix} cannot stand beside a histogram wait`, () => {
    const registry = new Registry();
    registry.histogram({ name: "wait", help });
    assertThrows(
      () => registry.gauge({ name: `wait_${suffix}`, help }),
      TypeError,
      `"wait_${suffix}" is already used by histogram "wait"`,
    );
  });
}

for (const [name, { contentType }] of Object.entries(FORMATS)) {
  test(`D16: a metric may be named in UTF-8, which each reader gets as it wants: ${name}`, async () => {
    const registry = new Registry();
    const duration = registry.gauge({ name: "http.server.duration", help, labelNames: ["http.method"] });
    duration.set({ "http.method": "GET" }, 1);
    const handle = metricsHandler(registry);
    const expected: Readonly<Record<string, readonly [name: string, label: string]>> = {
      "": ["http_server_duration", "http_method"],
      ";escaping=underscores": ["http_server_duration", "http_method"],
      ";escaping=allow-utf-8": ['"http.server.duration"', '"http.method"'],
      ";escaping=dots": ["http_dot_server_dot_duration", "http_dot_method"],
      ";escaping=values": ["U__http_2e_server_2e_duration", "U__http_2e_method"],
    };
    for (const [escaping, names] of Object.entries(expected)) {
      const text = await scrape(handle, contentType + escaping);
      for (const shown of names) assertStringIncludes(text, name === "protobuf" ? shown.replaceAll('"', "") : shown);
      assertEquals(text.includes("http."), escaping === ";escaping=allow-utf-8");
    }
  });
}
