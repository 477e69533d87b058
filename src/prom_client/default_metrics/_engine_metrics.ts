import { builtinModule } from "../_builtin.ts";
import { Gauge } from "../gauge.ts";
import { Histogram } from "../histogram.ts";
import type { DefaultMetrics, DefaultMetricsContext } from "./_context.ts";

/** A garbage collection. */
interface Collection {
  readonly duration: number;
  readonly detail?: { readonly kind?: number };
}

/** The part of `node:perf_hooks` that is used here. */
interface PerfHooks {
  readonly PerformanceObserver: new (receive: (list: { getEntries(): readonly Collection[] }) => void) => {
    observe(options: { readonly entryTypes: readonly string[] }): void;
  };
}

/** The part of `node:v8` that is used here. */
interface V8 {
  getHeapSpaceStatistics?(): readonly {
    readonly space_name: string;
    readonly space_size: number;
    readonly space_used_size: number;
    readonly space_available_size: number;
  }[];
}

const GC_KINDS: Readonly<Record<number, string>> = { 1: "minor", 4: "major", 8: "incremental", 16: "weakcb" };

/** Resources that keep the event loop alive, by type. */
export const processResources: DefaultMetrics = (context) => {
  countByType(context, "resource", "active resources", () => context.host.getActiveResourcesInfo?.());
};

/** Handles of libuv, by type. */
export const processHandles: DefaultMetrics = (context) => {
  countByType(context, "handle", "active handles", () => typesOf(context.host._getActiveHandles?.()));
};

/** Requests of libuv, by type. */
export const processRequests: DefaultMetrics = (context) => {
  countByType(context, "request", "active requests", () => typesOf(context.host._getActiveRequests?.()));
};

/** Heap of the JavaScript engine. */
export const heapSizeAndUsed: DefaultMetrics = ({ host, labels, config }) => {
  new Gauge({
    ...config("nodejs_heap_size_total_bytes", "Process heap size from Node.js in bytes."),
    collect() {
      const memory = host.memoryUsage();
      this.set(labels, memory.heapTotal);
      used.set(labels, memory.heapUsed);
      if (memory.external !== undefined) external.set(labels, memory.external);
    },
  });
  const used = new Gauge(config("nodejs_heap_size_used_bytes", "Process heap size used from Node.js in bytes."));
  const external = new Gauge(config("nodejs_external_memory_bytes", "Node.js external memory size in bytes."));
};

/** Heap spaces of V8. */
export const heapSpacesSizeAndUsed: DefaultMetrics = ({ labels, config }) => {
  if (heapSpaces().length === 0) return;
  const gauge = (part: string) => {
    const help = `Process heap space size ${part} from Node.js in bytes.`;
    return config(`nodejs_heap_space_size_${part}_bytes`, help, ["space"]);
  };
  new Gauge({
    ...gauge("total"),
    collect() {
      for (const { space_name, space_size, space_used_size, space_available_size } of heapSpaces()) {
        const space = space_name.replace(/_space$/, "");
        this.set({ space, ...labels }, space_size);
        used.set({ space, ...labels }, space_used_size);
        available.set({ space, ...labels }, space_available_size);
      }
    },
  });
  const used = new Gauge(gauge("used"));
  const available = new Gauge(gauge("available"));
};

/** Version of Node. */
export const version: DefaultMetrics = ({ host, labels, config }) => {
  const { version } = host;
  const [major = 0, minor = 0, patch = 0] = version.slice(1).split(".").map((part) => Number.parseInt(part));
  new Gauge({
    ...config("nodejs_version_info", "Node.js version info.", ["version", "major", "minor", "patch"]),
    aggregator: "first",
    collect() {
      this.set({ version, major, minor, patch, ...labels }, 1);
    },
  });
};

/** Durations of garbage collections. */
export const gc: DefaultMetrics = ({ options, labels, config }) => {
  const help = "Garbage collection duration by kind, one of major, minor, incremental or weakcb.";
  const durations = new Histogram({
    ...config("nodejs_gc_duration_seconds", help, ["kind"]),
    buckets: options.gcDurationBuckets,
  });
  const Observer = builtinModule<PerfHooks>("node:perf_hooks")?.PerformanceObserver;
  if (Observer === undefined) return;
  try {
    const observer = new Observer((list) => {
      for (const { detail, duration } of list.getEntries()) {
        durations.observe({ kind: GC_KINDS[detail?.kind ?? 0] ?? "other", ...labels }, duration / 1000);
      }
    });
    observer.observe({ entryTypes: ["gc"] });
  } catch {
    // The runtime does not report garbage collections.
  }
};

/** Registers two gauges: the number of things by type, and the number of all. */
function countByType(
  { labels, config }: DefaultMetricsContext,
  kind: "handle" | "request" | "resource",
  what: string,
  list: () => readonly string[] | undefined,
): void {
  if (list() === undefined) return;
  const name = `nodejs_active_${kind}s`;
  const help = kind === "resource"
    ? "Number of active resources that are currently keeping the event loop alive, grouped by async resource type."
    : `Number of active libuv ${kind}s grouped by ${kind} type. Every ${kind} type is C++ class name.`;
  new Gauge({
    ...config(name, help, ["type"]),
    collect() {
      const types = list() ?? [];
      const counts = new Map<string, number>();
      for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
      this.reset();
      for (const [type, count] of counts) this.set({ type, ...labels }, count);
      total.set(labels, types.length);
    },
  });
  const total = new Gauge(config(`${name}_total`, `Total number of ${what}.`));
}

function typesOf(objects: readonly object[] | undefined): readonly string[] | undefined {
  return objects?.map((object) => object.constructor?.name ?? "unknown");
}

function heapSpaces(): ReturnType<NonNullable<V8["getHeapSpaceStatistics"]>> {
  try {
    return builtinModule<V8>("node:v8")?.getHeapSpaceStatistics?.() ?? [];
  } catch {
    return []; // Bun has the function, and it throws
  }
}
