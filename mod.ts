/**
 * Prometheus metrics for every web-standard JavaScript runtime: instruments, a registry, and a handler from `Request` to
 * `Response`. Importing this module has no side effects and needs no permission.
 *
 * A {@linkcode Registry} creates instruments: `counter()`, `gauge()`, `histogram()`, `summary()`, `info()` and `stateSet()`.
 * {@linkcode metricsHandler} serves its metrics, and {@linkcode expose} returns them as text. The subpath `./app` adds a
 * landing page, health checks and probes; `./deno`, `./bun`, `./node` and `./workers` add servers.
 *
 * Asking a registry twice for the same definition returns the same instrument, so hot reload works. Another definition under
 * the same name throws, and so does a name that clashes in one of the formats, such as a gauge `x_count` next to a histogram
 * `x`. Label values are strings; numbers, booleans and bigints are converted. `registry.withPrefix("shop_")` and
 * `registry.withLabels({ tenant: "a" })` are views that add a prefix or labels to everything created through them.
 *
 * ## Names and labels
 *
 * A name is `<namespace>_<subsystem>_<metric>_<unit>`, such as `shop_checkout_duration_seconds`, and the name of a counter ends
 * in `_total`. Use one prefix per application, and base units: `seconds`, `bytes`, and ratios from 0 to 1. Labels such as
 * `method`, `status` and `queue` divide what can be summed, and have few values that are known in advance. Labels of the whole
 * target (`job`, `instance`, `env`) belong in the scrape configuration. Values that are different each time (a user, a path,
 * an id) belong in logs and exemplars.
 *
 * When label values come from outside, restrict them with `labelValues`, cap the number of series with `maxSeries`, and expire
 * old series with `ttlSeconds`. Writes above the cap go to a series whose labels are `_overflow`, and
 * `webprom_series_overflow_total{metric}` counts them.
 *
 * ## Bundles and hot reload
 *
 * Development servers load edited modules again, and Next.js bundles a module once for each kind of route. Each of them would
 * create a registry of its own, and a scrape would show one of them. {@linkcode sharedRegistry}`("shop")` returns the same
 * registry in all modules, bundles and copies of this package in a process. Instruments that are defined again keep their
 * values, and a changed help text is taken over. After any other change of a definition, such as other labels or buckets, restart
 * the process. Register collectors with `{ replace: true }`, so that a reloaded one takes the place of the old one.
 *
 * ## Collectors
 *
 * A {@linkcode Collector} reports values that live elsewhere: a database, a queue, another API. It runs on every scrape and
 * returns plain objects, or a promise of them. If a collector throws, times out or returns invalid families, only its own
 * metrics are missing, and `onError` is called. Configure it when you register it:
 *
 * | Option           | Default | Meaning                                                                                       |
 * | ---------------- | ------- | --------------------------------------------------------------------------------------------- |
 * | `timeoutMs`      | 10,000  | after this the collector counts as failed                                                     |
 * | `cacheSeconds`   | 0       | reuse a result this long; concurrent scrapes share one collection                             |
 * | `refreshSeconds` | –       | collect in the background; scrapes get the last result, which is kept for a while on failure  |
 * | `enabled`        | `true`  | `false`: off until `registry.enable(name)`                                                    |
 *
 * `/metrics?collect[]=stock` runs only the collector `stock`, `?exclude[]=stock` all others. Every scrape reports, per
 * collector:
 *
 * | Metric                                                        | Meaning                                                 |
 * | ------------------------------------------------------------- | ------------------------------------------------------- |
 * | `webprom_collector_success{collector}`                        | 1 if the last collection succeeded, else 0              |
 * | `webprom_collector_duration_seconds{collector}`               | duration of the last collection                         |
 * | `webprom_collector_last_refresh_timestamp_seconds{collector}` | Unix time of the collection whose result is being served |
 *
 * ## The handler
 *
 * {@linkcode metricsHandler} negotiates format, escaping and compression, and returns only the families of `?name[]=` if there
 * are any. It honours Prometheus' scrape timeout: collectors still running shortly before it are counted as failed.
 * Overlapping scrapes share one gather, a disconnected client stops the work, and large bodies are streamed in chunks, yielding
 * to the event loop in between. It compresses with `CompressionStream`. An exporter of `./app` that is served by `serve()` or
 * `run()` uses zstd if the client and the runtime (Node 22.15 and later) support it, and otherwise gzip.
 *
 * @example Use every kind of instrument
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 *
 * const users = registry.gauge({ name: "shop_active_users", help: "Active users." });
 * users.set(5000);
 * users.dec(3);
 * await users.track(async () => {}); // one more while the function runs
 *
 * const latency = registry.histogram({
 *   name: "shop_request_duration_seconds",
 *   help: "Duration of requests, in seconds.",
 *   unit: "seconds",
 *   labelNames: ["endpoint"],
 *   buckets: [0.1, 0.5, 1, 2.5, 5],
 *   native: { factor: 1.1 }, // classic buckets, native buckets, or both
 * });
 * latency.observe({ endpoint: "/orders" }, 0.234, { trace_id: "4bf92f35" }); // the last argument is an exemplar
 * const orders = latency.labels({ endpoint: "/orders" }); // cache it on hot paths
 * await orders.time(async () => {}); // observes the duration, also if the function fails
 * {
 *   using _timer = orders.startTimer(); // the same for a block
 * }
 *
 * const sizes = registry.summary({
 *   name: "shop_response_size_bytes",
 *   help: "Size of responses, in bytes.",
 *   quantiles: { 0.5: 0.05, 0.99: 0.001 }, // by quantile, the allowed error of its rank
 * });
 * sizes.observe(2048);
 *
 * registry.stateSet({ name: "shop_mode", help: "Current mode.", states: ["starting", "running"] }).set("running");
 * registry.info({ name: "shop_build_info", help: "About this build.", labels: { version: "1.2.3" } });
 * registry.gauge({ name: "shop_queue_depth", help: "Waiting jobs.", read: () => 42 }); // read on each scrape
 *
 * assertStringIncludes(await expose(registry), "shop_active_users 4997");
 * ```
 *
 * @example Limit the series of a metric
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry({ maxSeries: 1000, ttlSeconds: 3600 }); // defaults for this registry's instruments
 *
 * const requests = registry.counter({
 *   name: "shop_requests_total",
 *   help: "Requests, by method.",
 *   labelNames: ["method"],
 *   labelValues: { method: ["GET", "POST"] }, // other values do not compile; both series start at 0
 * });
 * requests.inc({ method: "GET" });
 *
 * const logins = registry.counter({ name: "shop_logins_total", help: "Logins.", labelNames: ["tenant"], maxSeries: 2 });
 * for (const tenant of ["a", "b", "c", "d"]) logins.inc({ tenant });
 * assertStringIncludes(await expose(registry), 'shop_logins_total{tenant="_overflow"} 2'); // c and d
 *
 * logins.removeMatching({ tenant: "a" });
 * ```
 *
 * @example Collect values that live elsewhere
 * ```ts
 * import { expose, type MetricFamily, Registry } from "@webprom/exporter";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const queues = { mail: 3, billing: 0 };
 *
 * class QueueCollector {
 *   readonly name = "queues";
 *
 *   *collect(): Iterable<MetricFamily> {
 *     yield {
 *       type: "gauge",
 *       name: "shop_queue_depth",
 *       help: "Waiting jobs, by queue.",
 *       points: Object.entries(queues).map(([queue, value]) => ({ labels: { queue }, value })),
 *     };
 *   }
 * }
 *
 * const registry = new Registry();
 * registry.register(new QueueCollector(), { timeoutMs: 5000 });
 *
 * assertStringIncludes(await expose(registry), 'shop_queue_depth{queue="mail"} 3');
 * ```
 *
 * @example Serve metrics with options
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * const handle = metricsHandler(registry, {
 *   onError: (error, collector) => console.error(`collector ${collector} failed:`, error),
 *   errorPolicy: "continue", // or "fail" (500), or "throw"
 *   maxRequestsInFlight: 40, // further requests get a 503
 *   selfMetrics: registry, // promhttp_metric_handler_requests_total and _in_flight
 * });
 *
 * const response = await handle(new Request("http://localhost/metrics"));
 * assertEquals(response.status, 200);
 * ```
 *
 * @module
 */

