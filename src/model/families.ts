import { type Labels, type LabelValue, labelValueText } from "./labels.ts";
import type {
  CounterFamily,
  CounterPoint,
  GaugeFamily,
  GaugeHistogramFamily,
  HistogramFamily,
  HistogramPoint,
  InfoFamily,
  MetricFamily,
  MetricType,
  Point,
  PointHead,
  StateSetFamily,
  StateSetPoint,
  SummaryFamily,
  SummaryPoint,
  UnknownFamily,
} from "./metric_family.ts";
import { toNumber } from "./numbers.ts";

/**
 * A point whose label values need not be strings: numbers, booleans and bigints are converted. Its value, sum and count can be
 * bigints.
 */
export type GivenPoint<P extends PointHead> =
  & Omit<P, "count" | "labels" | "sum" | "value">
  & { readonly [K in keyof P & ("count" | "sum" | "value")]: P[K] | bigint }
  & {
    /** Labels that identify this point within its family. */
    readonly labels: Readonly<Record<string, LabelValue>>;
  };

/** Options of the family builders. */
export interface FamilyOptions {
  /** Base unit such as `seconds` or `bytes`, which is also the last word of the name (before `_total`). */
  readonly unit?: string | undefined;
}

/**
 * Creates a counter family: totals that only go up.
 *
 * @param name Exposed name
 * @param help Description of what is measured
 * @param points One point for each label set
 * @param options Unit of the values
 * @returns The family, for a collector to return
 */
export function counterFamily(
  name: string,
  help: string,
  points: Iterable<GivenPoint<CounterPoint>>,
  options?: FamilyOptions,
): CounterFamily {
  return make("counter", name, help, points, options);
}

/**
 * Creates a gauge family: values that go up and down.
 *
 * @example Report connections from a collector
 * ```ts
 * import { expose, gaugeFamily, Registry } from "@webprom/exporter";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.register({
 *   collect: () => [gaugeFamily("app_active_connections", "Open connections.", [{ labels: { shard: 1 }, value: 42 }])],
 * });
 *
 * assertStringIncludes(await expose(registry), 'app_active_connections{shard="1"} 42\n');
 * ```
 *
 * @param name Exposed name
 * @param help Description of what is measured
 * @param points One point for each label set
 * @param options Unit of the values
 * @returns The family, for a collector to return
 */
export function gaugeFamily(
  name: string,
  help: string,
  points: Iterable<GivenPoint<Point>>,
  options?: FamilyOptions,
): GaugeFamily {
  return make("gauge", name, help, points, options);
}

/**
 * Creates a histogram family: distributions of observed values.
 *
 * @param name Exposed name
 * @param help Description of what is measured
 * @param points One point for each label set
 * @param options Unit of the values
 * @returns The family, for a collector to return
 */
export function histogramFamily(
  name: string,
  help: string,
  points: Iterable<GivenPoint<HistogramPoint>>,
  options?: FamilyOptions,
): HistogramFamily {
  return make("histogram", name, help, points, options);
}

/**
 * Creates a gauge histogram family: distributions of current values, such as the ages of queued jobs.
 *
 * @param name Exposed name
 * @param help Description of what is measured
 * @param points One point for each label set
 * @param options Unit of the values
 * @returns The family, for a collector to return
 */
export function gaugeHistogramFamily(
  name: string,
  help: string,
  points: Iterable<GivenPoint<HistogramPoint>>,
  options?: FamilyOptions,
): GaugeHistogramFamily {
  return make("gaugehistogram", name, help, points, options);
}

/**
 * Creates a summary family: distributions as quantiles.
 *
 * @param name Exposed name
 * @param help Description of what is measured
 * @param points One point for each label set
 * @param options Unit of the values
 * @returns The family, for a collector to return
 */
export function summaryFamily(
  name: string,
  help: string,
  points: Iterable<GivenPoint<SummaryPoint>>,
  options?: FamilyOptions,
): SummaryFamily {
  return make("summary", name, help, points, options);
}

/**
 * Creates a state set family: states that are on or off.
 *
 * @param name Exposed name
 * @param help Description of the states
 * @param points One point for each label set
 * @returns The family, for a collector to return
 */
export function stateSetFamily(
  name: string,
  help: string,
  points: Iterable<GivenPoint<StateSetPoint>>,
): StateSetFamily {
  return make("stateset", name, help, points);
}

/**
 * Creates an info family: facts in labels.
 *
 * @param name Exposed name; it ends in `_info`
 * @param help Description of the facts
 * @param points One point for each label set
 * @returns The family, for a collector to return
 */
export function infoFamily(name: `${string}_info`, help: string, points: Iterable<GivenPoint<PointHead>>): InfoFamily {
  return make("info", name, help, points);
}

/**
 * Creates a family of unknown type.
 *
 * @param name Exposed name
 * @param help Description of what is measured
 * @param points One point for each label set
 * @param options Unit of the values
 * @returns The family, for a collector to return
 */
export function unknownFamily(
  name: string,
  help: string,
  points: Iterable<GivenPoint<Point>>,
  options?: FamilyOptions,
): UnknownFamily {
  return make("unknown", name, help, points, options);
}

function make<T extends MetricType, F extends MetricFamily & { readonly type: T }>(
  type: T,
  name: string,
  help: string,
  points: Iterable<GivenPoint<PointHead>>,
  { unit }: FamilyOptions = {},
): F {
  const converted = Array.from(points, (point) => ({ ...numbersOf(point), labels: textsOf(point.labels) }));
  // The callers above make sure that the points match the type.
  return { type, name, help, ...unit !== undefined && { unit }, points: converted } as unknown as F;
}

/**
 * Converts label values to strings. Invalid values stay: `checkFamily()` rejects them and names the collector's family.
 */
function textsOf(labels: GivenPoint<PointHead>["labels"]): Labels {
  return Object.fromEntries(
    // Typed as a string although it is not, because the check comes later.
    Object.entries(labels).map(([name, value]) => [name, labelValueText(value) ?? value as never]),
  );
}

/** Converts bigints to numbers. */
function numbersOf(point: object): object {
  return Object.fromEntries(Object.entries(point).map(([key, value]) => [key, toNumber(value)]));
}
