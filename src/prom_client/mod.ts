/**
 * The API of `prom-client` 15 and `@prometheus-io/client`, on every runtime: a service, or a library that it uses, runs unchanged
 * with this module under the name of the original.
 *
 * | Package manager | How to alias it |
 * | --- | --- |
 * | Deno | in `deno.json`: `"imports": { "prom-client": "jsr:@webprom/exporter/prom-client" }` |
 * | npm, Bun, pnpm, without other libraries | in the code: `import client from "@webprom/exporter/prom-client"` |
 *
 * The text is that of the original, byte for byte, except for what is listed here. `metricsHandler(register)` of the main module
 * serves the same metrics in every format that Prometheus asks for, with OpenMetrics and protobuf.
 *
 * | What differs | prom-client 15 | here |
 * | --- | --- | --- |
 * | a value that is not a number | `Nan`, which no parser reads | `NaN` |
 * | labels of a caller that change later | change the series | are copied |
 * | an empty label value, and a default label of that name | the default in JSON, empty in text | empty in both |
 * | `getMetricsAsJSON()` with default labels | changes the labels of the series, and so the text | changes nothing |
 * | numbers as label values | stay numbers in JSON | become text |
 * | `gauge.set()` after `inc()` with labels in another order | may make a second series | finds the series |
 * | quantiles of a summary | t-digest | CKMS, with an error of at most 0.001 of the rank |
 * | an old series of a summary with `maxAgeSeconds` | all age buckets are one | each ages |
 * | `getSingleMetricAsString()` of an unknown name | a `TypeError` about `undefined` | says that there is no such metric |
 * | an exemplar whose labels are too long | the value is counted, then it throws | throws first |
 *
 * Not there: `AggregatorRegistry`, `ClusterRegistry` and `WorkerRegistry`, for which `shareRegistry(register)` of `./share` is: it
 * needs no primary, and works with threads and processes. `hashMap` of a metric is private.
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

import { exponentialBuckets, linearBuckets } from "./buckets.ts";
import { Counter } from "./counter.ts";
import { collectDefaultMetrics } from "./default_metrics.ts";
import { Gauge } from "./gauge.ts";
import { Histogram } from "./histogram.ts";
import { isLegacyMetricName } from "../model/names.ts";
import { Pushgateway } from "./pushgateway.ts";
import {
  globalRegistry,
  OPENMETRICS,
  type OpenMetricsContentType,
  PROMETHEUS,
  type PrometheusContentType,
  Registry,
} from "./registry.ts";
import { Summary } from "./summary.ts";

/** The registry of metrics without `registers`. */
export const register: Registry = globalRegistry();
/** Content type of the text format. */
export const prometheusContentType: PrometheusContentType = PROMETHEUS;
/** Content type of OpenMetrics. */
export const openMetricsContentType: OpenMetricsContentType = OPENMETRICS;
/** Checks the name of a metric. */
export const validateMetricName: (name: string) => boolean = isLegacyMetricName;

export type { CounterChild, CounterSeries, IncreaseDataWithExemplar, LabelValues } from "./counter.ts";
export type { CollectDefaultMetrics, DefaultMetricsCollectorConfiguration } from "./default_metrics.ts";
export type { GaugeChild, GaugeSeries } from "./gauge.ts";
export type { HistogramChild, HistogramConfiguration, HistogramSeries, ObserveDataWithExemplar } from "./histogram.ts";
export type { GivenLabels, LabelTree, Series } from "./label_tree.ts";
export { Metric, type MetricConfiguration } from "./metric.ts";
export type { Aggregator, AnyMetric, ExemplarValue, MetricKind, MetricObject, MetricValue } from "./types.ts";
export type { PushgatewayOptions, PushParameters, PushResult } from "./pushgateway.ts";
export type { OpenMetricsContentType, PrometheusContentType, RegistryContentType } from "./registry.ts";
export type { RecentValues, SummaryChild, SummaryConfiguration, SummarySeries } from "./summary.ts";
export {
  collectDefaultMetrics,
  Counter,
  exponentialBuckets,
  Gauge,
  Histogram,
  linearBuckets,
  Pushgateway,
  Registry,
  Summary,
};

/** Everything that the original exports. */
export interface PromClient {
  /** The export of this name. */
  readonly register: Registry;
  /** The export of this name. */
  readonly Registry: typeof Registry;
  /** The export of this name. */
  readonly contentType: string;
  /** The export of this name. */
  readonly prometheusContentType: PrometheusContentType;
  /** The export of this name. */
  readonly openMetricsContentType: OpenMetricsContentType;
  /** The export of this name. */
  readonly validateMetricName: (name: string) => boolean;
  /** The export of this name. */
  readonly Counter: typeof Counter;
  /** The export of this name. */
  readonly Gauge: typeof Gauge;
  /** The export of this name. */
  readonly Histogram: typeof Histogram;
  /** The export of this name. */
  readonly Summary: typeof Summary;
  /** The export of this name. */
  readonly Pushgateway: typeof Pushgateway;
  /** The export of this name. */
  readonly linearBuckets: typeof linearBuckets;
  /** The export of this name. */
  readonly exponentialBuckets: typeof exponentialBuckets;
  /** The export of this name. */
  readonly collectDefaultMetrics: typeof collectDefaultMetrics;
}

/** Everything above, as the original exports it. */
const client: PromClient = {
  register,
  Registry,
  get contentType(): string {
    return register.contentType;
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
};

export default client;
