import type { ProtobufWriter } from "../../exposition/protobuf/writer.ts";
import type { BucketRun, HistogramPoint } from "../../model/metric_family.ts";
import { HISTOGRAM, SPAN, TIME_SERIES } from "./_schema.ts";

/** Schema of histograms with custom buckets. */
const CUSTOM = -53;
const GAUGE_HINT = 3;

/**
 * Writes a histogram as a native one: its native buckets, or else its classic ones as custom buckets.
 *
 * @param out Where to write
 * @param point The histogram
 * @param isGauge Whether its counts may go down
 * @param timeMs Time of the sample, in milliseconds since the epoch
 */
export function writeHistogram(out: ProtobufWriter, point: HistogramPoint, isGauge: boolean, timeMs: number): void {
  const { native, bounds, counts, offset = 0, sum, createdMs } = point;
  const classic = Array.from({ length: bounds.length + 1 }, (_, i) => counts[offset + i] as number);
  const count = classic.reduce((total, count) => total + count, 0);
  const [positive, negative]: readonly (readonly BucketRun[])[] = native === undefined
    ? [customRuns(classic), []]
    : [native.positive, native.negative];
  const all = [
    count,
    native?.zeroCount ?? 0,
    ...[...positive ?? [], ...negative ?? []].flatMap(({ counts }) => counts),
  ];
  const isWhole = all.every(Number.isSafeInteger);
  const histogram = out.open(TIME_SERIES.histograms, 2);
  if (isWhole) out.uint(HISTOGRAM.count_int, count);
  else out.double(HISTOGRAM.count_float, count);
  out.double(HISTOGRAM.sum, sum);
  out.sint(HISTOGRAM.schema, native?.schema ?? CUSTOM);
  if (native !== undefined) {
    out.double(HISTOGRAM.zero_threshold, native.zeroThreshold);
    if (isWhole) out.uint(HISTOGRAM.zero_count_int, native.zeroCount);
    else out.double(HISTOGRAM.zero_count_float, native.zeroCount);
  }
  writeRuns(out, negative ?? [], isWhole, "negative");
  writeRuns(out, positive ?? [], isWhole, "positive");
  if (isGauge) out.uint(HISTOGRAM.reset_hint, GAUGE_HINT);
  out.int(HISTOGRAM.timestamp, timeMs);
  if (native === undefined) {
    writePacked(out, HISTOGRAM.custom_values, Array.from(bounds), (bound) => {
      out.reserve(8);
      out.view.setFloat64(out.length, bound, true);
      out.length += 8;
    });
  }
  if (createdMs !== undefined && !isGauge) out.int(HISTOGRAM.start_timestamp, Math.floor(createdMs));
  out.close(histogram, 2);
}

/** Leaves out empty buckets, if they are many. */
function customRuns(counts: readonly number[]): readonly BucketRun[] {
  const first = counts.findIndex((count) => count !== 0);
  if (first < 0) return [];
  const last = counts.findLastIndex((count) => count !== 0);
  return [{ offset: first, counts: counts.slice(first, last + 1) }];
}

function writeRuns(
  out: ProtobufWriter,
  runs: readonly BucketRun[],
  isWhole: boolean,
  side: "negative" | "positive",
): void {
  for (const { offset, counts } of runs) {
    const span = out.open(HISTOGRAM[`${side}_spans`]);
    out.sint(SPAN.offset, offset);
    out.uint(SPAN.length, counts.length);
    out.close(span);
  }
  const counts = runs.flatMap(({ counts }) => counts);
  let before = 0;
  if (isWhole) {
    writePacked(out, HISTOGRAM[`${side}_deltas`], counts, (count) => {
      const delta = count - before;
      before = count;
      out.varint(delta < 0 ? -2 * delta - 1 : 2 * delta);
    });
  } else {
    writePacked(out, HISTOGRAM[`${side}_counts`], counts, (count) => {
      out.reserve(8);
      out.view.setFloat64(out.length, count, true);
      out.length += 8;
    });
  }
}

function writePacked(
  out: ProtobufWriter,
  field: typeof HISTOGRAM["custom_values"],
  numbers: readonly number[],
  write: (number: number) => void,
): void {
  if (numbers.length === 0) return;
  const start = out.open(field, 2);
  for (const number of numbers) write(number);
  out.close(start, 2);
}
