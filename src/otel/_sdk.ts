/** The part of `@opentelemetry/sdk-metrics` that is read. */

/** Attributes of a point or a resource. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Values of `AggregationTemporality`. */
export const TEMPORALITY = { cumulative: 1 } as const;

/** Values of `DataPointType`. */
export const DATA_POINT = { histogram: 0, exponential: 1, gauge: 2, sum: 3 } as const;

/** Seconds and nanoseconds since the epoch. */
export type HrTime = readonly [seconds: number, nanoseconds: number];

/** What describes the process. */
export interface Resource {
  readonly attributes: Attributes;
  readonly asyncAttributesPending?: boolean;
  waitForAsyncAttributes?(): Promise<void>;
}

/** A point of a metric. */
export interface DataPoint<V> {
  readonly startTime: HrTime;
  readonly attributes: Attributes;
  readonly value: V;
}

/** Value of a histogram with fixed buckets. */
export interface HistogramValue {
  readonly buckets: { readonly boundaries: readonly number[]; readonly counts: readonly number[] };
  readonly sum?: number;
  readonly count: number;
}

/** Value of a histogram with exponential buckets. */
export interface ExponentialValue {
  readonly count: number;
  readonly sum?: number;
  readonly scale: number;
  readonly zeroCount: number;
  readonly positive: { readonly offset: number; readonly bucketCounts: readonly number[] };
  readonly negative: { readonly offset: number; readonly bucketCounts: readonly number[] };
}

/** A metric. */
export interface MetricData {
  readonly descriptor: { readonly name: string; readonly description: string; readonly unit: string };
  readonly aggregationTemporality: number;
  readonly dataPointType: number;
  readonly dataPoints: readonly DataPoint<unknown>[];
  readonly isMonotonic?: boolean;
}

/** The library that reports a metric. */
export interface SdkScope {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
  readonly attributes?: Attributes;
}

/** Result of a collection. */
export interface CollectionResult {
  readonly resourceMetrics: {
    readonly resource: Resource;
    readonly scopeMetrics: readonly { readonly scope: SdkScope; readonly metrics: readonly MetricData[] }[];
  };
  readonly errors: readonly unknown[];
}

/** Collects all metrics. */
export interface MetricProducer {
  collect(options?: { readonly timeoutMillis?: number }): Promise<CollectionResult>;
}
