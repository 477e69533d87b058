import protobuf from "protobufjs";
import snappy from "snappyjs";

/** The messages of remote write, for a reader that knows nothing of this project. */
const DECLARATION = `
syntax = "proto3";
message Request1 { repeated TimeSeries1 timeseries = 1; repeated Metadata1 metadata = 3; }
message TimeSeries1 {
  repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar1 exemplars = 3; repeated Histogram histograms = 4;
}
message Label { string name = 1; string value = 2; }
message Exemplar1 { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message Metadata1 { uint32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
message Request2 { repeated string symbols = 4; repeated TimeSeries2 timeseries = 5; }
message TimeSeries2 {
  repeated uint32 labels_refs = 1; repeated Sample samples = 2; repeated Histogram histograms = 3;
  repeated Exemplar2 exemplars = 4; Metadata2 metadata = 5;
}
message Sample { double value = 1; int64 timestamp = 2; int64 start_timestamp = 3; }
message Exemplar2 { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
message Metadata2 { uint32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
message Span { sint32 offset = 1; uint32 length = 2; }
message Histogram {
  uint64 count_int = 1; double count_float = 2; double sum = 3; sint32 schema = 4; double zero_threshold = 5;
  uint64 zero_count_int = 6; double zero_count_float = 7;
  repeated Span negative_spans = 8; repeated sint64 negative_deltas = 9; repeated double negative_counts = 10;
  repeated Span positive_spans = 11; repeated sint64 positive_deltas = 12; repeated double positive_counts = 13;
  uint32 reset_hint = 14; int64 timestamp = 15; repeated double custom_values = 16; int64 start_timestamp = 17;
}`;

const root = protobuf.parse(DECLARATION, { keepCase: true }).root.resolveAll();
// The library generates its code here, as workerd lets nobody do it later.
for (const type of root.nestedArray) if (type instanceof protobuf.Type) type.setup();

/** A series as a test reads it, of either version. */
export interface ReadSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly Readonly<Record<string, number>>[];
  readonly histograms: readonly Readonly<Record<string, unknown>>[];
  readonly exemplars: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
    readonly timestamp: number;
  }[];
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}

// deno-lint-ignore no-explicit-any
type Decoded = any;

/** Reads the body of a request, packed or not. */
export function readRequest(
  bytes: Uint8Array,
  version: 1 | 2,
  isPacked = true,
): { readonly series: readonly ReadSeries[]; readonly metadata: Decoded[] } {
  const type = root.lookupType(`Request${version}`);
  const plain = isPacked ? new Uint8Array(snappy.uncompress(bytes)) : bytes;
  const request: Decoded = type.toObject(type.decode(plain), { longs: Number, arrays: true });
  const pairs = (refs: readonly number[]) =>
    Object.fromEntries(
      Array.from({ length: refs.length / 2 }, (_, i) => [
        request.symbols[refs[2 * i] as number],
        request.symbols[refs[2 * i + 1] as number],
      ]),
    );
  const labelsOf = (item: Decoded) =>
    version === 2
      ? pairs(item.labels_refs)
      : Object.fromEntries(item.labels.map(({ name, value }: Decoded) => [name, value]));
  return {
    metadata: request.metadata,
    series: request.timeseries.map((series: Decoded) => ({
      labels: labelsOf(series),
      samples: series.samples,
      histograms: series.histograms,
      exemplars: series.exemplars.map((exemplar: Decoded) => ({
        labels: labelsOf(exemplar),
        value: exemplar.value,
        timestamp: exemplar.timestamp,
      })),
      metadata: series.metadata && {
        type: series.metadata.type,
        help: request.symbols[series.metadata.help_ref ?? 0],
        unit: request.symbols[series.metadata.unit_ref ?? 0],
      },
    })),
  };
}
