import type { Bytes } from "../../model/bytes.ts";
import type { Format } from "../../exposition/format.ts";
import type { BucketRun, HistogramPoint, MetricFamily, NativeHistogram, PointHead } from "../../model/metric_family.ts";
import type { PageBucket, PageFamily, PageNumber, PagePoint } from "./_answers.ts";
import { shareRoom } from "./_share_room.ts";
import type { LastFailures } from "./last_failures.ts";

/** Maximum number of series: more are slow to send every few seconds and to show. */
const MAX_SERIES = 20_000;

const PIECE = 64 * 1024;

/** Makes the format of {@linkcode FamiliesAnswer}. As a format, it is served like any scrape, with limits and compression. */
export function familiesJson(failures: LastFailures): Format {
  return { contentType: "application/json", encode: (families) => encode(families, failures) };
}

function* encode(families: Iterable<MetricFamily>, failures: LastFailures): Iterable<Bytes> {
  const encoder = new TextEncoder();
  const read = Array.from(families, (family) => ({ family, points: [...family.points as Iterable<PointHead>] }));
  const shares = shareRoom(read.map(({ points }) => points.length), MAX_SERIES);
  let text = `{"failures":${JSON.stringify(failures.list)},"families":[`;
  let separator = "";
  for (const [i, { family, points }] of read.entries()) {
    text += `${separator}${headOf(family, points.length)},"points":[`;
    separator = "";
    for (const point of pagePoints({ ...family, points: points.slice(0, shares[i]) } as MetricFamily)) {
      text += separator + JSON.stringify(point);
      separator = ",";
      if (text.length < PIECE) continue;
      yield encoder.encode(text);
      text = "";
    }
    text += "]}";
    separator = ",";
  }
  yield encoder.encode(`${text}]}`);
}

/** Writes a family without its points as JSON, without the closing brace. */
function headOf({ name, type, help, unit }: MetricFamily, series: number): string {
  const head: Omit<PageFamily, "points"> = { name, type, help, unit, series };
  return JSON.stringify(head).slice(0, -1);
}

function* pagePoints(family: MetricFamily): Iterable<PagePoint> {
  switch (family.type) {
    case "counter":
    case "gauge":
    case "unknown":
      for (const { labels, value } of family.points) yield { labels, value: pageNumber(value) };
      break;
    case "histogram":
    case "gaugehistogram":
      for (const point of family.points) {
        const { labels, sum, bounds, counts, offset = 0 } = point;
        let count = 0;
        for (let i = 0; i <= bounds.length; i++) count += counts[offset + i] ?? 0;
        yield { labels, count, sum: pageNumber(sum), buckets: pageBuckets(point) };
      }
      break;
    case "summary":
      for (const { labels, count, sum, quantiles } of family.points) {
        const pairs = quantiles.map(({ quantile, value }) => [quantile, pageNumber(value)] as const);
        yield { labels, count, sum: pageNumber(sum), quantiles: pairs };
      }
      break;
    case "stateset":
      for (const { labels, states } of family.points) yield { labels, states };
      break;
    case "info":
      for (const { labels } of family.points) yield { labels };
      break;
    default:
      family satisfies never;
  }
}

/** Lists the buckets of a histogram in ascending order. Native buckets are preferred, as they are finer. */
export function pageBuckets({ native, bounds, counts, offset = 0 }: HistogramPoint): PageBucket[] {
  if (native !== undefined) return nativeBuckets(native);
  return Array.from(
    { length: bounds.length + 1 },
    (_, i) => [pageNumber(bounds[i] ?? Infinity), counts[offset + i] ?? 0],
  );
}

function nativeBuckets({ schema, zeroThreshold, zeroCount, positive, negative }: NativeHistogram): PageBucket[] {
  const bound = (index: number) => 2 ** (index * 2 ** -schema);
  const below = indexed(negative).reverse().map(([i, count]) => [-bound(i), -bound(i - 1), count] as const);
  const above = indexed(positive).map(([i, count]) => [bound(i - 1), bound(i), count] as const);
  const zero = zeroCount > 0 ? [[-zeroThreshold, zeroThreshold, zeroCount] as const] : [];
  const buckets: PageBucket[] = [];
  let end: number | undefined;
  for (const [lower, upper, count] of [...below, ...zero, ...above]) {
    // After a gap and at the beginning, an empty bucket marks the lower bound.
    if (lower !== end) buckets.push([pageNumber(lower), 0]);
    buckets.push([pageNumber(upper), count]);
    end = upper;
  }
  return buckets;
}

/** Expands runs to the index and count of each bucket. */
function indexed(runs: readonly BucketRun[]): (readonly [index: number, count: number])[] {
  let index = 0;
  return runs.flatMap(({ offset, counts }) => {
    index += offset;
    return counts.map((count) => [index++, count] as const);
  });
}

/** Converts a number for JSON; `Number()` converts it back. */
export function pageNumber(value: number): PageNumber {
  return Number.isFinite(value) ? value : String(value) as PageNumber;
}
