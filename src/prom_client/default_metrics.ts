import { Counter } from "./counter.ts";
import { Gauge } from "./gauge.ts";
import { Histogram } from "./histogram.ts";
import type { Registry } from "./registry.ts";

/** Options of {@linkcode collectDefaultMetrics}. */
export interface DefaultMetricsCollectorConfiguration {
  /** Registry to add them to. */
  readonly register?: Registry | undefined;
  /** Begin of all names. */
  readonly prefix?: string | undefined;
  /** Labels of all metrics. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Bounds of the histogram of garbage collections, in seconds. */
  readonly gcDurationBuckets?: readonly number[] | undefined;
  /** Interval in which the delay of the event loop is measured, in milliseconds. */
  readonly eventLoopMonitoringPrecision?: number | undefined;
}

/** Delays of the event loop, in nanoseconds. */
interface Monitor {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stddev: number;
  percentile(percentile: number): number;
  enable(): void;
  reset(): void;
}

/** A garbage collection. */
interface Collection {
  readonly duration: number;
  readonly detail?: { readonly kind?: number };
}

/** Node's modules, as far as the runtime has them, and as far as they are used here. */
interface Modules {
  readonly fs?:
    | { readdirSync(path: string): readonly string[]; readFileSync(path: string, encoding: "utf8"): string }
    | undefined;
  readonly hooks?: {
    monitorEventLoopDelay(options: { readonly resolution: number }): Monitor;
    readonly PerformanceObserver: new (receive: (list: { getEntries(): readonly Collection[] }) => void) => {
      observe(options: { readonly entryTypes: readonly string[] }): void;
    };
  } | undefined;
  readonly v8?: {
    getHeapSpaceStatistics?(): readonly {
      readonly space_name: string;
      readonly space_size: number;
      readonly space_used_size: number;
      readonly space_available_size: number;
    }[];
  } | undefined;
}

/** The part of `process` that is used here. */
interface Process {
  readonly platform: string;
  readonly version: string;
  uptime(): number;
  cpuUsage(): { readonly user: number; readonly system: number };
  memoryUsage(): {
    readonly rss: number;
    readonly heapTotal: number;
    readonly heapUsed: number;
    readonly external: number;
  };
  getBuiltinModule?(name: string): object | undefined;
  getActiveResourcesInfo?(): readonly string[];
  _getActiveHandles?(): readonly object[];
  _getActiveRequests?(): readonly object[];
}

/** What the metrics of one call have in common. */
interface Context {
  readonly host: Process;
  readonly modules: Modules;
  readonly config: DefaultMetricsCollectorConfiguration;
  readonly labels: Readonly<Record<string, string>>;
  options(name: string, help: string, more?: readonly string[]): {
    readonly name: string;
    readonly help: string;
    readonly labelNames: readonly string[];
    readonly registers?: readonly Registry[];
  };
}

const SECONDS = 1e6;
const GC_BUCKETS: readonly number[] = [0.001, 0.01, 0.1, 1, 2, 5];
const GC_KINDS: Readonly<Record<number, string>> = { 1: "minor", 4: "major", 8: "incremental", 16: "weakcb" };
const LINUX_MEMORY = { VmSize: "process_virtual_memory_bytes", VmData: "process_heap_bytes" } as const;

