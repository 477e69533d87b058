import { copyPoint } from "../model/copy_point.ts";
import type {
  FamilyHead,
  GaugeFamily,
  GaugeHistogramFamily,
  HistogramFamily,
  MetricFamily,
  MetricType,
  PointHead,
} from "../model/metric_family.ts";
import { mergePoints } from "./_merge_points.ts";
import { PointGroups } from "./_point_groups.ts";

/** Families of one isolate, with where and when they were gathered. */
export interface MergeSource {
  /** The families. They are read once, and not changed. */
  readonly families: Iterable<MetricFamily>;
  /**
   * Name of the isolate: value of the label that `perInstance` adds.
   *
   * @default {its position, from 0}
   */
  readonly instance?: string | undefined;
  /**
   * Process of the isolate: families with `scope: "process"` count once for each process.
   *
   * @default {instance}
   */
  readonly process?: string | undefined;
  /**
   * Time at which the families were gathered, in milliseconds since the epoch. It decides what is the latest.
   *
   * @default {0}
   */
  readonly timeMs?: number | undefined;
}

/** Options of {@linkcode mergeFamilies}. */
export interface MergeOptions {
  /**
   * Name of the label for the instances of a `perInstance` gauge.
   *
   * @default {"worker"}
   */
  readonly instanceLabel?: string | undefined;
  /** Called for each family that the sources define differently. */
  readonly onProblem?: ((problem: MergeProblem) => void) | undefined;
}

/** A difference between the definitions of one family in two sources. */
export interface MergeProblem {
  /** Name of the family. */
  readonly metric: string;
  /** Instance whose definition is used. */
  readonly instance: string;
  /** Instance with another definition. */
  readonly other: string;
  /** What differs, and what was done. */
  readonly message: string;
}

/** A source with its defaults. */
export interface NamedSource {
  readonly families: Iterable<MetricFamily>;
  readonly instance: string;
  readonly process: string;
  readonly timeMs: number;
}

/** A family of one source. */
export interface Part {
  readonly family: MetricFamily;
  readonly source: NamedSource;
}

/**
 * Merges the families of several isolates, processes or hosts into one list, sorted by name.
 *
 * | type | result |
 * | --- | --- |
 * | counter, histogram, gauge histogram, summary | sums; summaries lose their quantiles, which cannot be merged |
 * | gauge | by the `aggregate` of the family; by default the sum |
 * | info | each label set once |
 * | state set | a state is on if it is on anywhere |
 * | unknown | the sum |
 *
 * Histograms with different classic buckets keep those that all have; native ones keep the lowest resolution and the widest
 * zero bucket. The created time is the earliest, an exemplar the newest. If a name has several types, the families of one
 * type are merged, and the others are left out and reported.
 *
 * @example Merge the scrapes of two processes
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { mergeFamilies } from "@webprom/exporter/merge";
 * import { assertEquals } from "@std/assert";
 *
 * const registries = [new Registry(), new Registry()];
 * for (const registry of registries) registry.counter({ name: "jobs_total", help: "Jobs run." }).inc(2);
 *
 * const merged = mergeFamilies(await Promise.all(registries.map((registry) => registry.gather())));
 * assertEquals(merged.map(({ points }) => [...points].map((point) => "value" in point && point.value)), [[4]]);
 * ```
 *
 * @param sources The families of each isolate
 * @param options Name of a label, and a hook for problems
 * @returns New families with copied points
 */
export function mergeFamilies(
  sources: Iterable<Iterable<MetricFamily> | MergeSource>,
  options: MergeOptions = {},
): MetricFamily[] {
  return mergeAll(sources, options, pointsOf);
}

/** Merges the points of the parts of a family whose head is known. */
export type MergePartPoints = (head: FamilyHead & GaugeLike, parts: readonly Part[], options: MergeOptions) => Merged;

/** The head of a family that may be a gauge. */
interface GaugeLike {
  readonly type: MetricType;
  readonly aggregate?: GaugeFamily["aggregate"] | undefined;
}

/** A merged family. */
export type Merged = MetricFamily & { readonly points: readonly PointHead[] };

/**
 * Merges families, with a function of the caller for the points.
 *
 * @param sources The families of each isolate
 * @param options Name of a label, and a hook for problems
 * @param merge Merges the parts of one family
 * @returns Families that have points, sorted by name
 */
export function mergeAll(
  sources: Iterable<Iterable<MetricFamily> | MergeSource>,
  options: MergeOptions,
  merge: MergePartPoints,
): Merged[] {
  const parts = new Map<string, Part[]>();
  for (const source of sourcesOf(sources)) {
    for (const family of source.families) {
      const found = parts.get(family.name);
      if (found === undefined) parts.set(family.name, [{ family, source }]);
      else found.push({ family, source });
    }
  }
  return Array.from(parts.values(), (same) => mergeOne(same, options, merge))
    .filter(({ points }) => points.length > 0)
    .sort((one, other) => one.name < other.name ? -1 : 1);
}

