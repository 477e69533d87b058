import { field, type Fields } from "../../model/protobuf_schema.ts";

// The messages of remote write 2.0 (io.prometheus.write.v2), and what 1.0 (prometheus) has in another way.

export const REQUEST: Fields<"string", "symbols"> & Fields<"message", "timeseries"> = {
  symbols: field("string", 4),
  timeseries: field("message", 5),
};

export const TIME_SERIES: Fields<"message", "labels_refs" | "samples" | "histograms" | "exemplars" | "metadata"> = {
  labels_refs: field("message", 1), // packed
  samples: field("message", 2),
  histograms: field("message", 3),
  exemplars: field("message", 4),
  metadata: field("message", 5),
};

export const SAMPLE: Fields<"double", "value"> & Fields<"int", "timestamp" | "start_timestamp"> = {
  value: field("double", 1),
  timestamp: field("int", 2),
  start_timestamp: field("int", 3),
};

export const EXEMPLAR: Fields<"message", "labels_refs"> & Fields<"double", "value"> & Fields<"int", "timestamp"> = {
  labels_refs: field("message", 1),
  value: field("double", 2),
  timestamp: field("int", 3),
};

export const METADATA: Fields<"enum", "type"> & Fields<"uint", "help_ref" | "unit_ref"> = {
  type: field("enum", 1),
  help_ref: field("uint", 3),
  unit_ref: field("uint", 4),
};

export const HISTOGRAM:
  & Fields<"uint", "count_int" | "zero_count_int">
  & Fields<"double", "count_float" | "sum" | "zero_threshold" | "zero_count_float">
  & Fields<"sint", "schema">
  & Fields<
    "message",
    | "negative_spans"
    | "negative_deltas"
    | "negative_counts"
    | "positive_spans"
    | "positive_deltas"
    | "positive_counts"
    | "custom_values"
  >
  & Fields<"enum", "reset_hint">
  & Fields<"int", "timestamp" | "start_timestamp"> = {
    count_int: field("uint", 1),
    count_float: field("double", 2),
    sum: field("double", 3),
    schema: field("sint", 4),
    zero_threshold: field("double", 5),
    zero_count_int: field("uint", 6),
    zero_count_float: field("double", 7),
    negative_spans: field("message", 8),
    negative_deltas: field("message", 9), // packed
    negative_counts: field("message", 10), // packed
    positive_spans: field("message", 11),
    positive_deltas: field("message", 12), // packed
    positive_counts: field("message", 13), // packed
    reset_hint: field("enum", 14),
    timestamp: field("int", 15),
    custom_values: field("message", 16), // packed
    start_timestamp: field("int", 17),
  };

export const SPAN: Fields<"sint", "offset"> & Fields<"uint", "length"> = {
  offset: field("sint", 1),
  length: field("uint", 2),
};

export const REQUEST_1: Fields<"message", "timeseries" | "metadata"> = {
  timeseries: field("message", 1),
  metadata: field("message", 3),
};

export const TIME_SERIES_1: Fields<"message", "labels" | "samples" | "exemplars" | "histograms"> = {
  labels: field("message", 1),
  samples: field("message", 2),
  exemplars: field("message", 3),
  histograms: field("message", 4),
};

export const LABEL_1: Fields<"string", "name" | "value"> = { name: field("string", 1), value: field("string", 2) };

export const EXEMPLAR_1: Fields<"message", "labels"> = { labels: field("message", 1) };

export const METADATA_1: Fields<"enum", "type"> & Fields<"string", "metric_family_name" | "help" | "unit"> = {
  type: field("enum", 1),
  metric_family_name: field("string", 2),
  help: field("string", 4),
  unit: field("string", 5),
};

/** Names of the types in metadata, indexed by enum number. */
export const METADATA_TYPES: readonly string[] = [
  "unknown",
  "counter",
  "gauge",
  "histogram",
  "gaugehistogram",
  "summary",
  "info",
  "stateset",
];
