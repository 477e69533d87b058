import type { Exemplar } from "../../model/exemplar.ts";
import type {
  BucketRun,
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  MetricType,
  NativeHistogram,
  Point,
  PointHead,
  SummaryPoint,
} from "../../model/metric_family.ts";
import type { PairWriter } from "./_pairs.ts";
import {
  BUCKET,
  BUCKET_SPAN,
  COUNTER,
  EXEMPLAR,
  type Field,
  GAUGE,
  HISTOGRAM,
  METRIC,
  QUANTILE,
  SUMMARY,
  type TypeWord,
  UNTYPED,
} from "../../model/protobuf_schema.ts";
import type { ProtobufWriter } from "./writer.ts";

/** How the points of a type are written. */
export interface MessageKind {
  /** Name of the type in the format. */
  readonly type: TypeWord;
  /** Writes everything of a point except its labels and its timestamp. `pairs` writes the labels of exemplars. */
  write(out: ProtobufWriter, point: PointHead, pairs: PairWriter): void;
}

/** The format has no types for infos and state sets: they are gauges. The encoder splits state sets before. */
const KINDS: Readonly<Record<MetricType, MessageKind>> = {
  counter: { type: "COUNTER", write: writeCounter },
  gauge: { type: "GAUGE", write: writeGauge },
  gaugehistogram: { type: "GAUGE_HISTOGRAM", write: writeGaugeHistogram },
  histogram: { type: "HISTOGRAM", write: writeHistogram },
  info: { type: "GAUGE", write: writeInfo },
  stateset: { type: "GAUGE", write: writeGauge },
  summary: { type: "SUMMARY", write: writeSummary },
  unknown: { type: "UNTYPED", write: writeUntyped },
};

/**
 * Returns how the points of a family are written.
 *
 * @throws {TypeError} If its type is unknown
 */
export function messageKindOf(family: MetricFamily): MessageKind {
  if (Object.hasOwn(KINDS, family.type)) return KINDS[family.type];
  throw new TypeError(`Cannot encode family: type is unknown, current value is ${JSON.stringify(family)}`);
}

function writeCounter(out: ProtobufWriter, point: CounterPoint, pairs: PairWriter): void {
  const { value, exemplar, createdMs } = point;
  if (exemplar === undefined) {
    return out.value(METRIC.counter, COUNTER.value, value, COUNTER.created_timestamp, createdMs);
  }
  const counter = out.open(METRIC.counter);
  out.double(COUNTER.value, value);
  writeExemplar(out, COUNTER.exemplar, exemplar, pairs);
  if (createdMs !== undefined) out.time(COUNTER.created_timestamp, createdMs);
  out.close(counter);
}

function writeGauge(out: ProtobufWriter, point: Point): void {
  out.value(METRIC.gauge, GAUGE.value, point.value);
}

function writeInfo(out: ProtobufWriter): void {
  out.value(METRIC.gauge, GAUGE.value, 1);
}

function writeUntyped(out: ProtobufWriter, point: Point): void {
  out.value(METRIC.untyped, UNTYPED.value, point.value);
}

function writeSummary(out: ProtobufWriter, point: SummaryPoint): void {
  const summary = out.open(METRIC.summary);
  out.uint(SUMMARY.sample_count, point.count);
  out.double(SUMMARY.sample_sum, point.sum);
  for (const { quantile, value } of point.quantiles) {
    const start = out.open(SUMMARY.quantile);
    out.double(QUANTILE.quantile, quantile);
    out.double(QUANTILE.value, value);
    out.close(start);
  }
  if (point.createdMs !== undefined) out.time(SUMMARY.created_timestamp, point.createdMs);
  out.close(summary);
}

function writeHistogram(out: ProtobufWriter, point: HistogramPoint, pairs: PairWriter): void {
  writeDistribution(out, point, pairs, point.createdMs);
}

function writeGaugeHistogram(out: ProtobufWriter, point: HistogramPoint, pairs: PairWriter): void {
  writeDistribution(out, point, pairs, undefined);
}

function writeDistribution(
  out: ProtobufWriter,
  point: HistogramPoint,
  pairs: PairWriter,
  createdMs: number | undefined,
): void {
  const { native } = point;
  const { count, isWhole } = countOf(point, native);
  const width = point.bounds.length > 6 ? 2 : 1;
  const histogram = out.open(METRIC.histogram, width);
  if (isWhole) out.uint(HISTOGRAM.sample_count, count);
  else out.double(HISTOGRAM.sample_count_float, count);
  out.double(HISTOGRAM.sample_sum, point.sum);
  writeBuckets(out, point, isWhole, pairs);
  if (native !== undefined) writeNative(out, native, isWhole);
  if (createdMs !== undefined) out.time(HISTOGRAM.created_timestamp, createdMs);
  for (const exemplar of native?.exemplars ?? []) {
    if (exemplar.timestampMs !== undefined) writeExemplar(out, HISTOGRAM.exemplars, exemplar, pairs);
  }
  out.close(histogram, width);
}

