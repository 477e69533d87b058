import type { NativeHistogram } from "../model/metric_family.ts";
import { NativeBuckets } from "./_native_buckets.ts";
import { NativeExemplars } from "./_native_exemplars.ts";
import type { NativeSettings } from "./native_options.ts";

/** What one series keeps for its native buckets. */
export class NativeState {
  readonly settings: NativeSettings;
  readonly exemplars: NativeExemplars;
  buckets: NativeBuckets;
  /** Whether buckets were reduced, so that the series begins again as soon as it may. */
  isResetScheduled = false;

  constructor(settings: NativeSettings) {
    this.settings = settings;
    this.exemplars = new NativeExemplars(settings.maxExemplars, settings.exemplarTtlMs);
    this.buckets = new NativeBuckets(settings);
  }

  /** Forgets all buckets. */
  reset(): void {
    this.buckets = new NativeBuckets(this.settings);
    this.isResetScheduled = false;
  }

  /** Copies everything to what encoders read. */
  snapshot(): NativeHistogram {
    return { ...this.buckets.snapshot(), exemplars: this.exemplars.sorted.slice() };
  }
}
