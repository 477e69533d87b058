/// <reference lib="esnext.disposable" preserve="true" />
import { quote } from "../model/quote.ts";
import type { NativeOptions } from "../metrics/native_options.ts";
import { type Clock, systemClock } from "../model/clock.ts";
import type { Collector } from "../model/collector.ts";
import { cgroupPart } from "./_cgroup_part.ts";
import { countWords, gauge, info } from "./_families.ts";
import { gcPart } from "./_gc_part.ts";
import { heapPart } from "./_heap_part.ts";
import { Isolate } from "./_isolate.ts";
import { delayPart, loopTimePart } from "./_loop_part.ts";
import type { MakePart, Part, Setting } from "./_part.ts";
import { PartsCollector, textOf } from "./_parts_collector.ts";
import { processPart } from "./_process_part.ts";
import { PROM_CLIENT_PARTS } from "./_prom_client_parts.ts";
import type { SelectionOptions } from "./_selection.ts";
import type { RuntimeName } from "./detect_runtime.ts";
import { findProbe } from "./find_probe.ts";
import type { RuntimeProbe } from "./probe.ts";

/** Options of {@linkcode runtimeCollector}. */
export interface RuntimeCollectorOptions extends SelectionOptions {
  /**
   * Naming scheme: `webprom` has one prefix per runtime and all metrics that the runtime supports; `prom-client` has
   * the names of the default metrics of `@prometheus-io/client` on every runtime, so that existing dashboards keep
   * working.
   *
   * @default {"webprom"}
   */
  readonly names?: "prom-client" | "webprom" | undefined;
  /**
   * Upper bounds of the classic buckets for the event loop delay, in seconds.
   *
   * @default {[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]}
   */
  readonly delayBuckets?: readonly number[] | undefined;
  /**
   * Upper bounds of the classic buckets for garbage collections, in seconds.
   *
   * @default {[0.001, 0.01, 0.1, 1, 2, 5]}
   */
  readonly gcBuckets?: readonly number[] | undefined;
  /**
   * Native buckets of both histograms, in addition to the classic ones; `false` disables them.
   *
   * @default {{ factor: 1.1, zeroThreshold: 0.0001 }}
   */
  readonly native?: NativeOptions | false | undefined;
  /**
   * Source of the values.
   *
   * @default {findProbe()}
   */
  readonly probe?: RuntimeProbe | undefined;
  /**
   * Source of the current time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** Collects metrics of the runtime until it is disposed of. */
export interface RuntimeCollector extends Collector, Disposable {
  /**
   * Counts a Worker's requests; wrap the exported `fetch`. On other runtimes it returns the handler unchanged.
   *
   * @param handle The handler
   * @returns A handler that also counts requests
   */
  countRequests<A extends readonly unknown[], R>(handle: (...args: A) => R): (...args: A) => R;
}

/** Name prefix of the metrics of each runtime. */
const PREFIXES: Readonly<Record<RuntimeName, string>> = {
  bun: "bun",
  deno: "deno",
  node: "nodejs",
  workers: "workers",
};

const DELAY_BUCKETS: readonly number[] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const GC_BUCKETS: readonly number[] = [0.001, 0.01, 0.1, 1, 2, 5];
const NATIVE: NativeOptions = { factor: 1.1, zeroThreshold: 0.0001 };

/**
 * Creates a collector of all default metrics: process, event loop, garbage collections, heap and version, on Deno, Bun,
 * Node and Cloudflare Workers. It starts watching immediately and does not keep the process alive. A further call with
 * the same options returns the same collector, so that registering it again after a hot reload has no effect; it stops
 * once it has been disposed of as many times as it was requested.
 *
 * @example Expose runtime metrics
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { runtimeCollector } from "@webprom/exporter/runtime";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * using collector = runtimeCollector({ except: ["*_heap_space_*"] });
 * registry.register(collector);
 *
 * assertStringIncludes(await expose(registry), "\nwebprom_runtime_info{");
 * ```
 *
 * @param options Selection, names, labels, buckets and probe
 * @returns The collector
 * @throws {TypeError} If `names` is unknown, or the prefix or a label is invalid
 * @throws {RangeError} If buckets are empty, unsorted, duplicate or not finite
 */
export function runtimeCollector(options: RuntimeCollectorOptions = {}): RuntimeCollector {
  if (options.probe !== undefined || options.clock !== undefined) return new LiveCollector(options);
  const key = textOf(options);
  const live = liveCollectors();
  const found = live.get(key);
  if (found !== undefined) return found.hold();
  const made = new LiveCollector(options, () => live.delete(key));
  live.set(key, made);
  return made;
}

/** Returns the live collectors by their options, shared by all copies of this package in one process. */
function liveCollectors(): Map<string, LiveCollector> {
  const key = Symbol.for("@webprom/exporter/runtime-collectors/1");
  const shared = globalThis as typeof globalThis & { [key]?: Map<string, LiveCollector> };
  return shared[key] ??= new Map();
}

class LiveCollector extends PartsCollector implements RuntimeCollector {
  readonly #isolate: Isolate | undefined;
  readonly #onEnd: (() => void) | undefined;
  #holders = 1;

  constructor(options: RuntimeCollectorOptions, onEnd?: () => void) {
    const { probe = findProbe(), clock = systemClock, names = "webprom", gcBuckets = GC_BUCKETS } = options;
    const { delayBuckets = DELAY_BUCKETS, native = NATIVE } = options;
    if (names !== "webprom" && names !== "prom-client") {
      throw new TypeError(
        `Cannot collect runtime metrics: names must be "webprom" or "prom-client", current value is ${quote(names)}`,
      );
    }
    const isolate = probe?.isolateId && new Isolate(probe.isolateId, clock);
    const makers = [infoPart, () => isolate, ...names === "webprom" ? ownParts(probe) : PROM_CLIENT_PARTS];
    const settings = { probe, clock, delayBuckets, gcBuckets, native: native === false ? undefined : native };
    super("runtime", makers, options, settings);
    this.#isolate = isolate;
    this.#onEnd = onEnd;
  }

  countRequests<A extends readonly unknown[], R>(handle: (...args: A) => R): (...args: A) => R {
    return this.#isolate?.count(handle) ?? handle;
  }

  hold(): this {
    this.#holders++;
    return this;
  }

  override [Symbol.dispose](): void {
    if (--this.#holders > 0) return;
    this.#onEnd?.();
    super[Symbol.dispose]();
  }
}

function ownParts(probe: RuntimeProbe | undefined): readonly MakePart[] {
  const prefix = probe && PREFIXES[probe.runtime.name];
  if (prefix === undefined) return [];
  return [
    processPart,
    cgroupPart,
    ...[delayPart, loopTimePart, gcPart, heapPart, resourcesPart].map((makeFor) => makeFor(prefix)),
  ];
}

function infoPart({ probe: { runtime } }: Setting): Part {
  const labels = { runtime: runtime.name, version: runtime.version };
  return { collect: () => info("webprom_runtime_info", "Name and version of the JavaScript runtime.", labels) };
}

/** Reports the resources that keep the event loop alive. */
function resourcesPart(prefix: string): MakePart {
  return ({ probe: { activeResources } }) =>
    activeResources && {
      collect() {
        const help = "Number of active resources that keep the event loop alive, by type.";
        return gauge(`${prefix}_active_resources`, help, countWords("type", activeResources() ?? []));
      },
    };
}
