import { checkFamily } from "../../model/check_family.ts";
import { labelsKey } from "../../model/labels_key.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { openMetricsName, sampleNames } from "../../model/sample_names.ts";
import type { Problems } from "./_problems.ts";

/**
 * Makes families of others fit to be exposed: joined by name, without series that are wrong or there twice. What does not
 * fit is a problem, and the rest is kept.
 *
 * @param families The families, in any number and order
 * @param problems Where to note what is left out
 * @returns The families that fit
 */
export function acceptFamilies(families: Iterable<MetricFamily>, problems: Problems): MetricFamily[] {
  const joined = new Map<string, { readonly head: MetricFamily; readonly points: Map<string, PointHead> }>();
  const owners = new Map<string, string>();
  for (const given of families) {
    const family = fit(given);
    const { type, name } = family;
    const names = sampleNames(type, name);
    const taken = names.find((sampleName) => owners.has(sampleName) && owners.get(sampleName) !== `${type} ${name}`);
    if (taken !== undefined) {
      problems.add(
        new TypeError(`Cannot expose ${type} "${name}": the name "${taken}" belongs to ${owners.get(taken)}`),
      );
      continue;
    }
    const { points } = joined.get(name) ?? { points: new Map<string, PointHead>() };
    for (const point of family.points as Iterable<PointHead>) addPoint(family, point, points, problems);
    if (points.size === 0) continue;
    for (const sampleName of names) owners.set(sampleName, `${type} ${name}`);
    if (!joined.has(name)) joined.set(name, { head: family, points });
  }
  return Array.from(joined.values(), ({ head, points }) => ({ ...head, points: [...points.values()] }) as MetricFamily);
}

function addPoint(family: MetricFamily, point: PointHead, points: Map<string, PointHead>, problems: Problems): void {
  const { type, name } = family;
  try {
    checkFamily({ ...family, points: [point] } as MetricFamily);
    const key = `${point.timestampMs} ${labelsKey(point.labels)}`;
    if (points.has(key)) {
      throw new TypeError(
        `Cannot expose ${type} "${name}": two series have the labels ${JSON.stringify(point.labels)}`,
      );
    }
    points.set(key, point);
  } catch (error) {
    problems.add(error as Error);
  }
}

/** Gives up what a family says of itself but does not keep: text of others may call anything a counter. */
function fit(family: MetricFamily): MetricFamily {
  const { name, help, unit } = family;
  if (family.type === "counter" && !name.endsWith("_total")) {
    return { type: "unknown", name, help, points: Array.from(family.points, keepValue) };
  }
  if (family.type === "info" && !name.endsWith("_info")) {
    return { type: "gauge", name, help, points: Array.from(family.points, (point) => ({ ...point, value: 1 })) };
  }
  if (unit === undefined || openMetricsName(family.type, name).endsWith(`_${unit}`)) return family;
  return { ...family, unit: undefined };
}

function keepValue(
  { labels, value, timestampMs }: PointHead & { readonly value: number },
): PointHead & { value: number } {
  return { labels, value, timestampMs };
}