function* sourcesOf(sources: Iterable<Iterable<MetricFamily> | MergeSource>): Iterable<NamedSource> {
  let i = 0;
  for (const given of sources) {
    const source: MergeSource = Symbol.iterator in given ? { families: given } : given;
    const { families, instance = String(i++), timeMs = 0 } = source;
    yield { families, instance, process: source.process ?? instance, timeMs };
  }
}

function mergeOne(parts: readonly Part[], options: MergeOptions, merge: MergePartPoints): Merged {
  const head = parts.reduce((one, other) => isBefore(other.family, one.family) ? other : one);
  const same = parts.filter(({ family }) => family.type === head.family.type);
  if (options.onProblem !== undefined) report(head, parts, options.onProblem);
  const counted = inScope(head.family.scope, same);
  const { type, name, help, unit, scope } = head.family;
  const aggregate = (head.family as GaugeFamily).aggregate;
  const merged = {
    type,
    name,
    help,
    ...unit !== undefined && { unit },
    ...scope !== undefined && { scope },
    ...aggregate !== undefined && { aggregate },
  };
  return merge(merged, counted, options);
}

/** Orders definitions in a way that depends on no order of sources. */
function isBefore(one: MetricFamily, other: MetricFamily): boolean {
  const [a, b] = [orderOf(one), orderOf(other)];
  return a < b;
}

function orderOf(family: MetricFamily): string {
  const { type, help, unit = "", scope = "isolate" } = family;
  return JSON.stringify([type, scope, (family as GaugeFamily).aggregate ?? "", unit, help]);
}

/** Keeps one part of each process, or one in all, for families whose values are not those of an isolate. */
function inScope(scope: FamilyHead["scope"], parts: readonly Part[]): readonly Part[] {
  if (scope !== "process" && scope !== "global") return parts;
  const newest = new Map<string, Part>();
  for (const part of parts) {
    const group = scope === "process" ? part.source.process : "";
    const found = newest.get(group);
    if (found === undefined || isNewer(part.source, found.source)) newest.set(group, part);
  }
  return [...newest.values()];
}

function isNewer(one: NamedSource, other: NamedSource): boolean {
  return one.timeMs > other.timeMs || (one.timeMs === other.timeMs && one.instance > other.instance);
}

function pointsOf(head: FamilyHead & GaugeLike, parts: readonly Part[], options: MergeOptions): Merged {
  const { type, aggregate } = head;
  const points = groupsOf(head, parts, options).map((points) => mergePoints(type, aggregate, points));
  return { ...head, points } as Merged; // the points are of the same type
}

/**
 * Groups the points of all parts by their labels.
 *
 * @param head Head of the merged family
 * @param parts The parts
 * @param options Name of the label of instances
 * @returns At least one point for each series
 */
export function groupsOf(
  { type, aggregate }: GaugeLike,
  parts: readonly Part[],
  { instanceLabel = "worker" }: MergeOptions,
): readonly (readonly PointHead[])[] {
  const groups = new PointGroups();
  const isApart = type === "gauge" && aggregate === "perInstance";
  // The last point of a group is that of the newest source.
  const ordered = aggregate === "latest"
    ? parts.toSorted((one, other) => isNewer(one.source, other.source) ? 1 : -1)
    : parts;
  for (const { family, source } of ordered) {
    groups.begin();
    for (const point of family.points as Iterable<PointHead>) {
      const isNamed = isApart && !Object.hasOwn(point.labels, instanceLabel);
      groups.add(isNamed ? copyPoint(point, { [instanceLabel]: source.instance }) : point);
    }
  }
  return groups.all;
}

/** Reports each part whose definition is not that of the result. */
function report(head: Part, parts: readonly Part[], onProblem: (problem: MergeProblem) => void): void {
  const { name } = head.family;
  for (const { family, source } of parts) {
    const message = differenceOf(head.family, family);
    if (message === undefined) continue;
    onProblem({ metric: name, instance: head.source.instance, other: source.instance, message });
  }
}

function differenceOf(kept: MetricFamily, other: MetricFamily): string | undefined {
  if (kept.type !== other.type) return `type is ${kept.type}, not ${other.type}, which is left out`;
  for (const field of ["aggregate", "scope", "unit", "help"] as const) {
    const [value, otherValue] = [kept, other].map((family) => (family as GaugeFamily)[field]);
    if (value !== otherValue) return `${field} is ${JSON.stringify(value)}, not ${JSON.stringify(otherValue)}`;
  }
  if (kept.type !== "histogram" && kept.type !== "gaugehistogram") return undefined;
  const [bounds, otherBounds] = [kept, other as typeof kept].map(boundsOf);
  return bounds === otherBounds || bounds === undefined || otherBounds === undefined
    ? undefined
    : `buckets are ${bounds}, not ${otherBounds}; those that both have are merged`;
}

/** Writes the classic buckets of the first point. */
function boundsOf({ points }: HistogramFamily | GaugeHistogramFamily): string | undefined {
  for (const { bounds } of points) return JSON.stringify(Array.from(bounds));
  return undefined;
}
