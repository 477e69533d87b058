import type { Collector } from "../model/collector.ts";
import { systemClock } from "../model/clock.ts";
import { findProbe } from "./find_probe.ts";
import { PartsCollector } from "./_parts_collector.ts";
import { processPart } from "./_process_part.ts";
import type { RuntimeProbe } from "./probe.ts";
import { Selection, type SelectionOptions } from "./_selection.ts";

/** How a process collector is made. */
export interface ProcessCollectorOptions extends SelectionOptions {
  /**
   * Where the values come from.
   *
   * @default {findProbe()}
   */
  readonly probe?: RuntimeProbe | undefined;
}

/**
 * Makes a collector of the standard `process_*` metrics alone; {@linkcode runtimeCollector} has them too. What the
 * runtime, the system or a missing permission does not give is left out.
 *
 * @example Tell CPU time and memory
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
 * @param options Which, and under what names
 * @returns The collector
 * @throws {TypeError} If the prefix or a label is not usable
 */
export function processCollector(options: ProcessCollectorOptions = {}): Collector {
  return new PartsCollector("process", [processPart], new Selection(options), {
    probe: options.probe ?? findProbe(),
    clock: systemClock,
    delayBuckets: [],
    gcBuckets: [],
    native: undefined,
  });
}
