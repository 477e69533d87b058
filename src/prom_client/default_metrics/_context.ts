import type { Aggregator } from "../types.ts";
import type { Registry } from "../registry.ts";

/** The part of `process` that the default metrics read. */
export interface ProcessLike {
  readonly platform: string;
  readonly version: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  uptime(): number;
  cpuUsage(): { readonly user: number; readonly system: number };
  memoryUsage(): {
    readonly rss: number;
    readonly heapTotal: number;
    readonly heapUsed: number;
    readonly external: number;
  };
  getActiveResourcesInfo?(): readonly string[];
  _getActiveHandles?(): readonly object[];
  _getActiveRequests?(): readonly object[];
}

/** Options of {@linkcode collectDefaultMetrics}. */
export interface DefaultMetricsOptions {
  /** Length of the interval in which the event loop delay is sampled, in milliseconds. */
  readonly eventLoopMonitoringPrecision: number;
  /** Length of the interval in which the event loop utilization is sampled, in milliseconds. */
  readonly eventLoopUtilizationTimeout: number;
  /** Upper bounds of the histogram of the event loop utilization. */
  readonly eventLoopUtilizationBuckets: readonly number[];
  /** Quantiles of the summary of the event loop utilization. */
  readonly eventLoopUtilizationPercentiles: readonly number[];
  /** Age at which utilizations no longer count for quantiles, in seconds. */
  readonly eventLoopUtilizationMaxAgeSeconds: number;
  /** Number of steps in which old utilizations are dropped. */
  readonly eventLoopUtilizationAgeBuckets: number;
  /** Upper bounds of the histogram of garbage collections, in seconds. */
  readonly gcDurationBuckets: readonly number[];
}

/** What the functions that create default metrics need. */
export interface DefaultMetricsContext {
  /** The process that is measured. */
  readonly host: ProcessLike;
  /** Options with their defaults. */
  readonly options: DefaultMetricsOptions;
  /** Labels of all series. */
  readonly labels: Readonly<Record<string, string | number>>;
  /**
   * Returns the configuration of a metric.
   *
   * @param name Name without the prefix
   * @param help Description
   * @param labelNames Label names that the metric has in addition to those of all series
   */
  config(name: string, help: string, labelNames?: readonly string[]): {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly string[];
    readonly registers?: readonly Registry[] | undefined;
    readonly aggregator?: Aggregator | undefined;
  };
}

/** Creates a group of default metrics. */
export type DefaultMetrics = (context: DefaultMetricsContext) => void;
