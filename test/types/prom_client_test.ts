/**
 * The exported names of `prom-client` 15 and `@prometheus-io/client` 0.16 exist here, with compatible types. The compiler alone reads
 * this file; nobody runs it. Not compatible are:
 *
 * - the enum `MetricType` of 15, which that version does not have at runtime; here and in 0.16 the types are strings;
 * - the label names of 0.16 that are `never` by default, which reject all labels; here and in 15 they are `string`;
 * - type arguments of `getSingleMetric()`: its result is what the caller assigns it to;
 * - objects of the original as arguments, such as its `Registry` for `registers`: the classes here have private fields.
 */
import type * as Successor from "@prometheus-io/client";
import * as own from "@webprom/exporter/prom-client";
import type * as Original from "prom-client";

/** No name is missing. */
export const missing: Exclude<keyof typeof Original | keyof typeof Successor, "MetricType" | keyof typeof own>[] = [];

/** Types that both export. */
export type Names = [
  own.Aggregator,
  own.AggregatorRegistry,
  own.Charset,
  own.ClusterRegistry,
  own.CollectFunction<unknown>,
  own.Collector,
  own.Counter.Internal,
  own.CounterConfiguration<string>,
  own.DefaultMetricsCollectorConfiguration,
  own.Gauge.Internal<string>,
  own.GaugeConfiguration<string>,
  own.Histogram.Config,
  own.Histogram.Internal<string>,
  own.HistogramConfiguration<string>,
  own.IncreaseDataWithExemplar<string>,
  own.LabelValues<string>,
  own.Metric,
  own.MetricConfiguration<string>,
  own.MetricObject,
  own.MetricObjectWithValues<own.MetricValue<string>>,
  own.MetricType,
  own.MetricValue<string>,
  own.MetricValueWithName<string>,
  own.ObserveDataWithExemplar<string>,
  own.OpenMetricsContentType,
  own.OpenMetricsMIME,
  own.OpenMetricsVersion,
  own.PrometheusContentType,
  own.PrometheusMIME,
  own.PrometheusMetricsVersion,
  own.Pushgateway,
  own.Pushgateway.Options,
  own.Pushgateway.Parameters,
  own.Registry,
  own.RegistryContentType,
  own.Summary.Config,
  own.Summary.Internal<string>,
  own.SummaryConfiguration<string>,
  own.WorkerRegistry,
];

// Functions and constants can take the place of the original's.
export const contentType: typeof Original.contentType = own.contentType;
export const prometheus: typeof Original.prometheusContentType = own.prometheusContentType;
export const openMetrics: typeof Original.openMetricsContentType = own.openMetricsContentType;
export const linear: typeof Original.linearBuckets = own.linearBuckets;
export const exponential: typeof Original.exponentialBuckets = own.exponentialBuckets;
export const validate: typeof Original.validateMetricName = own.validateMetricName;
export const names: typeof Original.collectDefaultMetrics.metricsList = own.collectDefaultMetrics.metricsList;

// What its functions take, ours take.
declare const config: Omit<Original.HistogramConfiguration<"a"> & Original.SummaryConfiguration<"a">, "registers">;
export const histogram: own.Histogram<"a"> = new own.Histogram<"a">({ ...config, collect: () => {} });
export const summary: own.Summary<"a"> = new own.Summary<"a">({ ...config, collect: () => {} });
declare const options: Successor.Pushgateway.Options;
declare const parameters: Original.Pushgateway.Parameters;
export const pushed: ReturnType<Original.Pushgateway<Original.PrometheusContentType>["push"]> = new own.Pushgateway(
  "http://localhost:9091",
  options,
).push(parameters);

// Parts of metrics can take the place of the original's.
export const counterChild: Original.Counter.Internal = new own.Counter({ name: "a", help: "a" }).labels();
export const gaugeChild: Original.Gauge.Internal<"a"> = new own.Gauge<"a">({ ...config, collect: () => {} }).labels(
  "x",
);
export const histogramChild: Original.Histogram.Internal<"a"> = histogram.labels("x");
export const summaryChild: Successor.Summary.Internal<"a"> = summary.labels("x");
export const timer: ReturnType<Original.Histogram<"a">["startTimer"]> = histogram.startTimer({ a: "x" });
export const labels: Original.LabelValues<"a"> = {} as own.LabelValues<"a">;
