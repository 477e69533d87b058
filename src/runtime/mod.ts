/**
 * Default metrics of Deno, Bun, Node and Cloudflare Workers: CPU, memory, event loop delay, garbage collections, heap and
 * version. Importing this module has no side effects, needs no permission, and loads no module of Node.
 *
 * {@linkcode runtimeCollector} collects all of them, {@linkcode processCollector} only `process_*`. The names are `process_*` as
 * in every Prometheus client, and `nodejs_*`, `deno_*`, `bun_*` or `workers_*`. `names: "prom-client"` uses the names of
 * `@prometheus-io/client`, so that existing dashboards keep working. `examples/grafana/` has a dashboard for all four
 * runtimes.
 *
 * `process_*` metrics, in seconds and bytes:
 *
 * | metric | source | runtimes |
 * | --- | --- | --- |
 * | `process_cpu_seconds_total`, `process_resident_memory_bytes`, `process_start_time_seconds` | the runtime | Deno, Bun, Node |
 * | `process_virtual_memory_bytes`, `process_virtual_memory_max_bytes`, `process_open_fds`, `process_max_fds`, `process_threads`, `process_network_receive_bytes_total`, `process_network_transmit_bytes_total` | `/proc/self` | Linux; Deno with `-A` |
 * | `process_cgroup_cpu_periods_total`, `process_cgroup_cpu_throttled_periods_total`, `process_cgroup_cpu_throttled_seconds_total` | `cpu.stat` of the process' cgroup | Linux; Deno with `-A` |
 * | `process_cgroup_cpu_limit_cores`, `process_cgroup_memory_limit_bytes`: only if there is a limit | `cpu.max` and `memory.max` | Linux; Deno with `-A` |
 * | `process_cgroup_memory_usage_bytes` | `memory.current` | Linux; Deno with `-A` |
 * | `process_pressure_{cpu,memory,io}_waiting_seconds_total`, `process_pressure_{cpu,memory,io}_stalled_seconds_total` | `cpu.pressure`, `memory.pressure` and `io.pressure`, only cgroup v2 | Linux; Deno with `-A` |
 *
 * The values of a cgroup are those of all processes in it, usually one container or systemd unit. cgroup v1 and v2 are
 * supported. A process in the root cgroup has none of them: they would be those of the machine, which node_exporter reports.
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
  CgroupReading,
  GcKind,
  GcWatch,
  HeapReading,
  HeapSpace,
  LoopProbe,
  LoopTimes,
  PressureReading,
  ProcessReading,
  RuntimeProbe,
} from "./probe.ts";
export { processCollector, type ProcessCollectorOptions } from "./process_collector.ts";
export { type RuntimeCollector, runtimeCollector, type RuntimeCollectorOptions } from "./runtime_collector.ts";
export type { SelectionOptions } from "./_selection.ts";
