import { isLive, markLive } from "../model/live_family.ts";
import type { Exemplar } from "../model/exemplar.ts";
import type { CounterPoint, MetricFamily, MetricType, PointHead } from "../model/metric_family.ts";
import {
  groupsOf,
  mergeAll,
  type Merged,
  type MergeOptions,
  type MergePartPoints,
  type MergeSource,
  type Part,
} from "./merge_families.ts";
import { mergePoints } from "./_merge_points.ts";

/** Types whose series are summed, or merged in the same order at each merge. */
const STABLE: ReadonlySet<MetricType> = new Set<MetricType>(["counter", "gauge", "histogram", "summary", "unknown"]);

/** Fields that a point may have had before, and has no longer. */
const NOTHING = {
  createdMs: undefined,
  exemplar: undefined,
  exemplars: undefined,
  native: undefined,
  timestampMs: undefined,
  writtenMs: undefined,
};

/** A family as it was merged, if all its parts are live. */
interface Known {
  readonly head: string;
  /** The arrays of points of the parts, and how many points they had. */
  readonly arrays: readonly (readonly PointHead[])[];
  readonly lengths: readonly number[];
  readonly groups: readonly (readonly PointHead[])[];
  readonly family: Merged;
}

/**
 * Merges the same sources again and again. If no series has come or gone since the last merge, families that are live stay the
 * same objects and only their values change, so that encoders can keep the labels.
 */
export class FamilyMerger {
  readonly #known = new Map<string, Known>();

  /**
   * Merges families as `mergeFamilies()` does.
   *
   * @param sources The families of each isolate
   * @param options Name of a label, and a hook for problems
   * @returns The families; the next merge changes their points
   */
  merge(sources: Iterable<MergeSource>, options: MergeOptions): MetricFamily[] {
    const seen = new Set<string>();
    const families = mergeAll(sources, options, (head, parts, options) => {
      seen.add(head.name);
      return this.#mergeParts(head, parts, options);
    });
    for (const name of this.#known.keys()) if (!seen.has(name)) this.#known.delete(name);
    return families;
  }

  #mergeParts(...[head, parts, options]: Parameters<MergePartPoints>): Merged {
    const { name, type, aggregate } = head;
    const isStable = STABLE.has(type) && aggregate !== "latest" && aggregate !== "perInstance" &&
      parts.every(({ family }) => isLive(family) && Array.isArray(family.points));
    const key = JSON.stringify(head);
    let known = isStable ? this.#known.get(name) : undefined;
    if (known === undefined || known.head !== key || !hasArraysOf(known, parts)) {
      const groups = groupsOf(head, parts, options);
      const points = groups.map((points) => mergePoints(type, aggregate, points));
      const family = { ...head, points } as Merged; // the points are of the same type
      if (!isStable) {
        this.#known.delete(name);
        return family;
      }
      const arrays = parts.map(({ family }) => family.points as readonly PointHead[]);
      known = { head: key, arrays, lengths: arrays.map(({ length }) => length), groups, family: markLive(family) };
      this.#known.set(name, known);
      return known.family;
    }
    const { groups, family } = known;
    for (let i = 0; i < groups.length; i++) {
      const [merged, points] = [family.points[i], groups[i]] as [PointHead, readonly PointHead[]];
      if (type === "counter") sumCounters(merged as CounterPoint, points as readonly CounterPoint[]);
      else Object.assign(merged, NOTHING, mergePoints(type, aggregate, points), { labels: merged.labels });
    }
    return family;
  }
}

function hasArraysOf({ arrays, lengths }: Known, parts: readonly Part[]): boolean {
  if (arrays.length !== parts.length) return false;
  return parts.every(({ family }, i) => family.points === arrays[i] && arrays[i]?.length === lengths[i]);
}

/** Counters are most of all series, and their sum needs no new object. */
function sumCounters(
  merged: { -readonly [K in keyof CounterPoint]: CounterPoint[K] },
  points: readonly CounterPoint[],
): void {
  let value = 0;
  let hasMore = false;
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as CounterPoint;
    value += point.value;
    hasMore ||= point.exemplar !== undefined || point.createdMs !== undefined || point.timestampMs !== undefined;
  }
  if (!hasMore) {
    merged.value = value;
    return;
  }
  const { createdMs, exemplar, timestampMs } = mergePoints("counter", undefined, points) as CounterPoint;
  Object.assign(merged, { value, createdMs, exemplar: exemplar as Exemplar | undefined, timestampMs });
}