const METRICS: Readonly<Record<string, (context: Context) => void>> = {
  processCpuTotal({ host, labels, options }) {
    const user = new Counter(options("process_cpu_user_seconds_total", "Total user CPU time spent in seconds."));
    const system = new Counter(options("process_cpu_system_seconds_total", "Total system CPU time spent in seconds."));
    let last = host.cpuUsage();
    new Counter({
      ...options("process_cpu_seconds_total", "Total user and system CPU time spent in seconds."),
      collect() {
        const now = host.cpuUsage();
        const [used, kernel] = [(now.user - last.user) / SECONDS, (now.system - last.system) / SECONDS];
        last = now;
        user.inc(labels, used);
        system.inc(labels, kernel);
        this.inc(labels, used + kernel);
      },
    });
  },
  processStartTime({ host, labels, options }) {
    const start = Math.round(Date.now() / 1000 - host.uptime());
    new Gauge({
      ...options("process_start_time_seconds", "Start time of the process since unix epoch in seconds."),
      aggregator: "omit",
      collect() {
        this.set(labels, start);
      },
    });
  },
  osMemoryHeap({ host, modules, labels, options }) {
    const more = host.platform === "linux"
      ? Object.entries(LINUX_MEMORY).map(([field, name]) =>
        [
          field,
          new Gauge(
            options(name, field === "VmSize" ? "Virtual memory size in bytes." : "Process heap size in bytes."),
          ),
        ] as const
      )
      : [];
    new Gauge({
      ...options("process_resident_memory_bytes", "Resident memory size in bytes."),
      collect() {
        this.set(labels, host.memoryUsage().rss);
        const status = more.length > 0 ? read(modules, "/proc/self/status") : "";
        for (const [field, gauge] of more) {
          const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status) ?? [];
          if (kilobytes !== undefined) gauge.set(labels, Number(kilobytes) * 1024);
        }
      },
    });
  },
  processOpenFileDescriptors({ host, modules, labels, options }) {
    if (host.platform !== "linux") return;
    new Gauge({
      ...options("process_open_fds", "Number of open file descriptors."),
      collect() {
        try {
          const count = modules.fs?.readdirSync("/proc/self/fd").length;
          if (count !== undefined) this.set(labels, count - 1); // one is that of the folder
        } catch {
          // It may not be readable.
        }
      },
    });
  },
  processMaxFileDescriptors({ host, modules, labels, options }) {
    if (host.platform !== "linux") return;
    const [, limit] = /^Max open files\s+(\d+)/m.exec(read(modules, "/proc/self/limits")) ?? [];
    if (limit === undefined) return;
    new Gauge({
      ...options("process_max_fds", "Maximum number of open file descriptors."),
      collect() {
        this.set(labels, Number(limit));
      },
    });
  },
  eventLoopLag({ modules, config, labels, options }) {
    const monitor = monitorOf(modules, config.eventLoopMonitoringPrecision ?? 10);
    const name = (part: string) => `nodejs_eventloop_lag_${part}seconds`;
    const parts = {
      min_: ["The minimum recorded event loop delay.", () => monitor?.min],
      max_: ["The maximum recorded event loop delay.", () => monitor?.max],
      mean_: ["The mean of the recorded event loop delays.", () => monitor?.mean],
      stddev_: ["The standard deviation of the recorded event loop delays.", () => monitor?.stddev],
      p50_: ["The 50th percentile of the recorded event loop delays.", () => monitor?.percentile(50)],
      p90_: ["The 90th percentile of the recorded event loop delays.", () => monitor?.percentile(90)],
      p99_: ["The 99th percentile of the recorded event loop delays.", () => monitor?.percentile(99)],
    } as const;
    new Gauge({
      ...options(name(""), "Lag of event loop in seconds."),
      aggregator: "average",
      async collect() {
        const start = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 0));
        this.set(labels, (performance.now() - start) / 1000);
        for (const [gauge, read] of gauges) gauge.set(labels, (read() ?? 0) / 1e9);
        monitor?.reset();
      },
    });
    const gauges = monitor === undefined
      ? []
      : Object.entries(parts).map(([part, [help, read]]) =>
        [new Gauge({ ...options(name(part), help), aggregator: "average" }), read] as const
      );
  },
  processResources({ host, labels, options }) {
    counted("nodejs_active_resources", "active resources", "resource", () => host.getActiveResourcesInfo?.(), {
      labels,
      options,
    });
  },
  processHandles({ host, labels, options }) {
    counted("nodejs_active_handles", "active libuv handles", "handle", () => namesOf(host._getActiveHandles?.()), {
      labels,
      options,
    });
  },
  processRequests({ host, labels, options }) {
    counted(
      "nodejs_active_requests",
      "active libuv requests",
      "request",
      () => namesOf(host._getActiveRequests?.()),
      {
        labels,
        options,
      },
    );
  },
  heapSizeAndUsed({ host, labels, options }) {
    const used = new Gauge(options("nodejs_heap_size_used_bytes", "Process heap size used from Node.js in bytes."));
    const external = new Gauge(options("nodejs_external_memory_bytes", "Node.js external memory size in bytes."));
    new Gauge({
      ...options("nodejs_heap_size_total_bytes", "Process heap size from Node.js in bytes."),
      collect() {
        const memory = host.memoryUsage();
        this.set(labels, memory.heapTotal);
        used.set(labels, memory.heapUsed);
        external.set(labels, memory.external);
      },
    });
  },
  heapSpacesSizeAndUsed({ modules, labels, options }) {
    const spaces = () => {
      try {
        return modules.v8?.getHeapSpaceStatistics?.() ?? [];
      } catch {
        return []; // Bun has the function, and it throws
      }
    };
    if (spaces().length === 0) return;
    const make = (part: string) =>
      new Gauge(
        options(`nodejs_heap_space_size_${part}_bytes`, `Process heap space size ${part} from Node.js in bytes.`, [
          "space",
        ]),
      );
    const [used, available] = [make("used"), make("available")];
    new Gauge({
      ...options("nodejs_heap_space_size_total_bytes", "Process heap space size total from Node.js in bytes.", [
        "space",
      ]),
      collect() {
        for (const { space_name, space_size, space_used_size, space_available_size } of spaces()) {
          const space = space_name.replace(/_space$/, "");
          this.set({ space, ...labels }, space_size);
          used.set({ space, ...labels }, space_used_size);
          available.set({ space, ...labels }, space_available_size);
        }
      },
    });
  },
  version({ host, labels, options }) {
    const { version } = host;
    const [major = "", minor = "", patch = ""] = version.slice(1).split(".").map((part) => String(Number(part)));
    new Gauge({
      ...options("nodejs_version_info", "Node.js version info.", ["version", "major", "minor", "patch"]),
      aggregator: "first",
      collect() {
        this.set({ version, major, minor, patch, ...labels }, 1);
      },
    });
  },
  gc({ modules, config, labels, options }) {
    const help = "Garbage collection duration by kind, one of major, minor, incremental or weakcb.";
    const durations = new Histogram({
      ...options("nodejs_gc_duration_seconds", help, ["kind"]),
      buckets: config.gcDurationBuckets ?? GC_BUCKETS,
    });
    const Observer = modules.hooks?.PerformanceObserver;
    if (Observer === undefined) return;
    try {
      const observer = new Observer((list) => {
        for (const entry of list.getEntries()) {
          durations.observe({ kind: GC_KINDS[entry.detail?.kind ?? 0] ?? "other", ...labels }, entry.duration / 1000);
        }
      });
      observer.observe({ entryTypes: ["gc"] });
    } catch {
      // The runtime does not report collections.
    }
  },
};

