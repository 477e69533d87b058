/**
 * The API of `prom-client` 15 and `@prometheus-io/client`, on every runtime: a service, or a library that it uses, runs unchanged
 * with this module under the name of the original.
 *
 * In your own code, import it: `import client from "@webprom/exporter/prom-client"`. `require()` works, too. Libraries use it if an
 * application has a folder `prom-client` with these files:
 *
 * - `package.json`: `{ "name": "prom-client", "version": "15.1.3", "main": "index.cjs", "types": "index.d.ts" }`
 * - `index.cjs`: `module.exports = require("@webprom/exporter/prom-client");`
 * - for TypeScript, `index.d.ts`: `export * from "@webprom/exporter/prom-client";` and
 *   `export { default } from "@webprom/exporter/prom-client";`
 *
 * The application depends on `@webprom/exporter` and on this folder, and replaces the original everywhere:
 *
 * | Package manager | In `dependencies` of `package.json` | In addition |
 * | --- | --- | --- |
 * | npm | `"prom-client": "file:./prom-client"` | in `package.json`: `"overrides": { "prom-client": "$prom-client" }` |
 * | pnpm | `"prom-client": "link:./prom-client"` | in `overrides:` of `pnpm-workspace.yaml`: `prom-client: link:./prom-client` |
 * | Bun | `"prom-client": "file:./prom-client"` | in `package.json`: `"overrides": { "prom-client": "file:./prom-client" }` |
 * | Deno | `"prom-client": "15.1.3"` | in `deno.json`: `"links": ["./prom-client"]`; in `prom-client/package.json`: `"dependencies": { "@webprom/exporter": "^0.1.0" }` |
 *
 * An application for Deno without libraries from npm needs only an import map in `deno.json`:
 * `"imports": { "prom-client": "jsr:@webprom/exporter/prom-client" }`. For `@prometheus-io/client`, replace the name. On Node, Bun
 * and Deno, `import` and `require()` of the npm package return the same registry.
 *
 * The text is that of the original, byte for byte, except for what is listed here. `metricsHandler(register)` of the main module
 * serves the same metrics in every format that Prometheus asks for, with OpenMetrics and protobuf. 15 is `prom-client`, 0.16 is
 * `@prometheus-io/client`.
 *
 * | What differs | In the original | Here |
 * | --- | --- | --- |
 * | a value that is not a number, in the text | `Nan`, which no parser reads | `NaN` |
 * | `counter.inc(NaN)` | accepted; the counter stays NaN | a `TypeError` |
 * | label values that contain separators | some different labels are the same series | different labels are different series |
 * | an empty, a `null` and a missing label value | 15: three series; 0.16: one series | three series |
 * | labels that the caller changes after the call | change the series | do not change it |
 * | an empty label value and a default label | 15: the default in JSON, empty in the text | empty in both |
 * | `getMetricsAsJSON()` with default labels | 15: changes the series | changes nothing |
 * | buckets that do not ascend, or infinite ones | written as given; Prometheus rejects the scrape | sorted, and left out |
 * | quantiles of a summary | interpolated by a t-digest | a value that was observed, with a rank error of at most 0.001 |
 * | `maxAgeSeconds` and `ageBuckets` of a summary | older values count several times | every value counts once |
 * | the name of a counter after a scrape as OpenMetrics | has lost `_total` | is the same |
 * | value of the exemplar of a counter | 15: 1 if 0 was added; 0.16: the total | the amount that was added |
 * | `labels().inc()` of a counter with exemplars | adds to the series without labels | adds to the series |
 * | an exemplar that is too long | the value is counted before the `RangeError` | the value is not counted |
 * | `getSingleMetricAsString()` of an unknown metric | a `TypeError` about `undefined` | an error with the name |
 * | a `collect` that fails | the whole scrape fails | only its metric is left out |
 * | names that are invalid | 15: the error does not show them | the error shows them |
 * | groupings with a slash or an empty value | a path that the Pushgateway misreads | encoded as base64 |
 * | delay of the event loop, by the default metrics | includes the sampling interval of 10 ms, on Node | is the delay only |
 * | `clusterMetrics()` | 15: without the metrics of the primary | with the metrics of the primary, as in 0.16 |
 * | a worker that ends while `clusterMetrics()` waits for it | a timeout after 5 s | the metrics of the others |
 * | private members, such as `hashMap`, `store` and `registry._metrics` | can be reached | do not exist |
 *
 * `ClusterRegistry` (or `AggregatorRegistry`) and `WorkerRegistry` combine processes and threads as in the original. In new code,
 * `shareRegistry(register)` of `./share` needs no primary, keeps the counters of processes that crashed, and works for both.
 *
 * @example A counter as in prom-client
 * ```ts
 * import client from "@webprom/exporter/prom-client";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new client.Registry();
 * const requests = new client.Counter({
 *   name: "requests_total",
 *   help: "Requests.",
 *   labelNames: ["method"],
 *   registers: [registry],
 * });
 * requests.inc({ method: "GET" });
 * requests.labels("GET").inc(2);
 *
 * assertStringIncludes(await registry.metrics(), 'requests_total{method="GET"} 3');
 * ```
 *
 * @module
 */

