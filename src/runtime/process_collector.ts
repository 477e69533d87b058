import type { Collector } from "../model/collector.ts";
import { cgroupPart } from "./_cgroup_part.ts";
import { systemClock } from "../model/clock.ts";
import { findProbe } from "./find_probe.ts";
import { PartsCollector } from "./_parts_collector.ts";
import { processPart } from "./_process_part.ts";
import type { RuntimeProbe } from "./probe.ts";
import type { SelectionOptions } from "./_selection.ts";

/** Options of {@linkcode processCollector}. */
export interface ProcessCollectorOptions extends SelectionOptions {
  /**
   * Source of the values.
   *
   * @default {findProbe()}
   */
  readonly probe?: RuntimeProbe | undefined;
}

/**
 * Creates a collector of only the `process_*` metrics, with the cgroup of the process; {@linkcode runtimeCollector}
 * includes them. Metrics that the runtime or operating system lacks, or that need a missing permission, are omitted. Registering another one
 * with the same options, as after a hot reload, replaces the first.
 *
 * @example Expose CPU time and memory
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { processCollector } from "@webprom/exporter/runtime";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.register(processCollector());
 *
 * assertStringIncludes(await expose(registry), "# TYPE process_cpu_seconds_total counter\n");
 * ```
 *
 * @param options Selection, prefix, labels and probe
 * @returns The collector
 * @throws {TypeError} If the prefix or a label is invalid
 */
export function processCollector(options: ProcessCollectorOptions = {}): Collector {
  return new PartsCollector("process", [processPart, cgroupPart], options, {
    probe: options.probe ?? findProbe(),
    clock: systemClock,
    delayBuckets: [],
    gcBuckets: [],
    native: undefined,
  });
}
