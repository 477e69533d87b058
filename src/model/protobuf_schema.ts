/**
 * The messages of the protobuf format, with their fields in the order of their declaration.
 *
 * @see https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto
 */

/** Kind of value in a field. */
export type FieldKind = "double" | "enum" | "int" | "message" | "sint" | "string" | "uint";

/** A field of a message. */
export interface Field<K extends FieldKind = FieldKind> {
  readonly kind: K;
  /** Bytes before the value on the wire, as a number: field number and wire type. */
  readonly tag: number;
  /** Fields of the message in this field; empty for other kinds. */
  readonly message: Message;
  /** Names of the enum numbers in this field; empty for other kinds. */
  readonly words: readonly string[];
}

/** The part of a field that a writer needs. */
export type Tagged<K extends FieldKind> = Pick<Field<K>, "kind" | "tag">;

/** Fields of one kind. */
export type Fields<K extends FieldKind, N extends string> = { readonly [F in N]: Field<K> };

/** Fields by name. */
export type Message = Readonly<Record<string, Field>>;

const WIRE_TYPES: Readonly<Record<FieldKind, number>> = {
  double: 1,
  enum: 0,
  int: 0,
  message: 2,
  sint: 0,
  string: 2,
  uint: 0,
};

/** Describes a field. */
export function field<K extends FieldKind>(
  kind: K,
  number: number,
  message: Message = {},
  words: readonly string[] = [],
): Field<K> {
  return { kind, tag: number << 3 | WIRE_TYPES[kind], message, words };
}

const double = (number: number) => field("double", number);
const int = (number: number) => field("int", number);
const sint = (number: number) => field("sint", number);
const string = (number: number) => field("string", number);
const uint = (number: number) => field("uint", number);
const message = (number: number, message: Message) => field("message", number, message);

/** Names of the family types, indexed by enum number. */
export const TYPE_WORDS = ["COUNTER", "GAUGE", "SUMMARY", "UNTYPED", "HISTOGRAM", "GAUGE_HISTOGRAM"] as const;

/** Name of a family type. */
export type TypeWord = typeof TYPE_WORDS[number];

export const LABEL_PAIR: Fields<"string", "name" | "value"> = { name: string(1), value: string(2) };

export const TIMESTAMP: Fields<"int", "seconds" | "nanos"> = { seconds: int(1), nanos: int(2) };

export const EXEMPLAR: Fields<"message", "label" | "timestamp"> & Fields<"double", "value"> = {
  label: message(1, LABEL_PAIR),
  value: double(2),
  timestamp: message(3, TIMESTAMP),
};

export const GAUGE: Fields<"double", "value"> = { value: double(1) };

export const COUNTER: Fields<"double", "value"> & Fields<"message", "exemplar" | "created_timestamp"> = {
  value: double(1),
  exemplar: message(2, EXEMPLAR),
  created_timestamp: message(3, TIMESTAMP),
};

export const QUANTILE: Fields<"double", "quantile" | "value"> = { quantile: double(1), value: double(2) };

export const SUMMARY:
  & Fields<"uint", "sample_count">
  & Fields<"double", "sample_sum">
  & Fields<"message", "quantile" | "created_timestamp"> = {
    sample_count: uint(1),
    sample_sum: double(2),
    quantile: message(3, QUANTILE),
    created_timestamp: message(4, TIMESTAMP),
  };

export const UNTYPED: Fields<"double", "value"> = { value: double(1) };

export const BUCKET:
  & Fields<"uint", "cumulative_count">
  & Fields<"double", "cumulative_count_float" | "upper_bound">
  & Fields<"message", "exemplar"> = {
    cumulative_count: uint(1),
    cumulative_count_float: double(4),
    upper_bound: double(2),
    exemplar: message(3, EXEMPLAR),
  };

export const BUCKET_SPAN: Fields<"sint", "offset"> & Fields<"uint", "length"> = { offset: sint(1), length: uint(2) };

export const HISTOGRAM:
  & Fields<"uint", "sample_count" | "zero_count">
  & Fields<
    "double",
    "sample_count_float" | "sample_sum" | "zero_threshold" | "zero_count_float" | "negative_count" | "positive_count"
  >
  & Fields<"message", "bucket" | "created_timestamp" | "negative_span" | "positive_span" | "exemplars">
  & Fields<"sint", "schema" | "negative_delta" | "positive_delta"> = {
    sample_count: uint(1),
    sample_count_float: double(4),
    sample_sum: double(2),
    bucket: message(3, BUCKET),
    created_timestamp: message(15, TIMESTAMP),
    schema: sint(5),
    zero_threshold: double(6),
    zero_count: uint(7),
    zero_count_float: double(8),
    negative_span: message(9, BUCKET_SPAN),
    negative_delta: sint(10),
    negative_count: double(11),
    positive_span: message(12, BUCKET_SPAN),
    positive_delta: sint(13),
    positive_count: double(14),
    exemplars: message(16, EXEMPLAR),
  };

export const METRIC:
  & Fields<"message", "label" | "gauge" | "counter" | "summary" | "untyped" | "histogram">
  & Fields<"int", "timestamp_ms"> = {
    label: message(1, LABEL_PAIR),
    gauge: message(2, GAUGE),
    counter: message(3, COUNTER),
    summary: message(4, SUMMARY),
    untyped: message(5, UNTYPED),
    histogram: message(7, HISTOGRAM),
    timestamp_ms: int(6),
  };

export const METRIC_FAMILY:
  & Fields<"string", "name" | "help" | "unit">
  & Fields<"enum", "type">
  & Fields<"message", "metric"> = {
    name: string(1),
    help: string(2),
    type: field("enum", 3, {}, TYPE_WORDS),
    metric: message(4, METRIC),
    unit: string(5),
  };
