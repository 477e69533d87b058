import type { NativeHistogram } from "../model/metric_family.ts";
import { NativeBuckets } from "./_native_buckets.ts";
import { NativeExemplars } from "./_native_exemplars.ts";
import type { NativeSettings } from "./native_options.ts";

/** Native buckets and exemplars of one series. */
export class NativeState {
  readonly settings: NativeSettings;
  readonly exemplars: NativeExemplars;
  buckets: NativeBuckets;
  /** `true` if buckets were reduced: the series is reset once the minimum reset duration has passed. */
  isResetScheduled = false;

  constructor(settings: NativeSettings) {
    this.settings = settings;
    this.exemplars = new NativeExemplars(settings.maxExemplars, settings.exemplarTtlMs);
    this.buckets = new NativeBuckets(settings);
  }

  /** Removes all buckets. */
  reset(): void {
    this.buckets = new NativeBuckets(this.settings);
    this.isResetScheduled = false;
  }

  /** Copies buckets and exemplars to a plain object for encoders. */
  snapshot(): NativeHistogram {
    return { ...this.buckets.snapshot(), exemplars: this.exemplars.sorted.slice() };
  }
}
