import type { Clock } from "../model/clock.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { Histogram } from "../metrics/histogram.ts";
import { Summary } from "../metrics/summary.ts";
import { aggregated, counter, countWords, gauge, info, ofProcess } from "./_families.ts";
import { gcPart } from "./_gc_part.ts";
import { LagWindow } from "./_lag_window.ts";
import type { MakePart, Part, Setting } from "./_part.ts";
import { processPart } from "./_process_part.ts";
import { startPulse } from "./_pulse.ts";
import type { HeapSpace, LoopTimes } from "./probe.ts";

/** Interval at which utilization is observed, in milliseconds. */
const UTILIZATION_INTERVAL_MS = 100;
const UTILIZATION_SUMMARY = "nodejs_eventloop_utilization_summary";
const UTILIZATION_HISTOGRAM = "nodejs_eventloop_utilization_histogram";
const UTILIZATION_HELP =
  "Ratio of time the event loop is not idling in the event provider to the total time the event loop is running.";
const UTILIZATION_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 1];
const UTILIZATION_QUANTILES = {
  0.01: 0.001,
  0.05: 0.005,
  0.5: 0.05,
  0.9: 0.01,
  0.95: 0.005,
  0.99: 0.001,
  0.999: 0.0001,
};

/**
 * Default metrics of `@prometheus-io/client`, formerly `prom-client`, with the names and labels that its dashboards
 * expect.
 */
export const PROM_CLIENT_PARTS: readonly MakePart[] = [
  processPart,
  processExtraPart,
  loopPart,
  resourcesPart,
  heapPart,
  versionPart,
  gcPart("nodejs"),
];

function processExtraPart({ probe: { process: read } }: Setting): Part | undefined {
  return read && {
    collect() {
      const { cpuUserSeconds, cpuSystemSeconds, dataBytes } = read();
      return ofProcess([
        ...counter("process_cpu_user_seconds_total", "Total user CPU time spent in seconds.", cpuUserSeconds),
        ...counter("process_cpu_system_seconds_total", "Total system CPU time spent in seconds.", cpuSystemSeconds),
        ...gauge("process_heap_bytes", "Process heap size in bytes.", dataBytes),
      ]);
    },
  };
}

function loopPart({ probe: { loop }, clock, isWanted }: Setting): Part | undefined {
  const lagNames = ["", "min_", "max_", "mean_", "stddev_", "p50_", "p90_", "p99_"].map((word) =>
    `nodejs_eventloop_lag_${word}seconds`
  );
  if (loop === undefined || ![...lagNames, UTILIZATION_SUMMARY, UTILIZATION_HISTOGRAM].some(isWanted)) return undefined;
  const lags = new LagWindow();
  const utilization = loop.times && new Utilization(loop.times, clock);
  const stop = startPulse(loop, clock, (lagMs, elapsedMs) => {
    lags.add(lagMs / 1000, clock.monotonic());
    utilization?.pass(elapsedMs);
  });
  return {
    *collect() {
      const lag = lags.figures();
      const report = (word: string, help: string, value?: number) =>
        aggregated(word === "min_" ? "min" : "max", gauge(`nodejs_eventloop_lag_${word}seconds`, help, value));
      yield* report("", "Lag of event loop in seconds.", lag?.last);
      yield* report("min_", "The minimum recorded event loop delay.", lag?.min);
      yield* report("max_", "The maximum recorded event loop delay.", lag?.max);
      yield* report("mean_", "The mean of the recorded event loop delays.", lag?.mean);
      yield* report("stddev_", "The standard deviation of the recorded event loop delays.", lag?.stddev);
      yield* report("p50_", "The 50th percentile of the recorded event loop delays.", lag?.p50);
      yield* report("p90_", "The 90th percentile of the recorded event loop delays.", lag?.p90);
      yield* report("p99_", "The 99th percentile of the recorded event loop delays.", lag?.p99);
      yield* utilization?.collect() ?? [];
    },
    stop,
  };
}

/** Observes the event loop utilization at regular intervals. */
class Utilization {
  readonly #summary: Summary;
  readonly #histogram: Histogram;
  readonly #times: () => LoopTimes;
  #last: LoopTimes;
  #dueMs = UTILIZATION_INTERVAL_MS;

