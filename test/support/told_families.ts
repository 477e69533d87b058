import { freeLabel } from "../../src/exposition/wire_names.ts";
import { isUnit } from "../../src/exposition/text/escape.ts";
import { hasUnit } from "../../src/exposition/wire_names.ts";
import type { Exemplar } from "../../src/model/exemplar.ts";
import type { Labels } from "../../src/model/labels.ts";
import type {
  BucketRun,
  HistogramPoint,
  MetricFamily,
  NativeHistogram,
  Point,
  PointHead,
  SummaryPoint,
} from "../../src/model/metric_family.ts";

/** Families as plain objects. */
type Told = Readonly<Record<string, unknown>>;

/** Tells what of families the text format says: numbers, but neither states nor facts, and nothing else. */
export function toldByText(families: readonly MetricFamily[]): Told[] {
  return families.map((family) => {
    const { name, help } = family;
    const head = { name, help: help.toWellFormed() };
    switch (family.type) {
      case "stateset":
        return { ...head, type: "gauge", points: statesOf(name, [...family.points]) };
      case "info":
        return {
          ...head,
          type: "gauge",
          points: Array.from(family.points, (point) => ({ ...headOf(point), value: 1 })),
        };
      case "summary":
        return { ...head, type: "summary", points: Array.from(family.points, summaryOf) };
      case "histogram":
      case "gaugehistogram":
        return { ...head, type: "histogram", points: Array.from(family.points, bucketsOf) };
      default:
        return { ...head, type: family.type, points: Array.from<Point, Told>(family.points, valueOf) };
    }
  });
}

/** Tells what OpenMetrics 1.0 says, which has no place for what is negative or undefined where only totals are. */
export function toldByOpenMetrics(families: readonly MetricFamily[], hasCreated: boolean): Told[] {
  return families.map((family) => {
    const created = (point: PointHead) => hasCreated && family.type !== "gaugehistogram" ? createdOf(point) : {};
    const pointOf = (point: PointHead): Told => {
      switch (family.type) {
        case "counter":
          return { ...valueOf(point as Point), ...created(point), ...exemplarOf(point) };
        case "summary": {
          const { quantiles, sum, ...rest } = summaryOf(point as SummaryPoint);
          const told = quantiles.filter(({ value }) => !(value < 0));
          return { ...rest, quantiles: told, sum: sum >= 0 ? sum : NaN, ...created(point) };
        }
        case "histogram":
        case "gaugehistogram": {
          const { sum, bounds, ...rest } = bucketsOf(point as HistogramPoint);
          const mayFall = (bounds[0] ?? 0) < 0;
          const isTold = family.type === "histogram" ? !mayFall && sum >= 0 : sum >= 0 || (mayFall && sum < 0);
          const exemplars = exemplarsOf(point as HistogramPoint);
          return {
            ...rest,
            bounds,
            sum: isTold ? sum : NaN,
            ...created(point),
            ...exemplars.some((exemplar) => exemplar !== undefined) && { exemplars },
          };
        }
        default:
          return pointOfOpenMetrics(family, point);
      }
    };
    return { ...headOfOpenMetrics(family), points: Array.from<PointHead, Told>(family.points, pointOf) };
  });
}

/** Tells what OpenMetrics 2.0 says, where an exemplar must have a time. */
export function toldByOpenMetrics2(families: readonly MetricFamily[]): Told[] {
  return families.flatMap((family) => {
    const pointOf = (point: PointHead): Told => {
      switch (family.type) {
        case "counter":
          return { ...valueOf(point as Point), ...createdOf(point), ...exemplarOf(point, true) };
        case "summary":
          return { ...summaryOf(point as SummaryPoint), ...createdOf(point) };
        case "histogram":
        case "gaugehistogram":
          return {
            ...distributionOf(point as HistogramPoint),
            ...family.type === "histogram" && createdOf(point),
          };
        default:
          return pointOfOpenMetrics(family, point);
      }
    };
    const points = Array.from<PointHead, PointHead>(family.points, (point) => point).filter(hasPlace);
    return points.length === 0 ? [] : [{ ...headOfOpenMetrics(family), points: points.map(pointOf) }];
  });
}

/** Summaries of negative values have no place in OpenMetrics 2.0. */
function hasPlace(point: PointHead & Partial<SummaryPoint>): boolean {
  return point.quantiles === undefined ||
    !((point.sum as number) < 0) && point.quantiles.every(({ value }) => !(value < 0));
}

