import type { Exemplar } from "../../model/exemplar.ts";
import { type Labels, labelValueText } from "../../model/labels.ts";
import type {
  BucketRun,
  CounterPoint,
  HistogramPoint,
  NativeHistogram,
  PointHead,
  SummaryPoint,
} from "../../model/metric_family.ts";
import {
  ANY_VALUE,
  BUCKETS,
  DISTRIBUTION,
  EXEMPLAR,
  EXPONENTIAL_POINT,
  HISTOGRAM_POINT,
  KEY_VALUE,
  NUMBER_POINT,
  type OtlpField,
  type OtlpWriter,
  POINT,
  QUANTILE,
  SUMMARY_POINT,
} from "./_schema.ts";

/** Most buckets on one side of an exponential histogram: it includes empty ones, so distant ones need a coarser scale. */
const MAX_BUCKETS = 4096;

/** Value of an attribute. */
export type AttributeValue = string | number | boolean;

/** Writes an attribute: an entry of a list. */
export function writeAttribute(out: OtlpWriter, field: OtlpField<"list">, key: string, value: AttributeValue): void {
  out.begin(field);
  out.string(KEY_VALUE.key, key);
  out.begin(KEY_VALUE.value);
  if (typeof value === "string") out.string(ANY_VALUE.stringValue, value);
  else if (typeof value === "boolean") out.bool(ANY_VALUE.boolValue, value);
  else if (Number.isSafeInteger(value)) out.int(ANY_VALUE.intValue, value);
  else out.double(ANY_VALUE.doubleValue, value);
  out.end();
  out.end();
}

/** Writes the value of a counter, a gauge, an info or a state. */
export function writeNumber(out: OtlpWriter, point: CounterPoint, timeMs: number): void {
  writeTimes(out, point, timeMs);
  out.double(NUMBER_POINT.asDouble, Number(point.value));
  if (point.exemplar !== undefined) writeExemplars(out, NUMBER_POINT.exemplars, [point.exemplar], point, timeMs);
  writeLabels(out, NUMBER_POINT.attributes, point.labels);
}

/** Writes classic buckets. The bound `+Inf` is implied. */
export function writeHistogram(out: OtlpWriter, point: HistogramPoint, timeMs: number): void {
  const { bounds, counts, offset = 0, sum, exemplars } = point;
  const whole = new Float64Array(bounds.length + 1);
  let count = 0;
  for (let i = 0; i < whole.length; i++) count += whole[i] = Math.round(Number(counts[offset + i]));
  writeTimes(out, point, timeMs);
  out.fixed(DISTRIBUTION.count, count);
  out.double(DISTRIBUTION.sum, Number(sum));
  out.fixeds(HISTOGRAM_POINT.bucketCounts, whole);
  if (bounds.length > 0) out.doubles(HISTOGRAM_POINT.explicitBounds, bounds);
  if (exemplars !== undefined) writeExemplars(out, HISTOGRAM_POINT.exemplars, exemplars, point, timeMs);
  writeLabels(out, HISTOGRAM_POINT.attributes, point.labels);
}

/**
 * Writes native buckets, and counts what is in them: infinite observations have no bucket in OTLP, and NaN has none at all.
 */
export function writeExponential(out: OtlpWriter, point: HistogramPoint, timeMs: number): void {
  const { zeroCount, zeroThreshold, schema, positive, negative, exemplars = [] } = point.native as NativeHistogram;
  const limit = 1024 * 2 ** schema; // buckets from here on, and below its negative double, contain no finite number
  const ranges = [rangeOf(positive, limit), rangeOf(negative, limit)] as const;
  let shift = 0;
  while (ranges.some(({ first, last }) => last > first && (last >> shift) - (first >> shift) >= MAX_BUCKETS)) shift++;
  const [above, below] = [denseOf(positive, ranges[0], shift), denseOf(negative, ranges[1], shift)];
  const zeros = Math.round(Number(zeroCount));
  writeLabels(out, EXPONENTIAL_POINT.attributes, point.labels);
  writeTimes(out, point, timeMs);
  out.fixed(DISTRIBUTION.count, zeros + above.total + below.total);
  out.double(DISTRIBUTION.sum, Number(point.sum));
  out.sint(EXPONENTIAL_POINT.scale, schema - shift);
  out.fixed(EXPONENTIAL_POINT.zeroCount, zeros);
  writeBuckets(out, EXPONENTIAL_POINT.positive, above);
  writeBuckets(out, EXPONENTIAL_POINT.negative, below);
  writeExemplars(out, EXPONENTIAL_POINT.exemplars, exemplars, point, timeMs);
  out.double(EXPONENTIAL_POINT.zeroThreshold, zeroThreshold);
}

