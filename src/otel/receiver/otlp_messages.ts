/**
 * The part of an OTLP request that is read, as both of its encodings are decoded.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto
 */

/** A request. */
export interface OtlpRequest {
  readonly resourceMetrics?: readonly OtlpResourceMetrics[];
}

/** Metrics of one resource. */
export interface OtlpResourceMetrics {
  readonly resource?: { readonly attributes?: readonly OtlpKeyValue[] };
  readonly scopeMetrics?: readonly OtlpScopeMetrics[];
}

/** Metrics of one scope. */
export interface OtlpScopeMetrics {
  readonly scope?: { readonly name?: string; readonly version?: string; readonly attributes?: readonly OtlpKeyValue[] };
  readonly metrics?: readonly OtlpMetric[];
  readonly schemaUrl?: string;
}

/** A metric. */
export interface OtlpMetric {
  readonly name?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly gauge?: OtlpData<OtlpNumberPoint>;
  readonly sum?: OtlpData<OtlpNumberPoint>;
  readonly histogram?: OtlpData<OtlpHistogramPoint>;
  readonly exponentialHistogram?: OtlpData<OtlpExponentialPoint>;
  readonly summary?: OtlpData<OtlpSummaryPoint>;
  readonly metadata?: readonly OtlpKeyValue[];
}

/** Points of a metric. */
export interface OtlpData<P> {
  readonly dataPoints?: readonly P[];
  /** 1: differences, 2: totals. */
  readonly aggregationTemporality?: number;
  readonly isMonotonic?: boolean;
}

/** Fields of all points. Times are decoded to milliseconds. */
export interface OtlpPoint {
  readonly attributes?: readonly OtlpKeyValue[];
  readonly startTimeUnixNano?: number;
  readonly timeUnixNano?: number;
  /** The lowest bit: the series has ended. */
  readonly flags?: number;
}

/** A number. */
export interface OtlpNumberPoint extends OtlpPoint {
  readonly asDouble?: number;
  readonly asInt?: number;
  readonly exemplars?: readonly OtlpExemplar[];
}

/** A histogram with fixed buckets. */
export interface OtlpHistogramPoint extends OtlpPoint {
  readonly count?: number;
  readonly sum?: number;
  readonly bucketCounts?: readonly number[];
  readonly explicitBounds?: readonly number[];
  readonly exemplars?: readonly OtlpExemplar[];
}

/** A histogram with exponential buckets. */
export interface OtlpExponentialPoint extends OtlpPoint {
  readonly count?: number;
  readonly sum?: number;
  readonly scale?: number;
  readonly zeroCount?: number;
  readonly zeroThreshold?: number;
  readonly positive?: OtlpBuckets;
  readonly negative?: OtlpBuckets;
  readonly exemplars?: readonly OtlpExemplar[];
}

/** Neighbouring exponential buckets. */
export interface OtlpBuckets {
  readonly offset?: number;
  readonly bucketCounts?: readonly number[];
}

/** Quantiles. */
export interface OtlpSummaryPoint extends OtlpPoint {
  readonly count?: number;
  readonly sum?: number;
  readonly quantileValues?: readonly { readonly quantile?: number; readonly value?: number }[];
}

/** An exemplar. */
export interface OtlpExemplar {
  readonly filteredAttributes?: readonly OtlpKeyValue[];
  /** Milliseconds. */
  readonly timeUnixNano?: number;
  readonly asDouble?: number;
  readonly asInt?: number;
  /** Hexadecimal digits. */
  readonly spanId?: string;
  /** Hexadecimal digits. */
  readonly traceId?: string;
}

/** An attribute. */
export interface OtlpKeyValue {
  readonly key?: string;
  readonly value?: OtlpValue;
}

/** Value of an attribute. */
export interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: number;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
  readonly kvlistValue?: { readonly values?: readonly OtlpKeyValue[] };
  /** Base64. */
  readonly bytesValue?: string;
}

/** Kind of a value in a field. */
export type OtlpKind =
  | "base64"
  | "bool"
  | "double"
  | "fixed"
  | "hex"
  | "int"
  | "sfixed"
  | "sint"
  | "string"
  | "time"
  | "uint";

/** A field of a message. */
export interface OtlpField {
  /** Field number of protobuf. */
  readonly number: number;
  /** Name in JSON. */
  readonly key: string;
  readonly kind: OtlpKind | OtlpMessage;
  readonly isList: boolean;
}