// Model
export type { Bytes } from "./src/model/bytes.ts";
export { type Clock, systemClock } from "./src/model/clock.ts";
export type {
  Collector,
  CollectorSelection,
  CollectorState,
  Gatherer,
  GatherOptions,
  ScrapeContext,
} from "./src/model/collector.ts";
export type { Exemplar, ExemplarLabels, ExemplarProvider } from "./src/model/exemplar.ts";
export type {
  AllowedValues,
  AnyValues,
  Labelled,
  Labels,
  LabelTuple,
  LabelValue,
  LabelValues,
} from "./src/model/labels.ts";
export type {
  Aggregation,
  BucketRun,
  CounterFamily,
  CounterPoint,
  FamilyHead,
  GaugeFamily,
  GaugeHistogramFamily,
  HistogramFamily,
  HistogramPoint,
  InfoFamily,
  MetricFamily,
  MetricType,
  NativeHistogram,
  Point,
  PointHead,
  QuantileValue,
  Scope,
  StateSetFamily,
  StateSetPoint,
  SummaryFamily,
  SummaryPoint,
  UnknownFamily,
} from "./src/model/metric_family.ts";

export {
  counterFamily,
  type FamilyOptions,
  gaugeFamily,
  gaugeHistogramFamily,
  type GivenPoint,
  histogramFamily,
  infoFamily,
  stateSetFamily,
  summaryFamily,
  unknownFamily,
} from "./src/model/families.ts";