function headOfOpenMetrics(family: MetricFamily): Told {
  const { type, name, help, unit } = family;
  return { type, name, help: help.toWellFormed(), ...hasUnit(family) && isUnit(unit) && { unit } };
}

function pointOfOpenMetrics({ type, name }: MetricFamily, point: PointHead & { readonly states?: object }): Told {
  if (type === "info") return headOf(point);
  if (type !== "stateset") return valueOf(point as Point);
  return { ...headOf({ ...point, labels: freeLabel(point.labels, name) }), states: point.states };
}

function headOf({ labels, timestampMs }: PointHead) {
  return { labels: wellFormed(labels), ...timestampMs !== undefined && { timestampMs } };
}

function wellFormed(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.toWellFormed()]));
}

function valueOf(point: Point) {
  return { ...headOf(point), value: point.value + 0 }; // no text has a negative zero
}

function createdOf({ createdMs }: PointHead & { readonly createdMs?: number | undefined }) {
  return createdMs === undefined ? {} : { createdMs };
}

/** Prometheus refuses all for a NUL in an exemplar: such are not written. */
function hasNul({ labels }: Exemplar): boolean {
  return Object.values(labels).some((value) => value.includes("\0"));
}

function tell({ labels, value, timestampMs }: Exemplar): Exemplar {
  return { ...headOf({ labels, timestampMs }), value: value + 0 };
}

function exemplarOf({ exemplar }: PointHead & { readonly exemplar?: Exemplar | undefined }, mustHaveTime = false) {
  if (exemplar === undefined || (mustHaveTime && exemplar.timestampMs === undefined) || hasNul(exemplar)) return {};
  return { exemplar: tell(exemplar) };
}

function exemplarsOf({ bounds, exemplars }: HistogramPoint): (Exemplar | undefined)[] {
  return Array.from({ length: bounds.length + 1 }, (_, i) => {
    const exemplar = exemplars?.[i];
    return exemplar && !hasNul(exemplar) ? tell(exemplar) : undefined;
  });
}

function summaryOf(point: SummaryPoint) {
  const quantiles = point.quantiles.map(({ quantile, value }) => ({ quantile, value: value + 0 }));
  return { ...headOf(point), count: point.count, sum: point.sum + 0, quantiles };
}

function bucketsOf(point: HistogramPoint) {
  const { sum, bounds, counts, offset = 0 } = point;
  return {
    ...headOf(point),
    sum: sum + 0,
    bounds: Array.from(bounds),
    counts: Array.from({ length: bounds.length + 1 }, (_, i) => counts[offset + i]),
  };
}

/** All exemplars are on one line, from where they go to where they may have been. */
function distributionOf(point: HistogramPoint): Told {
  const { native } = point;
  const buckets = bucketsOf(point);
  const { bounds } = buckets;
  const ofBuckets = Array.from(point.exemplars ?? []).filter((exemplar) => exemplar !== undefined);
  const ofNative = (native?.exemplars ?? []).filter(({ timestampMs }) => timestampMs !== undefined);
  const exemplars = (ofNative.length > 0 ? ofNative : ofBuckets)
    .filter((exemplar) => exemplar.timestampMs !== undefined && !hasNul(exemplar))
    .map(tell);
  const byBucket = Array.from<unknown, Exemplar | undefined>(
    { length: bounds.length + 1 },
    (_, i) =>
      exemplars.findLast(({ value }) => value <= (bounds[i] ?? Infinity) && !(value <= (bounds[i - 1] ?? -Infinity))),
  );
  const hasBuckets = native === undefined || bounds.length > 0;
  return {
    ...buckets,
    ...hasBuckets && exemplars.length > 0 && { exemplars: byBucket },
    ...native !== undefined && { native: nativeOf(native, exemplars) },
  };
}

function nativeOf(native: NativeHistogram, exemplars: readonly Exemplar[]): Told {
  const { schema, zeroThreshold, zeroCount, positive, negative } = native;
  const copy = (runs: readonly BucketRun[]) => runs.map(({ offset, counts }) => ({ offset, counts }));
  return {
    schema,
    zeroThreshold,
    zeroCount,
    positive: copy(positive),
    negative: copy(negative),
    ...exemplars.length > 0 && { exemplars },
  };
}

function statesOf(
  name: string,
  points: readonly (PointHead & { readonly states: Readonly<Record<string, boolean>> })[],
): Told[] {
  return points.flatMap((point) =>
    Object.entries(point.states).map(([state, isOn]) => {
      const labels = { ...freeLabel(point.labels, name), [name]: state };
      return { ...headOf({ ...point, labels }), value: isOn ? 1 : 0 };
    })
  );
}