/** Writes a summary. */
export function writeSummary(out: OtlpWriter, point: SummaryPoint, timeMs: number): void {
  writeTimes(out, point, timeMs);
  out.fixed(DISTRIBUTION.count, Math.round(Number(point.count)));
  out.double(DISTRIBUTION.sum, Number(point.sum));
  if (point.quantiles.length > 0) out.beginList(SUMMARY_POINT.quantileValues);
  for (const { quantile, value } of point.quantiles) {
    out.begin(SUMMARY_POINT.quantileValues);
    out.double(QUANTILE.quantile, quantile);
    out.double(QUANTILE.value, Number(value));
    out.end();
  }
  if (point.quantiles.length > 0) out.endList();
  writeLabels(out, SUMMARY_POINT.attributes, point.labels);
}

type Timed = PointHead & { readonly createdMs?: number | undefined };

function writeTimes(out: OtlpWriter, { createdMs, timestampMs }: Timed, timeMs: number): void {
  if (createdMs !== undefined) out.nanos(POINT.startTimeUnixNano, createdMs);
  out.nanos(POINT.timeUnixNano, timestampMs ?? timeMs);
}

/** Writes labels. Prometheus treats an empty value as a missing label. */
function writeLabels(out: OtlpWriter, field: OtlpField<"list">, labels: Labels): void {
  let isEmpty = true;
  for (const name of Object.keys(labels)) {
    const value = labelValueText(labels[name]) as string;
    if (value === "") continue;
    if (isEmpty) out.beginList(field);
    isEmpty = false;
    writeAttribute(out, field, name, value);
  }
  if (!isEmpty) out.endList();
}

/** Writes exemplars, except those from before the start of the point, which were already part of an earlier one. */
function writeExemplars(
  out: OtlpWriter,
  field: OtlpField<"list">,
  exemplars: ArrayLike<Exemplar | undefined>,
  { createdMs = 0, timestampMs }: Timed,
  timeMs: number,
): void {
  let isEmpty = true;
  for (let i = 0; i < exemplars.length; i++) {
    const exemplar = exemplars[i];
    const exemplarMs = exemplar?.timestampMs ?? timestampMs ?? timeMs;
    if (exemplar === undefined || exemplarMs < createdMs) continue;
    if (isEmpty) out.beginList(field);
    isEmpty = false;
    out.begin(field);
    writeExemplar(out, exemplar, exemplarMs);
    out.end();
  }
  if (!isEmpty) out.endList();
}

/** Writes an exemplar. IDs that are not hexadecimal stay labels. */
function writeExemplar(out: OtlpWriter, { labels, value }: Exemplar, timeMs: number): void {
  const { trace_id: traceId = "", span_id: spanId = "", ...others } = labels;
  const rest: Record<string, string> = others;
  out.nanos(EXEMPLAR.timeUnixNano, timeMs);
  out.double(EXEMPLAR.asDouble, Number(value));
  if (/^[\da-f]{16}$/i.test(spanId)) out.hex(EXEMPLAR.spanId, spanId);
  else rest["span_id"] = spanId;
  if (/^[\da-f]{32}$/i.test(traceId)) out.hex(EXEMPLAR.traceId, traceId);
  else rest["trace_id"] = traceId;
  writeLabels(out, EXEMPLAR.filteredAttributes, rest);
}

/** First and last bucket that is not empty, if there is one; an index is one less than that of Prometheus. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** Buckets without gaps. */
interface DenseBuckets {
  readonly offset: number;
  readonly counts: Float64Array;
  readonly total: number;
}

function rangeOf(runs: readonly BucketRun[], limit: number): Range {
  let [first, last, index] = [Infinity, -Infinity, -1];
  for (const { offset, counts } of runs) {
    index += offset;
    for (const count of counts) {
      if (count > 0 && index < limit && index >= -2 * limit) {
        first = Math.min(first, index);
        last = Math.max(last, index);
      }
      index++;
    }
  }
  return { first, last };
}

function denseOf(runs: readonly BucketRun[], { first, last }: Range, shift: number): DenseBuckets {
  const offset = first >> shift;
  const dense = new Float64Array(last < first ? 0 : (last >> shift) - offset + 1);
  let [total, index] = [0, -1];
  for (const run of runs) {
    index += run.offset;
    for (const count of run.counts) {
      if (count > 0 && index >= first && index <= last) {
        const whole = Math.round(Number(count));
        dense[(index >> shift) - offset] = (dense[(index >> shift) - offset] as number) + whole;
        total += whole;
      }
      index++;
    }
  }
  return { offset, counts: dense, total };
}

function writeBuckets(out: OtlpWriter, field: OtlpField<"message">, { offset, counts }: DenseBuckets): void {
  if (counts.length === 0) return;
  out.begin(field);
  out.sint(BUCKETS.offset, offset);
  out.uints(BUCKETS.bucketCounts, counts);
  out.end();
}
