/**
 * The messages of OTLP metrics, with their fields.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto
 */

import type { Bytes } from "../../model/bytes.ts";

/** Kind of value in a field. */
export type OtlpKind =
  | "bool"
  | "bytes"
  | "double"
  | "doubles"
  | "fixed"
  | "fixeds"
  | "int"
  | "list"
  | "message"
  | "sint"
  | "string"
  | "uint"
  | "uints";

/** A field of a message. */
export interface OtlpField<K extends OtlpKind = OtlpKind> {
  readonly kind: K;
  /** Field number and wire type of protobuf. */
  readonly tag: number;
  /** Name in JSON. */
  readonly key: string;
}

/** Writes a request in one of the encodings. */
export interface OtlpWriter {
  /** Begins a message, which is the next one of a list if its field is one. */
  begin(field: OtlpField<"list" | "message">): void;
  /** Ends the message that began last. */
  end(): void;
  /** Begins a list of messages. */
  beginList(field: OtlpField<"list">): void;
  /** Ends the list that began last. */
  endList(): void;
  string(field: OtlpField<"string">, text: string): void;
  /** Writes bytes that are given as hexadecimal digits. */
  hex(field: OtlpField<"bytes">, digits: string): void;
  bool(field: OtlpField<"bool">, value: boolean): void;
  double(field: OtlpField<"double">, value: number): void;
  doubles(field: OtlpField<"doubles">, values: ArrayLike<number>): void;
  /** Writes a count in 8 bytes. */
  fixed(field: OtlpField<"fixed">, value: number): void;
  fixeds(field: OtlpField<"fixeds">, values: ArrayLike<number>): void;
  /** Writes milliseconds since the epoch as nanoseconds. */
  nanos(field: OtlpField<"fixed">, timeMs: number): void;
  int(field: OtlpField<"int">, value: number): void;
  sint(field: OtlpField<"sint">, value: number): void;
  uint(field: OtlpField<"uint">, value: number): void;
  uints(field: OtlpField<"uints">, values: ArrayLike<number>): void;
  /** Returns everything written so far, and starts again. */
  take(): Bytes;
}

const WIRE_TYPES: Readonly<Record<OtlpKind, number>> = {
  bool: 0,
  bytes: 2,
  double: 1,
  doubles: 2,
  fixed: 1,
  fixeds: 2,
  int: 0,
  list: 2,
  message: 2,
  sint: 0,
  string: 2,
  uint: 0,
  uints: 2,
};

function field<K extends OtlpKind>(kind: K, number: number, key: string): OtlpField<K> {
  return { kind, tag: number << 3 | WIRE_TYPES[kind], key };
}

/** Fields of one kind. */
type Fields<K extends OtlpKind, N extends string> = { readonly [F in N]: OtlpField<K> };

export const REQUEST: Fields<"list", "resourceMetrics"> = { resourceMetrics: field("list", 1, "resourceMetrics") };

export const RESOURCE_METRICS: Fields<"message", "resource"> & Fields<"list", "scopeMetrics"> = {
  resource: field("message", 1, "resource"),
  scopeMetrics: field("list", 2, "scopeMetrics"),
};

export const RESOURCE: Fields<"list", "attributes"> = { attributes: field("list", 1, "attributes") };

export const SCOPE_METRICS: Fields<"message", "scope"> & Fields<"list", "metrics"> = {
  scope: field("message", 1, "scope"),
  metrics: field("list", 2, "metrics"),
};

export const SCOPE: Fields<"string", "name" | "version"> = {
  name: field("string", 1, "name"),
  version: field("string", 2, "version"),
};

export const METRIC:
  & Fields<"string", "name" | "description" | "unit">
  & Fields<"message", "gauge" | "sum" | "histogram" | "exponentialHistogram" | "summary">
  & Fields<"list", "metadata"> = {
    name: field("string", 1, "name"),
    description: field("string", 2, "description"),
    unit: field("string", 3, "unit"),
    gauge: field("message", 5, "gauge"),
    sum: field("message", 7, "sum"),
    histogram: field("message", 9, "histogram"),
    exponentialHistogram: field("message", 10, "exponentialHistogram"),
    summary: field("message", 11, "summary"),
    metadata: field("list", 12, "metadata"),
  };

