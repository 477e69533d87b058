import type { Format } from "../../exposition/format.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { PageFamily, PagePoint } from "./_answers.ts";
import { pageBuckets, pageNumber } from "./_page_buckets.ts";
import { shareRoom } from "./_share_room.ts";
import type { LastFailures } from "./last_failures.ts";

/** Maximum number of series: more are slow to send every few seconds and to show. */
const MAX_SERIES = 20_000;

const PIECE = 64 * 1024;

/** Makes the format of {@linkcode FamiliesAnswer}. As a format, it is served like any scrape, with limits and compression. */
export function familiesJson(failures: LastFailures): Format {
  return { contentType: "application/json", encode: (families) => encode(families, failures) };
}

function* encode(families: Iterable<MetricFamily>, failures: LastFailures): Iterable<Uint8Array<ArrayBuffer>> {
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
