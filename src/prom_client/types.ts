import type { Labels } from "../model/labels.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { TextLayout } from "./_text_layout.ts";

/** Character set of both content types. */
export type Charset = "utf-8";
/** Media type of the Prometheus text format. */
export type PrometheusMIME = "text/plain";
/** Version of the Prometheus text format. */
export type PrometheusMetricsVersion = "0.0.4";
/** Media type of OpenMetrics. */
export type OpenMetricsMIME = "application/openmetrics-text";
/** Version of OpenMetrics. */
export type OpenMetricsVersion = "1.0.0";
/** Content type of the Prometheus text format. */
export type PrometheusContentType = `${PrometheusMIME}; version=${PrometheusMetricsVersion}; charset=${Charset}`;
/** Content type of OpenMetrics. */
export type OpenMetricsContentType = `${OpenMetricsMIME}; version=${OpenMetricsVersion}; charset=${Charset}`;
/** Content types that a registry can have. */
export type RegistryContentType = OpenMetricsContentType | PrometheusContentType;

/** Function that is called before each scrape. */
export type Collector = () => void;

/** Function that is called before each scrape, with the metric as `this`. */
export type CollectFunction<T> = (this: T) => void | Promise<void>;

/** How the values of several processes are combined into one. */
export type Aggregator = "average" | "first" | "max" | "min" | "omit" | "sum";

/** Type of a metric. */
export type MetricType = "counter" | "gauge" | "histogram" | "summary";

/** Label values by label name. Labels may be missing. */
export type LabelValues<T extends string> = Partial<Record<T, string | number>>;

/** The value of a sample with its labels, as `getMetricsAsJSON()` returns it. */
export interface MetricValue<T extends string = string> {
  /** The value. */
  value: number;
  /** Labels; in histograms and summaries, `le` and `quantile` are numbers. */
  labels: LabelValues<T>;
  /** Name of the sample, if it differs from the name of the metric. */
  metricName?: string;
  /** Exemplar of the sample; `null` for a bucket that has none. */
  exemplar?: ExemplarValue | null | undefined;
}

/** A value with the name of its sample. */
export type MetricValueWithName<T extends string> = MetricValue<T>;

/** An exemplar, as `getMetricsAsJSON()` returns it. */
export interface ExemplarValue {
  /** Labels of the exemplar. */
  readonly labelSet: Labels;
  /** Value that was added or observed. */
  readonly value: number;
  /** Unix time of that, in seconds. */
  readonly timestamp: number;
}

/** Name, description and type of a metric. */
export interface MetricObject {
  /** Name of the metric. */
  readonly name: string;
  /** Description of the metric. */
  readonly help: string;
  /** Type of the metric. */
  readonly type: MetricType;
  /** How the values of several processes are combined. */
  readonly aggregator: Aggregator;
  /** Function that is called before each scrape. */
  readonly collect?: CollectFunction<never> | undefined;
}

/** A metric with the values of all its series, as `getMetricsAsJSON()` returns it. */
export interface MetricObjectWithValues<T extends MetricValue = MetricValue> extends Omit<MetricObject, "collect"> {
  /** Values of all series. */
  readonly values: T[];
}

/** A metric of a registry. */
export interface RegisteredMetric extends Omit<MetricObject, "collect"> {
  /** Updates the metric before a scrape. */
  readonly collect?: (() => void | Promise<void>) | undefined;
  /** Sets the metric back to its start. */
  reset(): void;
  /** Calls `collect`, and returns the values of all series. */
  get(): MetricObjectWithValues | Promise<MetricObjectWithValues>;
  /** Returns the metric as a family, without calling `collect`; not there if a foreign metric is registered. */
  family?(): MetricFamily;
  /** Returns the text of the metric, without calling `collect`; not there if a foreign metric is registered. */
  text?(layout: TextLayout): string;
}

/** A metric that can be registered. Metrics of the original and objects with only a name and `get()` can, too. */
export interface ForeignMetric extends Partial<Pick<RegisteredMetric, "aggregator" | "help" | "name" | "type">> {
  /** Calls `collect`, and returns the values of all series. */
  get(): unknown;
}

/** The answer of a Pushgateway. */
export interface PushResult {
  /** The response: `http.IncomingMessage` on runtimes with `node:http`. */
  readonly resp?: unknown;
  /** Its body as text. */
  readonly body?: unknown;
}
