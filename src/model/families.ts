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

/** A point whose label values need not be strings: numbers, booleans and bigints are converted. */
export type GivenPoint<P extends PointHead> = Omit<P, "labels"> & {
  /** The labels that tell this point from the others of its family. */
  readonly labels: Readonly<Record<string, LabelValue>>;
};

/** Optional parts of a family. */
export interface FamilyOptions {
  /** Base unit such as `seconds` or `bytes`, which is also the last word of the name (before `_total`). */
  readonly unit?: string | undefined;
}

/**
 * Makes a family of totals that only go up.
 *
 * @param name Name as it is exposed
 * @param help What is measured
 * @param points One point for each label set
 * @param options The unit
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
 * Makes a family of values that go up and down.
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
 * @param name Name as it is exposed
 * @param help What is measured
 * @param points One point for each label set
 * @param options The unit
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
 * Makes a family of distributions.
 *
 * @param name Name as it is exposed
 * @param help What is measured
 * @param points One point for each label set
 * @param options The unit
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
 * Makes a family of distributions of current values, such as the ages of queued jobs.
 *
 * @param name Name as it is exposed
 * @param help What is measured
 * @param points One point for each label set
 * @param options The unit
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
 * Makes a family of distributions as quantiles.
 *
 * @param name Name as it is exposed
 * @param help What is measured
 * @param points One point for each label set
 * @param options The unit
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
 * Makes a family of states that are on or off.
 *
 * @param name Name as it is exposed
 * @param help What is reported
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
 * Makes a family of facts.
 *
 * @param name Name as it is exposed; it ends in `_info`
 * @param help What the facts are about
 * @param points One point for each label set
 * @returns The family, for a collector to return
 */
export function infoFamily(name: `${string}_info`, help: string, points: Iterable<GivenPoint<PointHead>>): InfoFamily {
  return make("info", name, help, points);
}

/**
 * Makes a family of numbers of unknown meaning.
 *
 * @param name Name as it is exposed
 * @param help What is measured
 * @param points One point for each label set
 * @param options The unit
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
  const converted = Array.from(points, (point) => ({ ...point, labels: textsOf(point.labels) }));
  // The points are those of the type, which the callers above make sure of.
  return { type, name, help, ...unit !== undefined && { unit }, points: converted } as unknown as F;
}

/** Values that cannot be converted are left for the check of the collector's families, which knows their name. */
function textsOf(labels: GivenPoint<PointHead>["labels"]): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, labelValueText(value) ?? value as never]),
  );
}
