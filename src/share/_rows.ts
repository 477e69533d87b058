import type { Exemplar } from "../model/exemplar.ts";
import type {
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  MetricType,
  NativeHistogram,
  Point,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../model/metric_family.ts";

/** How the points of a type become rows of numbers, and points again. */
export interface RowKind {
  /** Numbers of a row. */
  width(shape: Shape): number;
  /** Writes the numbers of a point. */
  write(point: never, values: Float64Array, at: number): void;
  /** Sets a point to the numbers of a row. */
  read(point: never, values: Float64Array, at: number, shape: Shape): void;
  /** Parts of a point that are not numbers; `undefined` if it has none. */
  extra?(point: never): unknown;
  /** Sets those parts. */
  setExtra?(point: never, extra: never): void;
}

/** What all points of a family have in common. */
export interface Shape {
  /** Bounds of classic buckets; empty for other types. */
  readonly bounds: readonly number[];
  /** States of a state set; empty for other types. */
  readonly states: readonly string[];
}

/** Parts of a histogram that are not numbers. */
interface HistogramExtra {
  readonly exemplars?: Readonly<Record<number, Exemplar>> | undefined;
  readonly native?: NativeHistogram | undefined;
}

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

const VALUE: RowKind = {
  width: () => 1,
  write({ value }: Point, values, at) {
    values[at] = value;
  },
  read(point: Changeable<Point>, values, at) {
    point.value = values[at] as number;
  },
};

const HISTOGRAM: RowKind = {
  width: ({ bounds }) => bounds.length + 3,
  write({ sum, createdMs, bounds, counts, offset = 0 }: HistogramPoint, values, at) {
    values[at] = sum;
    values[at + 1] = createdMs ?? NaN;
    for (let i = 0; i <= bounds.length; i++) values[at + 2 + i] = counts[offset + i] as number;
  },
  read(point: Changeable<HistogramPoint>, values, at, { bounds }) {
    point.sum = values[at] as number;
    setCreated(point, values[at + 1] as number);
    point.bounds = bounds;
    point.counts = values.slice(at + 2, at + 3 + bounds.length);
  },
  extra({ exemplars, native }: HistogramPoint): HistogramExtra | undefined {
    if (exemplars === undefined && native === undefined) return undefined;
    const found = Object.fromEntries(
      Array.from(exemplars ?? []).flatMap((one, i) => one === undefined ? [] : [[i, copyOf(one)]]),
    );
    return { exemplars: found, native: native && { ...native, exemplars: native.exemplars?.map(copyOf) } };
  },
  setExtra(point: Changeable<HistogramPoint>, { exemplars = {}, native }: HistogramExtra) {
    const given = Object.entries(exemplars);
    if (given.length > 0) {
      const all: (Exemplar | undefined)[] = Array.from(point.counts, () => undefined);
      for (const [i, exemplar] of given) all[Number(i)] = exemplar;
      point.exemplars = all;
    }
    if (native !== undefined) point.native = native;
  },
};

const KINDS: Readonly<Record<MetricType, RowKind>> = {
  counter: {
    width: () => 2,
    write({ value, createdMs }: CounterPoint, values, at) {
      values[at] = value;
      values[at + 1] = createdMs ?? NaN;
    },
    read(point: Changeable<CounterPoint>, values, at) {
      point.value = values[at] as number;
      setCreated(point, values[at + 1] as number);
    },
    extra: ({ exemplar }: CounterPoint) => exemplar && copyOf(exemplar),
    setExtra(point: Changeable<CounterPoint>, exemplar: Exemplar) {
      point.exemplar = exemplar;
    },
  },
  gauge: {
    width: () => 2,
    write({ value, writtenMs }: Point, values, at) {
      values[at] = value;
      values[at + 1] = writtenMs ?? NaN;
    },
    read(point: Changeable<Point>, values, at) {
      point.value = values[at] as number;
      const writtenMs = values[at + 1] as number;
      if (!Number.isNaN(writtenMs)) point.writtenMs = writtenMs;
    },
  },
  gaugehistogram: HISTOGRAM,
  histogram: HISTOGRAM,
  info: { width: () => 0, write() {}, read() {} },
  stateset: {
    width: ({ states }) => states.length,
    write({ states }: StateSetPoint, values, at) {
      for (const isOn of Object.values(states)) values[at++] = Number(isOn);
    },
    read(point: Changeable<StateSetPoint>, values, at, { states }) {
      point.states = Object.fromEntries(states.map((state, i) => [state, values[at + i] === 1]));
    },
  },
  summary: {
    width: () => 3,
    write({ count, sum, createdMs }: SummaryPoint, values, at) {
      values[at] = count;
      values[at + 1] = sum;
      values[at + 2] = createdMs ?? NaN;
    },
    read(point: Changeable<SummaryPoint>, values, at) {
      point.count = values[at] as number;
      point.sum = values[at + 1] as number;
      point.quantiles = []; // they cannot be merged
      setCreated(point, values[at + 2] as number);
    },
  },
  unknown: VALUE,
};

/** Returns how the points of a type become rows. */
export function rowKindOf(type: MetricType): RowKind {
  return KINDS[type];
}

/**
 * Returns what all points of a family have in common, or `undefined` if they do not have the same shape, or have timestamps.
 *
 * @param family The family
 * @param points Its points
 * @param from Index of the first point to look at
 */
export function shapeOf({ type }: MetricFamily, points: readonly PointHead[], from: number): Shape | undefined {
  const [first] = points as readonly (PointHead & Partial<HistogramPoint & StateSetPoint>)[];
  const bounds = Array.from(first?.bounds ?? []);
  const states = Object.keys(first?.states ?? {});
  for (let i = from; i < points.length; i++) {
    const point = points[i] as PointHead & Partial<HistogramPoint & StateSetPoint>;
    if (point.timestampMs !== undefined) return undefined;
    if (type === "histogram" || type === "gaugehistogram") {
      if (!isSame(bounds, point.bounds ?? [])) return undefined;
    } else if (type === "stateset" && !isSame(states, Object.keys(point.states ?? {}))) {
      return undefined;
    }
  }
  return { bounds, states };
}

/** Instruments keep more in their exemplars than others need. */
function copyOf({ labels, value, timestampMs }: Exemplar): Exemplar {
  return { labels, value, timestampMs };
}

function isSame<T>(one: ArrayLike<T>, other: ArrayLike<T>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

function setCreated(point: { createdMs?: number | undefined }, createdMs: number): void {
  if (!Number.isNaN(createdMs)) point.createdMs = createdMs;
}