/** Type of {@linkcode collectDefaultMetrics}. */
export interface CollectDefaultMetrics {
  /** Registers the metrics. */
  (config?: DefaultMetricsCollectorConfiguration | null): void;
  /** Names of the groups of metrics. */
  readonly metricsList: readonly string[];
}

/**
 * Registers metrics of the process and the runtime, with the names of prom-client 15. Of those that the runtime does not have,
 * there is no value.
 *
 * @param config Registry, prefix, labels
 * @throws {TypeError} If the configuration is not an object
 */
export const collectDefaultMetrics: CollectDefaultMetrics = Object.assign(collect, {
  metricsList: Object.keys(METRICS),
});

function collect(config?: DefaultMetricsCollectorConfiguration | null): void {
  if (config !== null && config !== undefined && typeof config !== "object") {
    throw new TypeError("config must be null, undefined, or an object");
  }
  const { register, prefix = "", labels = {} } = config ?? {};
  const { process: host } = globalThis as unknown as { readonly process?: Process };
  if (host === undefined) throw new Error("Cannot collect default metrics: this runtime has no process");
  const find = <T>(name: string) => host.getBuiltinModule?.(name) as T | undefined;
  const context: Context = {
    host,
    modules: { fs: find("node:fs"), hooks: find("node:perf_hooks"), v8: find("node:v8") },
    config: config ?? {},
    labels,
    options: (name, help, more = []) => ({
      name: prefix + name,
      help,
      labelNames: [...more, ...Object.keys(labels)],
      ...register && { registers: [register] },
    }),
  };
  for (const register of Object.values(METRICS)) register(context);
}

/** Counts things by their names, and all of them. */
function counted(
  name: string,
  what: string,
  one: string,
  list: () => readonly string[] | undefined,
  { labels, options }: Pick<Context, "labels" | "options">,
): void {
  if (list() === undefined) return;
  const help = `Number of ${what} grouped by ${one} type. Every ${one} type is C++ class name.`;
  const total = new Gauge(options(`${name}_total`, `Total number of ${what}.`));
  new Gauge({
    ...options(name, help, ["type"]),
    collect() {
      const names = list() ?? [];
      const counts = new Map<string, number>();
      for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
      this.reset();
      for (const [type, count] of counts) this.set({ type, ...labels }, count);
      total.set(labels, names.length);
    },
  });
}

function namesOf(objects: readonly object[] | undefined): readonly string[] | undefined {
  return objects?.map(({ constructor }) => constructor?.name ?? "unknown");
}

function read({ fs }: Modules, path: string): string {
  try {
    return fs?.readFileSync(path, "utf8") ?? "";
  } catch {
    return "";
  }
}

function monitorOf({ hooks }: Modules, resolution: number): Monitor | undefined {
  try {
    const monitor = hooks?.monitorEventLoopDelay({ resolution });
    monitor?.enable();
    return monitor;
  } catch {
    return undefined; // not on Bun
  }
}
