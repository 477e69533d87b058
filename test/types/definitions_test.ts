/** What compiles and what does not, where metrics are defined. The compiler alone reads this file; nobody runs it. */
import {
  type Collector,
  Counter,
  type Gatherer,
  Gauge,
  Histogram,
  Info,
  type MetricFamily,
  metricsHandler,
  Registry,
} from "../../mod.ts";

const help = "Test.";
const registry = new Registry();
const prefix: string = "app";

// A counter's name ends in _total, an info's in _info, others as they like.
new Counter({ name: "orders_total", help });
new Counter({ name: `${prefix}_orders_total`, help, unit: undefined, constLabels: { zone: 1 } });
new Gauge({ name: "depth", help });
new Gauge({ name: prefix, help });
new Histogram({ name: "wait_seconds", help, unit: "seconds", buckets: [1, 2] as const });
new Info({ name: "build_info", help, labels: { version: "1" } });
// @ts-expect-error the name does not end in _total
new Counter({ name: "orders", help });
// @ts-expect-error the name does not end in _total
registry.counter({ name: "orders", help });
// @ts-expect-error the name does not end in _total
registry.withPrefix("app_").counter({ name: "orders", help });
// @ts-expect-error the name may end in anything
new Counter({ name: prefix, help });
// @ts-expect-error the name does not end in _info
new Info({ name: "build", help, labels: {} });

// Every metric has help, and options are spelt right.
// @ts-expect-error there is no help
new Counter({ name: "orders_total" });
// @ts-expect-error there is no name
new Gauge({ help });
// @ts-expect-error there are no facts
new Info({ name: "build_info", help });
// @ts-expect-error the option is misspelt
new Gauge({ name: "depth", help, labelnames: ["a"] });
// @ts-expect-error counters have no buckets
new Counter({ name: "orders_total", help, buckets: [1] });
// @ts-expect-error buckets are numbers
new Histogram({ name: "wait", help, buckets: ["1"] });
// @ts-expect-error constant labels have values
new Gauge({ name: "depth", help, constLabels: { zone: undefined } });

// Every type has options of its own.
registry.histogram({ name: "wait", help, native: { factor: 1.1 } });
registry.histogram({ name: "wait", help, buckets: [1], native: { schema: 3, maxBuckets: 100 } });
registry.summary({ name: "size", help, quantiles: { 0.5: 0.05 }, maxAgeSeconds: 60, ageBuckets: 3 });
registry.stateSet({ name: "mode", help, states: ["on", "off"] });
new Registry({ maxSeries: 1000, ttlSeconds: 3600, exemplar: () => ({ trace_id: "x" }) });
// @ts-expect-error a native histogram's option is misspelt
registry.histogram({ name: "wait", help, native: { faktor: 1.1 } });
// @ts-expect-error the error is text
registry.summary({ name: "size", help, quantiles: { 0.5: "0.05" } });
// @ts-expect-error there are no states
registry.stateSet({ name: "mode", help });
// @ts-expect-error a state set has no unit
registry.stateSet({ name: "mode_seconds", help, states: ["on"], unit: "seconds" });
// @ts-expect-error gauges keep no exemplars
registry.gauge({ name: "depth", help, exemplar: () => ({}) });
// @ts-expect-error a registry makes instruments of many names
new Registry({ name: "depth" });

// Collectors report families at once or later, from lists or generators.
registry.register({ collect: () => [{ type: "gauge", name: "depth", help, points: [{ labels: {}, value: 1 }] }] });
registry.register({ name: "later", collect: () => Promise.resolve([]) }, { timeoutMs: 500 });
registry.register({
  *collect({ signal }): Generator<MetricFamily> {
    if (!signal.aborted) yield { type: "info", name: "x_info", help, points: [{ labels: { a: "1" } }] };
  },
});
const collector: Collector = new Counter({ name: "orders_total", help, labelNames: ["a"] });
registry.register(collector);
// @ts-expect-error a family is no list of families
registry.register({ collect: () => ({ type: "gauge", name: "depth", help, points: [] }) });
// @ts-expect-error the type is unknown
registry.register({ collect: () => [{ type: "gaugee", name: "depth", help, points: [] }] });
// @ts-expect-error a gauge's point has a value
registry.register({ collect: () => [{ type: "gauge", name: "depth", help, points: [{ labels: {} }] }] });
// @ts-expect-error labels of a point are text
registry.register({ collect: () => [{ type: "info", name: "x_info", help, points: [{ labels: { a: 1 } }] }] });

// A handler needs no more than something that gathers.
const gatherer: Gatherer = { gather: () => Promise.resolve([]) };
const handle: (request: Request) => Promise<Response> = metricsHandler(gatherer);
metricsHandler(registry, { onError: (error: unknown, name: string) => [error, name] });
// @ts-expect-error an instrument does not gather
metricsHandler(collector);

export { handle };