// Instruments
export { DEFAULT_BUCKETS, exponentialBuckets, exponentialBucketsRange, linearBuckets } from "./src/metrics/buckets.ts";
export type { Cell } from "./src/metrics/cell.ts";
export { Counter, type CounterCell, type CounterOptions, type LegacyCounterOptions } from "./src/metrics/counter.ts";
export type { Definition, MetricOptions, SeriesOptions } from "./src/metrics/definition.ts";
export { Gauge, type GaugeCell, type GaugeOptions } from "./src/metrics/gauge.ts";
export { Histogram, type HistogramCell, type HistogramOptions, type HistogramValue } from "./src/metrics/histogram.ts";
export { Info, type InfoCell, type InfoOptions } from "./src/metrics/info.ts";
export type { Instrument } from "./src/metrics/instrument.ts";
export type { NativeOptions } from "./src/metrics/native_options.ts";
export type { Read, Reading } from "./src/metrics/read.ts";
export { StateSet, type StateSetCell, type StateSetOptions } from "./src/metrics/state_set.ts";
export { Summary, type SummaryCell, type SummaryOptions, type SummaryValue } from "./src/metrics/summary.ts";
export type { LabelledTimer, StartedTimer, Timer } from "./src/metrics/timer.ts";

// Registry
export type { CollectorOptions } from "./src/registry/collector_options.ts";
export { sharedRegistry } from "./src/registry/shared_registry.ts";
export { type InstrumentDefaults, RegistryView } from "./src/registry/registry_view.ts";
export { Registry, type RegistryOptions } from "./src/registry/registry.ts";

// Exposition and HTTP
export type { EscapingScheme } from "./src/model/escaping.ts";
export { expose } from "./src/exposition/expose.ts";
export type { EncodeOptions, Encoder, EncoderOptions, Format, RememberingFormat } from "./src/exposition/format.ts";
export { type FormatName, FORMATS } from "./src/exposition/formats.ts";
export { type Compression, GZIP } from "./src/http/compression.ts";
export type { ErrorPolicy, HandlerOptions, SelfMetricsRegistry } from "./src/http/handler_options.ts";
export { type FetchHandler, metricsHandler } from "./src/http/metrics_handler.ts";
export { respond, type RespondOptions } from "./src/http/respond.ts";