/** Fields of a message, by number and by name. A function, because values contain values. */
export type OtlpMessage = () => OtlpFields;

/** Fields of a message. */
export interface OtlpFields {
  readonly byNumber: ReadonlyMap<number, OtlpField>;
  readonly byKey: ReadonlyMap<string, OtlpField>;
}

/** Describes a message: `name: [number, kind]`, with a third entry for lists. */
function message(shape: Readonly<Record<string, readonly [number, OtlpKind | OtlpMessage, "list"?]>>): OtlpMessage {
  const all = Object.entries(shape).map(([key, [number, kind, list]]) => ({
    key,
    number,
    kind,
    isList: list === "list",
  }));
  const fields = {
    byNumber: new Map(all.map((field) => [field.number, field])),
    byKey: new Map(all.map((field) => [field.key, field])),
  };
  return () => fields;
}

const VALUE: OtlpMessage = message({
  stringValue: [1, "string"],
  boolValue: [2, "bool"],
  intValue: [3, "int"],
  doubleValue: [4, "double"],
  arrayValue: [5, message({ values: [1, () => VALUE(), "list"] })],
  kvlistValue: [6, message({ values: [1, () => KEY_VALUE(), "list"] })],
  bytesValue: [7, "base64"],
});
const KEY_VALUE: OtlpMessage = message({ key: [1, "string"], value: [2, VALUE] });

const EXEMPLAR = message({
  filteredAttributes: [7, KEY_VALUE, "list"],
  timeUnixNano: [2, "time"],
  asDouble: [3, "double"],
  asInt: [6, "sfixed"],
  spanId: [4, "hex"],
  traceId: [5, "hex"],
});

const TIMES = { startTimeUnixNano: [2, "time"], timeUnixNano: [3, "time"] } as const;
const DISTRIBUTION = { ...TIMES, count: [4, "fixed"], sum: [5, "double"] } as const;

const NUMBER_POINT = message({
  ...TIMES,
  attributes: [7, KEY_VALUE, "list"],
  asDouble: [4, "double"],
  asInt: [6, "sfixed"],
  exemplars: [5, EXEMPLAR, "list"],
  flags: [8, "uint"],
});

const HISTOGRAM_POINT = message({
  ...DISTRIBUTION,
  attributes: [9, KEY_VALUE, "list"],
  bucketCounts: [6, "fixed", "list"],
  explicitBounds: [7, "double", "list"],
  exemplars: [8, EXEMPLAR, "list"],
  flags: [10, "uint"],
});

const BUCKETS = message({ offset: [1, "sint"], bucketCounts: [2, "uint", "list"] });

const EXPONENTIAL_POINT = message({
  ...DISTRIBUTION,
  attributes: [1, KEY_VALUE, "list"],
  scale: [6, "sint"],
  zeroCount: [7, "fixed"],
  positive: [8, BUCKETS],
  negative: [9, BUCKETS],
  flags: [10, "uint"],
  exemplars: [11, EXEMPLAR, "list"],
  zeroThreshold: [14, "double"],
});

const SUMMARY_POINT = message({
  ...DISTRIBUTION,
  attributes: [7, KEY_VALUE, "list"],
  quantileValues: [6, message({ quantile: [1, "double"], value: [2, "double"] }), "list"],
  flags: [8, "uint"],
});

function data(point: OtlpMessage): OtlpMessage {
  return message({ dataPoints: [1, point, "list"], aggregationTemporality: [2, "uint"], isMonotonic: [3, "bool"] });
}

const METRIC = message({
  name: [1, "string"],
  description: [2, "string"],
  unit: [3, "string"],
  gauge: [5, data(NUMBER_POINT)],
  sum: [7, data(NUMBER_POINT)],
  histogram: [9, data(HISTOGRAM_POINT)],
  exponentialHistogram: [10, data(EXPONENTIAL_POINT)],
  summary: [11, data(SUMMARY_POINT)],
  metadata: [12, KEY_VALUE, "list"],
});

const SCOPE = message({ name: [1, "string"], version: [2, "string"], attributes: [3, KEY_VALUE, "list"] });

/** Fields of a request. */
export const REQUEST: OtlpMessage = message({
  resourceMetrics: [
    1,
    message({
      resource: [1, message({ attributes: [1, KEY_VALUE, "list"] })],
      scopeMetrics: [
        2,
        message({ scope: [1, SCOPE], metrics: [2, METRIC, "list"], schemaUrl: [3, "string"] }),
        "list",
      ],
    }),
    "list",
  ],
});