/** Fields of a gauge, a sum, a histogram, an exponential histogram and a summary; none of them has other ones. */
export const DATA:
  & Fields<"list", "dataPoints">
  & Fields<"uint", "aggregationTemporality">
  & Fields<"bool", "isMonotonic"> = {
    dataPoints: field("list", 1, "dataPoints"),
    aggregationTemporality: field("uint", 2, "aggregationTemporality"),
    isMonotonic: field("bool", 3, "isMonotonic"),
  };

/** Fields that points of all types have under the same number. */
export const POINT: Fields<"fixed", "startTimeUnixNano" | "timeUnixNano"> = {
  startTimeUnixNano: field("fixed", 2, "startTimeUnixNano"),
  timeUnixNano: field("fixed", 3, "timeUnixNano"),
};

export const NUMBER_POINT: Fields<"double", "asDouble"> & Fields<"list", "exemplars" | "attributes"> = {
  asDouble: field("double", 4, "asDouble"),
  exemplars: field("list", 5, "exemplars"),
  attributes: field("list", 7, "attributes"),
};

/** Fields that histograms, exponential histograms and summaries have under the same number. */
export const DISTRIBUTION: Fields<"fixed", "count"> & Fields<"double", "sum"> = {
  count: field("fixed", 4, "count"),
  sum: field("double", 5, "sum"),
};

export const HISTOGRAM_POINT:
  & Fields<"fixeds", "bucketCounts">
  & Fields<"doubles", "explicitBounds">
  & Fields<"list", "exemplars" | "attributes"> = {
    bucketCounts: field("fixeds", 6, "bucketCounts"),
    explicitBounds: field("doubles", 7, "explicitBounds"),
    exemplars: field("list", 8, "exemplars"),
    attributes: field("list", 9, "attributes"),
  };

export const EXPONENTIAL_POINT:
  & Fields<"list", "attributes" | "exemplars">
  & Fields<"sint", "scale">
  & Fields<"fixed", "zeroCount">
  & Fields<"message", "positive" | "negative">
  & Fields<"double", "zeroThreshold"> = {
    attributes: field("list", 1, "attributes"),
    scale: field("sint", 6, "scale"),
    zeroCount: field("fixed", 7, "zeroCount"),
    positive: field("message", 8, "positive"),
    negative: field("message", 9, "negative"),
    exemplars: field("list", 11, "exemplars"),
    zeroThreshold: field("double", 14, "zeroThreshold"),
  };

export const BUCKETS: Fields<"sint", "offset"> & Fields<"uints", "bucketCounts"> = {
  offset: field("sint", 1, "offset"),
  bucketCounts: field("uints", 2, "bucketCounts"),
};

export const SUMMARY_POINT: Fields<"list", "quantileValues" | "attributes"> = {
  quantileValues: field("list", 6, "quantileValues"),
  attributes: field("list", 7, "attributes"),
};

export const QUANTILE: Fields<"double", "quantile" | "value"> = {
  quantile: field("double", 1, "quantile"),
  value: field("double", 2, "value"),
};

export const EXEMPLAR:
  & Fields<"fixed", "timeUnixNano">
  & Fields<"double", "asDouble">
  & Fields<"bytes", "spanId" | "traceId">
  & Fields<"list", "filteredAttributes"> = {
    timeUnixNano: field("fixed", 2, "timeUnixNano"),
    asDouble: field("double", 3, "asDouble"),
    spanId: field("bytes", 4, "spanId"),
    traceId: field("bytes", 5, "traceId"),
    filteredAttributes: field("list", 7, "filteredAttributes"),
  };

export const KEY_VALUE: Fields<"string", "key"> & Fields<"message", "value"> = {
  key: field("string", 1, "key"),
  value: field("message", 2, "value"),
};

export const ANY_VALUE:
  & Fields<"string", "stringValue">
  & Fields<"bool", "boolValue">
  & Fields<"int", "intValue">
  & Fields<"double", "doubleValue"> = {
    stringValue: field("string", 1, "stringValue"),
    boolValue: field("bool", 2, "boolValue"),
    intValue: field("int", 3, "intValue"),
    doubleValue: field("double", 4, "doubleValue"),
  };
