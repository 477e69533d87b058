import { sortBatch } from "./_sort_batch.ts";
import { CkmsStream, type Objective } from "./_ckms_stream.ts";

/** Options for estimating the quantiles of a summary. */
export interface WindowOptions {
  readonly objectives: readonly Objective[];
  readonly maxAgeMs: number;
  readonly ageBuckets: number;
}

const BATCH = 1024;

/**
 * Estimates quantiles over a sliding window. There is one stream for each age bucket, and each observation goes to all
 * of them. Queries read the oldest stream; when it expires it is emptied and becomes the youngest.
 */
export class QuantileWindow {
  readonly #streams: readonly CkmsStream[];
  readonly #stepMs: number;
  #head = 0;
  #headEndsMs: number | undefined;
  #batch = new Float64Array(16);
  #pending = 0;

  constructor({ objectives, maxAgeMs, ageBuckets }: WindowOptions) {
    this.#streams = Array.from({ length: ageBuckets }, () => new CkmsStream(objectives));
    this.#stepMs = maxAgeMs / ageBuckets;
  }

  /** Adds a value. */
  insert(value: number, nowMs: number): void {
    this.#headEndsMs ??= nowMs + this.#stepMs;
    if (nowMs >= this.#headEndsMs) this.#rotate(nowMs);
    if (this.#pending === this.#batch.length) this.#makeRoom();
    this.#batch[this.#pending++] = value;
  }

  /** Estimates a quantile of the values in the window; NaN if there are none. */
  query(quantile: number, nowMs: number): number {
    this.#headEndsMs ??= nowMs + this.#stepMs;
    if (nowMs >= this.#headEndsMs) this.#rotate(nowMs);
    this.#flush();
    return (this.#streams[this.#head] as CkmsStream).query(quantile);
  }

  #makeRoom(): void {
    if (this.#pending === BATCH) return this.#flush();
    const larger = new Float64Array(this.#pending * 2);
    larger.set(this.#batch);
    this.#batch = larger;
  }

  #flush(): void {
    const batch = sortBatch(this.#batch.subarray(0, this.#pending));
    for (const stream of this.#streams) stream.insert(batch);
    this.#pending = 0;
  }

  #rotate(nowMs: number): void {
    this.#flush();
    const end = this.#headEndsMs ?? nowMs;
    const steps = Math.floor((nowMs - end) / this.#stepMs) + 1;
    for (let step = 0; step < Math.min(steps, this.#streams.length); step++) {
      (this.#streams[this.#head] as CkmsStream).reset();
      this.#head = (this.#head + 1) % this.#streams.length;
    }
    this.#headEndsMs = end + steps * this.#stepMs;
  }
}
