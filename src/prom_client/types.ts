import type { Labels } from "../model/labels.ts";
import type { MetricFamily } from "../model/metric_family.ts";

/** How workers of a cluster are merged. */
export type Aggregator = "average" | "first" | "max" | "min" | "omit" | "sum";

/** A value as `getMetricsAsJSON()` returns it. */
export interface MetricValue {
  /** The value. */
  readonly value: number;
  /** Its labels; `le` and `quantile` are numbers. */
  readonly labels: Readonly<Record<string, string | number>>;
  /** Name of the sample, if it is not that of the metric. */
  readonly metricName?: string | undefined;
  /** Its exemplar. */
  readonly exemplar?: ExemplarValue | undefined;
}

/** An exemplar as `getMetricsAsJSON()` returns it. The time is in seconds. */
export interface ExemplarValue {
  /** Its labels. */
  readonly labelSet: Labels;
  /** The value that was counted. */
  readonly value: number;
  /** When it was counted, in seconds since the epoch. */
  readonly timestamp: number;
}

/** A metric as `getMetricsAsJSON()` returns it. */
export interface MetricObject {
  /** Description. */
  readonly help: string;
  /** Name. */
  readonly name: string;
  /** Type. */
  readonly type: MetricKind;
  /** Values of all series. */
  readonly values: readonly MetricValue[];
  /** How workers of a cluster are merged. */
  readonly aggregator: Aggregator;
}

/** Type of a metric. */
export type MetricKind = "counter" | "gauge" | "histogram" | "summary";

/** What a registry needs of a metric. */
export interface AnyMetric {
  /** Type. */
  readonly type: MetricKind;
  /** Name. */
  readonly name: string;
  /** Description. */
  readonly help: string;
  /** Called before each scrape. */
  readonly collect: (() => void | Promise<void>) | undefined;
  /** Removes all series. */
  reset(): void;
  /** Runs `collect`, and returns all values. */
  get(): Promise<MetricObject>;
  /** Returns the family, without running `collect`. */
  family(): MetricFamily;
}