  constructor(times: () => LoopTimes, clock: Clock) {
    const options = { help: UTILIZATION_HELP, clock };
    const quantiles = UTILIZATION_QUANTILES;
    this.#summary = new Summary({ name: UTILIZATION_SUMMARY, quantiles, maxAgeSeconds: 60, ageBuckets: 5, ...options });
    this.#histogram = new Histogram({ name: UTILIZATION_HISTOGRAM, buckets: UTILIZATION_BUCKETS, ...options });
    this.#times = times;
    this.#last = times();
  }

  /** Advances the time. Every elapsed interval counts as one observation, so that long blocks get their full weight. */
  pass(elapsedMs: number): void {
    this.#dueMs -= elapsedMs;
    if (this.#dueMs > 0) return;
    const now = this.#times();
    const active = now.activeSeconds - this.#last.activeSeconds;
    const idle = now.idleSeconds - this.#last.idleSeconds;
    for (; this.#dueMs <= 0; this.#dueMs += UTILIZATION_INTERVAL_MS) {
      this.#summary.observe(active / (active + idle || 1));
      this.#histogram.observe(active / (active + idle || 1));
    }
    this.#last = now;
  }

  *collect(): Iterable<MetricFamily> {
    // Without observations the quantiles are NaN.
    if (!Number.isNaN(this.#summary.value()?.quantiles[0.5])) yield* this.#summary.collect();
    yield* this.#histogram.collect();
  }
}

function resourcesPart({ probe: { activeResources, activeHandles, activeRequests } }: Setting): Part {
  function* report(name: string, help: string, totalHelp: string, words: readonly string[] | undefined) {
    if (words === undefined) return;
    yield* gauge(`nodejs_active_${name}`, help, countWords("type", words));
    yield* gauge(`nodejs_active_${name}_total`, totalHelp, words.length);
  }
  return {
    *collect(): Iterable<MetricFamily> {
      yield* report(
        "resources",
        "Number of active resources that are currently keeping the event loop alive, grouped by async resource type.",
        "Total number of active resources.",
        activeResources?.(),
      );
      yield* report(
        "handles",
        "Number of active libuv handles grouped by handle type. Every handle type is C++ class name.",
        "Total number of active handles.",
        activeHandles?.(),
      );
      yield* report(
        "requests",
        "Number of active libuv requests grouped by request type. Every request type is C++ class name.",
        "Total number of active requests.",
        activeRequests?.(),
      );
    },
  };
}

function heapPart({ probe }: Setting): Part {
  return {
    *collect() {
      const heap = probe.heap?.();
      yield* gauge("nodejs_heap_size_total_bytes", "Process heap size from Node.js in bytes.", heap?.totalBytes);
      yield* gauge("nodejs_heap_size_used_bytes", "Process heap size used from Node.js in bytes.", heap?.usedBytes);
      yield* gauge("nodejs_external_memory_bytes", "Node.js external memory size in bytes.", heap?.externalBytes);
      const spaces = probe.heapSpaces?.() ?? [];
      const report = (word: string, pick: (space: HeapSpace) => number) =>
        gauge(
          `nodejs_heap_space_size_${word}_bytes`,
          `Process heap space size ${word} from Node.js in bytes.`,
          spaces.map((space) => ({ labels: { space: space.space }, value: pick(space) })),
        );
      yield* report("total", ({ totalBytes }) => totalBytes);
      yield* report("used", ({ usedBytes }) => usedBytes);
      yield* report("available", ({ availableBytes }) => availableBytes);
    },
  };
}

/** Reports the version of Node. Runtimes that imitate Node are skipped, because they report the imitated version. */
function versionPart({ probe: { runtime } }: Setting): Part | undefined {
  if (runtime.name !== "node") return undefined;
  const [major = "", minor = "", patch = ""] = runtime.version.split(".");
  const labels = { version: `v${runtime.version}`, major, minor, patch };
  return { collect: () => info("nodejs_version_info", "Node.js version info.", labels) };
}