/** Counts all observations, and checks whether all counts of the point can be written as whole numbers. */
function countOf(
  { bounds, counts, offset = 0 }: HistogramPoint,
  native: NativeHistogram | undefined,
): { count: number; isWhole: boolean } {
  let count = 0;
  let isWhole = true;
  for (let i = 0; i <= bounds.length; i++) {
    count += counts[offset + i] as number;
    isWhole &&= Number.isSafeInteger(counts[offset + i]);
  }
  isWhole &&= Number.isSafeInteger(count);
  if (native !== undefined) {
    isWhole &&= Number.isSafeInteger(native.zeroCount) &&
      [...native.negative, ...native.positive].every((run) => run.counts.every(Number.isSafeInteger));
  }
  return { count, isWhole };
}

/** Writes the classic buckets. The `+Inf` bucket is left out unless it has an exemplar, as its count is the total count. */
function writeBuckets(out: ProtobufWriter, point: HistogramPoint, isWhole: boolean, pairs: PairWriter): void {
  const { bounds, counts, offset = 0, exemplars } = point;
  let count = 0;
  for (let i = 0; i <= bounds.length; i++) {
    const exemplar = exemplars?.[i];
    if (i === bounds.length && exemplar === undefined) return;
    count += counts[offset + i] as number;
    const bucket = out.open(HISTOGRAM.bucket);
    if (isWhole) out.uint(BUCKET.cumulative_count, count);
    else out.double(BUCKET.cumulative_count_float, count);
    out.double(BUCKET.upper_bound, i === bounds.length ? Infinity : bounds[i] as number);
    if (exemplar !== undefined) writeExemplar(out, BUCKET.exemplar, exemplar, pairs);
    out.close(bucket);
  }
}

function writeNative(out: ProtobufWriter, native: NativeHistogram, isWhole: boolean): void {
  const { schema, zeroThreshold, zeroCount, positive, negative } = native;
  out.sint(HISTOGRAM.schema, schema);
  out.double(HISTOGRAM.zero_threshold, zeroThreshold);
  if (isWhole) out.uint(HISTOGRAM.zero_count, zeroCount);
  else out.double(HISTOGRAM.zero_count_float, zeroCount);
  writeSpans(out, HISTOGRAM.negative_span, negative);
  if (isWhole) writeDeltas(out, HISTOGRAM.negative_delta, negative);
  else writeCounts(out, HISTOGRAM.negative_count, negative);
  // Prometheus recognises a native histogram by a span, a zero threshold, or a zero count that is an integer. Without any of
  // these it needs an empty span.
  const isBare = zeroThreshold === 0 && !(isWhole && zeroCount > 0) && positive.length === 0 && negative.length === 0;
  writeSpans(out, HISTOGRAM.positive_span, isBare ? [{ offset: 0, counts: [] }] : positive);
  if (isWhole) writeDeltas(out, HISTOGRAM.positive_delta, positive);
  else writeCounts(out, HISTOGRAM.positive_count, positive);
}

function writeSpans(out: ProtobufWriter, field: Field<"message">, runs: readonly BucketRun[]): void {
  for (const { offset, counts } of runs) {
    const span = out.open(field);
    out.sint(BUCKET_SPAN.offset, offset);
    out.uint(BUCKET_SPAN.length, counts.length);
    out.close(span);
  }
}

function writeDeltas(out: ProtobufWriter, field: Field<"sint">, runs: readonly BucketRun[]): void {
  let before = 0;
  for (const { counts } of runs) {
    for (const count of counts) {
      out.sint(field, count - before);
      before = count;
    }
  }
}

function writeCounts(out: ProtobufWriter, field: Field<"double">, runs: readonly BucketRun[]): void {
  for (const { counts } of runs) for (const count of counts) out.double(field, count);
}

function writeExemplar(out: ProtobufWriter, field: Field<"message">, exemplar: Exemplar, pairs: PairWriter): void {
  const start = out.open(field);
  pairs.write(out, EXEMPLAR.label, exemplar.labels);
  out.double(EXEMPLAR.value, exemplar.value);
  if (exemplar.timestampMs !== undefined) out.time(EXEMPLAR.timestamp, exemplar.timestampMs);
  out.close(start);
}
