/**
 * Default metrics of Deno, Bun, Node and Cloudflare Workers: CPU, memory, event loop delay, garbage collections, heap and
 * version. Importing this module has no side effects, needs no permission, and loads no module of Node.
 *
 * {@linkcode runtimeCollector} collects all of them, {@linkcode processCollector} only `process_*`. The names are `process_*` as
 * in every Prometheus client, and `nodejs_*`, `deno_*`, `bun_*` or `workers_*`. `names: "prom-client"` uses the names of
 * `@prometheus-io/client`, so that existing dashboards keep working. `examples/grafana/` has a dashboard for all four
 * runtimes.
 *
 * Metrics that a runtime lacks, or that need a permission you have not granted, are omitted; Deno never prompts. An idle process
 * spends a few hundredths of a percent of a core on them.
 *
 * @example Add default metrics to a registry
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { runtimeCollector } from "@webprom/exporter/runtime";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * using collector = runtimeCollector({ except: ["*_heap_space_*"] }); // or only: ["process_*"]
 * registry.register(collector);
 *
 * assertStringIncludes(await expose(registry), "webprom_runtime_info{");
 * ```
 *
 * @example Keep the names of prom-client
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { runtimeCollector } from "@webprom/exporter/runtime";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * using collector = runtimeCollector({ names: "prom-client" });
 * registry.register(collector);
 *
 * assertStringIncludes(await expose(registry), "process_cpu_user_seconds_total");
 * ```
 *
 * @module
 */

export { detectRuntime, type Runtime, type RuntimeGlobals, type RuntimeName } from "./detect_runtime.ts";
export { findProbe } from "./find_probe.ts";
export type {
  GcKind,
  GcWatch,
  HeapReading,
  HeapSpace,
  LoopProbe,
  LoopTimes,
  ProcessReading,
  RuntimeProbe,
} from "./probe.ts";
export { processCollector, type ProcessCollectorOptions } from "./process_collector.ts";
export { type RuntimeCollector, runtimeCollector, type RuntimeCollectorOptions } from "./runtime_collector.ts";
export type { SelectionOptions } from "./_selection.ts";
