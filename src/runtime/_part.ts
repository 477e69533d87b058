import type { Clock } from "../model/clock.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { NativeOptions } from "../metrics/native_options.ts";
import type { RuntimeProbe } from "./probe.ts";

/** What a part of a collector is made with. */
export interface Setting {
  readonly probe: RuntimeProbe;
  readonly clock: Clock;
  /** Tells whether a family is to be collected: what nobody wants is neither watched nor read. */
  readonly isWanted: (name: string) => boolean;
  readonly delayBuckets: readonly number[];
  readonly gcBuckets: readonly number[];
  readonly native: NativeOptions | undefined;
}

/** A part of a collector: families that have one source. */
export interface Part {
  readonly collect: () => Iterable<MetricFamily>;
  /** Ends what was started when the part was made. */
  readonly stop?: () => void;
}

/** Makes a part, which may start something; `undefined` where the probe or the wishes leave nothing to it. */
export type MakePart = (setting: Setting) => Part | undefined;
