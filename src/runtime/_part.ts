import type { Clock } from "../model/clock.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { NativeOptions } from "../metrics/native_options.ts";
import type { RuntimeProbe } from "./probe.ts";

/** Dependencies and options of a part. */
export interface Setting {
  readonly probe: RuntimeProbe;
  readonly clock: Clock;
  /** Checks whether a family is selected. Values of other families are neither watched nor read. */
  readonly isWanted: (name: string) => boolean;
  readonly delayBuckets: readonly number[];
  readonly gcBuckets: readonly number[];
  readonly native: NativeOptions | undefined;
}

/** A part of a collector: families from one source. */
export interface Part {
  readonly collect: () => Iterable<MetricFamily>;
  /** Stops everything that was started when the part was created. */
  readonly stop?: () => void;
}

/**
 * Creates a part, which may start watching; `undefined` if the probe lacks its values or none of its families is
 * selected.
 */
export type MakePart = (setting: Setting) => Part | undefined;
