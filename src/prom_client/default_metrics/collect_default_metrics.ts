import type { Registry } from "../registry.ts";
import type { RegistryContentType } from "../types.ts";
import type { DefaultMetrics, DefaultMetricsContext, DefaultMetricsOptions, ProcessLike } from "./_context.ts";
import {
  gc,
  heapSizeAndUsed,
  heapSpacesSizeAndUsed,
  processHandles,
  processRequests,
  processResources,
  version,
} from "./_engine_metrics.ts";
import { eventLoopLag, eventLoopUtilization } from "./_event_loop_metrics.ts";
import {
  osMemoryHeap,
  processCpuTotal,
  processMaxFileDescriptors,
  processOpenFileDescriptors,
  processStartTime,
} from "./_process_metrics.ts";

/** Options of {@linkcode collectDefaultMetrics}. */
export interface DefaultMetricsCollectorConfiguration<T extends RegistryContentType = RegistryContentType> {
  /**
   * Registry that the metrics are added to.
   *
   * @default {register}
   */
  readonly register?: Registry<T> | undefined;
  /**
   * Prefix of all names.
   *
   * @default {""}
   */
  readonly prefix?: string | undefined;
  /** Labels of all series. */
  readonly labels?: object | undefined;
  /**
   * Upper bounds of the histogram of garbage collections, in seconds.
   *
   * @default {[0.001, 0.01, 0.1, 1, 2, 5]}
   */
  readonly gcDurationBuckets?: readonly number[] | undefined;
  /**
   * Length of the interval in which the event loop delay is sampled, in milliseconds.
   *
   * @default {10}
   */
  readonly eventLoopMonitoringPrecision?: number | undefined;
  /**
   * Length of the interval in which the event loop utilization is sampled, in milliseconds.
   *
   * @default {100}
   */
  readonly eventLoopUtilizationTimeout?: number | undefined;
  /** Upper bounds of the histogram of the event loop utilization. */
  readonly eventLoopUtilizationBuckets?: readonly number[] | undefined;
  /** Quantiles of the summary of the event loop utilization. */
  readonly eventLoopUtilizationPercentiles?: readonly number[] | undefined;
  /**
   * Number of steps in which old utilizations are dropped.
   *
   * @default {5}
   */
  readonly eventLoopUtilizationAgeBuckets?: number | undefined;
  /**
   * Age at which utilizations no longer count for quantiles, in seconds.
   *
   * @default {60}
   */
  readonly eventLoopUtilizationMaxAgeSeconds?: number | undefined;
}

/** Type of {@linkcode collectDefaultMetrics}. */
export interface CollectDefaultMetrics {
  /**
   * Registers the metrics.
   *
   * @param config Registry, prefix, labels
   * @throws {TypeError} If the configuration is not an object
   * @throws {Error} If the runtime has no `process`, or a registry has a metric with a name
   */
  <T extends RegistryContentType>(config?: DefaultMetricsCollectorConfiguration<T> | null): void;
  /** Names of the groups of metrics. */
  readonly metricsList: string[];
}

const GROUPS: Readonly<Record<string, DefaultMetrics>> = {
  processCpuTotal,
  processStartTime,
  osMemoryHeap,
  processOpenFileDescriptors,
  processMaxFileDescriptors,
  eventLoopLag,
  eventLoopUtilization,
  processResources,
  processHandles,
  processRequests,
  heapSizeAndUsed,
  heapSpacesSizeAndUsed,
  version,
  gc,
};

const DEFAULTS: DefaultMetricsOptions = {
  eventLoopMonitoringPrecision: 10,
  eventLoopUtilizationTimeout: 100,
  eventLoopUtilizationBuckets: [0.01, 0.05, 0.1, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 1],
  eventLoopUtilizationPercentiles: [0.01, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999],
  eventLoopUtilizationMaxAgeSeconds: 60,
  eventLoopUtilizationAgeBuckets: 5,
  gcDurationBuckets: [0.001, 0.01, 0.1, 1, 2, 5],
};

/** Registers metrics of the process and the runtime. Metrics that the runtime does not have are left out. */
export const collectDefaultMetrics: CollectDefaultMetrics = Object.assign(collect, {
  metricsList: Object.keys(GROUPS),
});

function collect<T extends RegistryContentType>(config?: DefaultMetricsCollectorConfiguration<T> | null): void {
  if (config !== null && config !== undefined && typeof config !== "object") {
    throw new TypeError("config must be null, undefined, or an object");
  }
  const { register, prefix, labels = {}, ...given } = config ?? {};
  const { process: host } = globalThis as unknown as { readonly process?: ProcessLike };
  if (host === undefined) throw new Error("Cannot collect default metrics: this runtime has no process");
  const set = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const context: DefaultMetricsContext = {
    host,
    options: { ...DEFAULTS, ...Object.fromEntries(set) },
    labels: labels as DefaultMetricsContext["labels"],
    config: (name, help, labelNames = []) => ({
      name: (prefix ?? "") + name,
      help,
      labelNames: [...labelNames, ...Object.keys(labels)],
      ...register && { registers: [register] },
    }),
  };
  for (const createGroup of Object.values(GROUPS)) createGroup(context);
}
