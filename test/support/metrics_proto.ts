import protobuf from "protobufjs";
import textformat from "protobufjs/ext/textformat.js";

/** The messages of the protobuf format as Prometheus declares them, for a reader that knows nothing of this project. */
const DECLARATION = `
syntax = "proto2";
package io.prometheus.client;

message Timestamp {
  optional int64 seconds = 1;
  optional int32 nanos = 2;
}
message LabelPair {
  optional string name = 1;
  optional string value = 2;
}
enum MetricType {
  COUNTER = 0;
  GAUGE = 1;
  SUMMARY = 2;
  UNTYPED = 3;
  HISTOGRAM = 4;
  GAUGE_HISTOGRAM = 5;
}
message Gauge {
  optional double value = 1;
}
message Counter {
  optional double value = 1;
  optional Exemplar exemplar = 2;
  optional Timestamp created_timestamp = 3;
}
message Quantile {
  optional double quantile = 1;
  optional double value = 2;
}
message Summary {
  optional uint64 sample_count = 1;
  optional double sample_sum = 2;
  repeated Quantile quantile = 3;
  optional Timestamp created_timestamp = 4;
}
message Untyped {
  optional double value = 1;
}
message Histogram {
  optional uint64 sample_count = 1;
  optional double sample_count_float = 4;
  optional double sample_sum = 2;
  repeated Bucket bucket = 3;
  optional Timestamp created_timestamp = 15;
  optional sint32 schema = 5;
  optional double zero_threshold = 6;
  optional uint64 zero_count = 7;
  optional double zero_count_float = 8;
  repeated BucketSpan negative_span = 9;
  repeated sint64 negative_delta = 10;
  repeated double negative_count = 11;
  repeated BucketSpan positive_span = 12;
  repeated sint64 positive_delta = 13;
  repeated double positive_count = 14;
  repeated Exemplar exemplars = 16;
}
message Bucket {
  optional uint64 cumulative_count = 1;
  optional double cumulative_count_float = 4;
  optional double upper_bound = 2;
  optional Exemplar exemplar = 3;
}
message BucketSpan {
  optional sint32 offset = 1;
  optional uint32 length = 2;
}
message Exemplar {
  repeated LabelPair label = 1;
  optional double value = 2;
  optional Timestamp timestamp = 3;
}
message Metric {
  repeated LabelPair label = 1;
  optional Gauge gauge = 2;
  optional Counter counter = 3;
  optional Summary summary = 4;
  optional Untyped untyped = 5;
  optional Histogram histogram = 7;
  optional int64 timestamp_ms = 6;
}
message MetricFamily {
  optional string name = 1;
  optional string help = 2;
  optional MetricType type = 3;
  repeated Metric metric = 4;
  optional string unit = 5;
}`;

const { root } = protobuf.parse(DECLARATION, { keepCase: true });
const declared = root.resolveAll().lookup("io.prometheus.client") as protobuf.Namespace;
// The library generates its code here, as workerd lets nobody do it later.
for (const type of declared.nestedArray) if (type instanceof protobuf.Type) type.setup();

/** The message of a family. */
export const METRIC_FAMILY = declared.lookupType("MetricFamily");

/** Reads delimited families. Fields that are not there are left out; whole numbers of 64 bits are text. */
export function decodeFamilies(bytes: Uint8Array): Record<string, unknown>[] {
  const reader = protobuf.Reader.create(bytes);
  const families = [];
  while (reader.pos < reader.len) {
    families.push(METRIC_FAMILY.toObject(METRIC_FAMILY.decodeDelimited(reader), { longs: String, enums: String }));
  }
  return families;
}

/** Reads families as the text format of protobuf writes them, each on a line or with an empty line behind it. */
export function decodeText(text: string): Record<string, unknown>[] {
  return text.split(text.includes("\n\n") ? "\n\n" : "\n").filter((family) => family !== "").map((family) =>
    METRIC_FAMILY.toObject(textformat.fromText(METRIC_FAMILY, family), { longs: String, enums: String })
  );
}
