import { builtinModule } from "../_builtin.ts";
import { Gauge } from "../gauge.ts";
import { Histogram } from "../histogram.ts";
import { Summary } from "../summary.ts";
import type { DefaultMetrics } from "./_context.ts";

/** Delays of the event loop, in nanoseconds. */
interface DelayMonitor {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stddev: number;
  percentile(percentile: number): number;
  enable(): void;
  reset(): void;
}

/** Time that the event loop was idle and active. */
interface Utilization {
  readonly utilization: number;
}

/** The part of `node:perf_hooks` that is used here. */
interface PerfHooks {
  monitorEventLoopDelay(options: { readonly resolution: number }): DelayMonitor;
  readonly performance: { eventLoopUtilization?(now?: Utilization, start?: Utilization): Utilization };
}

const NANOSECONDS = 1e9;
/** Upper limit of a plausible delay, in seconds: a monitor without samples reports 292 years as the minimum. */
const MAX_DELAY = 1e9;

/** Delay of the event loop. */
export const eventLoopLag: DefaultMetrics = ({ host, options, labels, config }) => {
  const resolution = options.eventLoopMonitoringPrecision;
  const monitor = startMonitor(resolution);
  // Node reports the time between two samples, which is at least the resolution. Deno reports the delay only.
  const interval = host.versions["deno"] === undefined ? resolution / 1000 : 0;
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - interval);
  const gauges: (readonly [gauge: Gauge, read: (monitor: DelayMonitor) => number])[] = [];
  new Gauge({
    ...config("nodejs_eventloop_lag_seconds", "Lag of event loop in seconds."),
    aggregator: "average",
    async collect() {
      const start = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.set(labels, (performance.now() - start) / 1000);
      if (monitor === undefined) return;
      for (const [gauge, read] of gauges) {
        const delay = read(monitor);
        gauge.set(labels, delay < MAX_DELAY ? delay : 0);
      }
      monitor.reset();
    },
  });
  if (monitor === undefined) return;
  const add = (
    part: string,
    what: string,
    aggregator: "average" | "max" | "min",
    read: (monitor: DelayMonitor) => number,
  ) => {
    const metric = config(`nodejs_eventloop_lag_${part}_seconds`, `The ${what} of the recorded event loop delays.`);
    gauges.push([new Gauge({ ...metric, aggregator }), read]);
  };
  const extreme = (part: "max" | "min", what: string) => {
    const metric = config(`nodejs_eventloop_lag_${part}_seconds`, `The ${what} recorded event loop delay.`);
    gauges.push([new Gauge({ ...metric, aggregator: part }), (monitor) => seconds(monitor[part])]);
  };
  extreme("min", "minimum");
  extreme("max", "maximum");
  add("mean", "mean", "average", ({ mean }) => seconds(mean));
  add("stddev", "standard deviation", "average", ({ stddev }) => stddev / NANOSECONDS);
  for (const percentile of [50, 90, 99]) {
    add(
      `p${percentile}`,
      `${percentile}th percentile`,
      "average",
      (monitor) => seconds(monitor.percentile(percentile)),
    );
  }
};

/** Fraction of the time in which the event loop was active. */
export const eventLoopUtilization: DefaultMetrics = ({ options, labels, config }) => {
  const timers = builtinModule<{ setInterval(task: () => void, ms: number): { unref(): void } }>("node:timers");
  const measure = utilizationMeter();
  if (timers === undefined || measure === undefined) return;
  const help = "Ratio of time the event loop is not idling in the event provider to the total time the event loop is " +
    "running.";
  const summary = new Summary({
    ...config("nodejs_eventloop_utilization_summary", help),
    maxAgeSeconds: options.eventLoopUtilizationMaxAgeSeconds,
    ageBuckets: options.eventLoopUtilizationAgeBuckets,
    percentiles: options.eventLoopUtilizationPercentiles,
  });
  const histogram = new Histogram({
    ...config("nodejs_eventloop_utilization_histogram", help),
    buckets: options.eventLoopUtilizationBuckets,
  });
  const intervalMs = options.eventLoopUtilizationTimeout;
  let startMs = performance.now();
  timers.setInterval(() => {
    const nowMs = performance.now();
    const utilization = measure();
    // A blocked loop misses intervals: each of them counts.
    for (let missed = Math.round((nowMs - startMs) / intervalMs); missed > 0; missed--) {
      summary.observe(labels, utilization);
      histogram.observe(labels, utilization);
    }
    startMs = nowMs;
  }, intervalMs).unref();
};

function startMonitor(resolution: number): DelayMonitor | undefined {
  try {
    const monitor = builtinModule<PerfHooks>("node:perf_hooks")?.monitorEventLoopDelay({ resolution });
    monitor?.enable();
    return monitor;
  } catch {
    return undefined; // Bun has the function, and it throws
  }
}

/** Returns a function that returns the utilization since its last call. */
function utilizationMeter(): (() => number) | undefined {
  const performance = builtinModule<PerfHooks>("node:perf_hooks")?.performance;
  try {
    let last = performance?.eventLoopUtilization?.();
    if (last === undefined) return undefined;
    return () => {
      const now = performance?.eventLoopUtilization?.();
      const { utilization = 0 } = performance?.eventLoopUtilization?.(now, last) ?? {};
      last = now;
      return Number.isFinite(utilization) ? utilization : 0;
    };
  } catch {
    return undefined;
  }
}
