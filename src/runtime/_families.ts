import type { Labels } from "../model/labels.ts";
import type { Aggregation, CounterFamily, GaugeFamily, InfoFamily, Point } from "../model/metric_family.ts";

/** Creates a gauge family, or none if the value is missing. */
export function gauge(name: string, help: string, read: Measurement): GaugeFamily[] {
  const points = pointsOf(read);
  return points.length === 0 ? [] : [{ type: "gauge", name, help, unit: unitOf(name), points }];
}

/** Creates a counter family, or none if the value is missing. */
export function counter(name: `${string}_total`, help: string, read: Measurement): CounterFamily[] {
  const points = pointsOf(read);
  return points.length === 0 ? [] : [{ type: "counter", name, help, unit: unitOf(name), points }];
}

/** Marks families as those of the whole process, so that merging its threads counts them once. */
export function* ofProcess<F extends CounterFamily | GaugeFamily>(families: Iterable<F>): Iterable<F> {
  for (const family of families) yield { ...family, scope: "process" };
}

/** Sets how gauges of several isolates are merged, if not as their sum. */
export function aggregated(aggregate: Aggregation, families: readonly GaugeFamily[]): GaugeFamily[] {
  return families.map((family) => ({ ...family, aggregate }));
}

/** Creates an info family. */
export function info(name: `${string}_info`, help: string, labels: Labels): InfoFamily[] {
  return [{ type: "info", name, help, points: [{ labels }] }];
}

/** Counts equal words. Returns one point for each word. */
export function countWords(label: string, words: readonly string[]): Point[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Array.from(counts, ([word, value]) => ({ labels: { [label]: word }, value }));
}

type Measurement = number | undefined | readonly Point[];

function pointsOf(read: Measurement): readonly Point[] {
  const points = typeof read === "number" ? [{ labels: {}, value: read }] : read ?? [];
  return points.filter(({ value }) => !Number.isNaN(value));
}

function unitOf(name: string): string | undefined {
  return /_(seconds|bytes)(?:_total)?$/.exec(name)?.[1];
}
