/** What a histogram was told and what it wrote; observation `i` was made at `i * stepMs`, and it wrote one step later. */
export interface HistogramVector {
  readonly name: string;
  readonly native: {
    readonly factor: number;
    readonly zeroThreshold: number;
    readonly maxBuckets: number;
    readonly minResetDurationMs: number;
    readonly maxZeroThreshold: number;
  };
  readonly buckets: readonly number[];
  readonly stepMs: number;
  readonly values: readonly number[];
  readonly written: {
    readonly count: number;
    readonly sum: number;
    readonly createdMs: number;
    readonly cumulative: readonly number[];
    readonly schema: number;
    readonly zeroThreshold: number;
    readonly zeroCount: number;
    readonly positive: Spans;
    readonly negative: Spans;
  };
}

/** Native buckets as the protobuf format has them. */
export interface Spans {
  readonly spans: readonly (readonly [offset: number, length: number])[];
  readonly deltas: readonly number[];
}

/** Observations with exemplars, and the places of those that were kept, by value. */
export interface ExemplarVector {
  readonly name: string;
  readonly maxExemplars: number;
  readonly exemplarTtlMs: number;
  readonly values: readonly number[];
  readonly timesMs: readonly number[];
  readonly kept: readonly number[];
}