import { aggregators } from "./aggregators.ts";
import { exponentialBuckets, linearBuckets } from "./buckets.ts";
import { ClusterRegistry } from "./cluster_registry.ts";
import { Counter } from "./counter.ts";
import { collectDefaultMetrics } from "./default_metrics/collect_default_metrics.ts";
import { Gauge } from "./gauge.ts";
import { Histogram } from "./histogram.ts";
import { isLegacyMetricName } from "../model/names.ts";
import { Pushgateway } from "./pushgateway.ts";
import { globalRegistry, OPENMETRICS, PROMETHEUS, Registry } from "./registry.ts";
import { Summary } from "./summary.ts";
import type { OpenMetricsContentType, PrometheusContentType, RegistryContentType } from "./types.ts";
import { WorkerRegistry } from "./worker_registry.ts";

/** Registry that metrics are added to by default. */
export const register: Registry = globalRegistry();
/** Content type of `register` when the module is loaded; `contentType` of the default export is the current one. */
export const contentType: RegistryContentType = register.contentType;
/** Content type of the Prometheus text format. */
export const prometheusContentType: PrometheusContentType = PROMETHEUS;
/** Content type of OpenMetrics. */
export const openMetricsContentType: OpenMetricsContentType = OPENMETRICS;
/** Checks whether a text is a valid name of a metric. */
export const validateMetricName: (name: string) => boolean = isLegacyMetricName;
/** Earlier name of {@linkcode ClusterRegistry}. */
export const AggregatorRegistry: typeof ClusterRegistry = ClusterRegistry;
/** Earlier name of {@linkcode ClusterRegistry}. */
export type AggregatorRegistry<T extends RegistryContentType = RegistryContentType> = ClusterRegistry<T>;

/** Any metric. */
export type Metric<T extends string = string> = Counter<T> | Gauge<T> | Histogram<T> | Summary<T>;

export type { AggregatorFunction } from "./aggregators.ts";
export type { CounterConfiguration, CounterSeries, IncreaseDataWithExemplar } from "./counter.ts";
export type {
  CollectDefaultMetrics,
  DefaultMetricsCollectorConfiguration,
} from "./default_metrics/collect_default_metrics.ts";
export type { GaugeConfiguration, GaugeSeries } from "./gauge.ts";
export type { HistogramConfiguration, HistogramSeries, ObserveDataWithExemplar } from "./histogram.ts";
export type { BaseMetric, MetricConfiguration } from "./metric.ts";
export type { GivenLabels, GivenLabelValue, Series, SeriesTree } from "./series_tree.ts";
export type { RecentValues, SummaryConfiguration, SummarySeries } from "./summary.ts";
export type { TextLayout } from "./_text_layout.ts";
export type * from "./types.ts";
export {
  aggregators,
  ClusterRegistry,
  collectDefaultMetrics,
  Counter,
  exponentialBuckets,
  Gauge,
  Histogram,
  linearBuckets,
  Pushgateway,
  Registry,
  Summary,
  WorkerRegistry,
};

/** Type of the default export: everything that the original exports. */
export interface PromClient {
  /** Registry that metrics are added to by default. */
  readonly register: Registry;
  /** Holds metrics and returns their text. */
  readonly Registry: typeof Registry;
  /** Content type of `register`; setting it changes the registry. */
  contentType: RegistryContentType;
  /** Content type of the Prometheus text format. */
  readonly prometheusContentType: PrometheusContentType;
  /** Content type of OpenMetrics. */
  readonly openMetricsContentType: OpenMetricsContentType;
  /** Checks whether a text is a valid name of a metric. */
  readonly validateMetricName: (name: string) => boolean;
  /** Counts what only goes up. */
  readonly Counter: typeof Counter;
  /** Holds a value that goes up and down. */
  readonly Gauge: typeof Gauge;
  /** Counts observations in buckets. */
  readonly Histogram: typeof Histogram;
  /** Estimates quantiles of observations. */
  readonly Summary: typeof Summary;
  /** Pushes metrics to a Pushgateway. */
  readonly Pushgateway: typeof Pushgateway;
  /** Returns bounds at equal distances. */
  readonly linearBuckets: typeof linearBuckets;
  /** Returns bounds of which each is a multiple of the one before. */
  readonly exponentialBuckets: typeof exponentialBuckets;
  /** Registers metrics of the process and the runtime. */
  readonly collectDefaultMetrics: typeof collectDefaultMetrics;
  /** Ways to combine the same metric of several processes. */
  readonly aggregators: typeof aggregators;
  /** Combines the metrics of all processes of a `node:cluster`. */
  readonly ClusterRegistry: typeof ClusterRegistry;
  /** Combines the metrics of all worker threads of a process. */
  readonly WorkerRegistry: typeof WorkerRegistry;
  /** Earlier name of `ClusterRegistry`. */
  readonly AggregatorRegistry: typeof ClusterRegistry;
}

/** Everything above, as the original exports it. */
const client: PromClient = {
  register,
  Registry,
  get contentType(): RegistryContentType {
    return register.contentType;
  },
  set contentType(contentType) {
    register.setContentType(contentType);
  },
  prometheusContentType,
  openMetricsContentType,
  validateMetricName,
  Counter,
  Gauge,
  Histogram,
  Summary,
  Pushgateway,
  linearBuckets,
  exponentialBuckets,
  collectDefaultMetrics,
  aggregators,
  ClusterRegistry,
  WorkerRegistry,
  AggregatorRegistry,
};

export default client;
