import { checkFamily } from "../../model/check_family.ts";
import { labelsKey } from "../../model/labels_key.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { openMetricsName, sampleNames } from "../../model/sample_names.ts";
import type { Problems } from "./_problems.ts";

/**
 * Prepares families from other programs for exposition: merges families of the same name, and skips invalid and duplicate
 * series. Each skipped series or family is reported as a problem.
 *
 * @param families The families, in any order; names may repeat
 * @param problems Takes what is skipped
 * @returns The valid families
 */
export function acceptFamilies(families: Iterable<MetricFamily>, problems: Problems): MetricFamily[] {
  const joined = new Map<string, { readonly head: MetricFamily; readonly points: Map<string, PointHead> }>();
  const owners = new Map<string, string>();
  for (const given of families) {
    const family = normalize(given);
    const { type, name } = family;
    const names = sampleNames(type, name);
    const taken = names.find((sampleName) => owners.has(sampleName) && owners.get(sampleName) !== `${type} ${name}`);
    if (taken !== undefined) {
      problems.add(
        new TypeError(`Cannot expose ${type} "${name}": the name "${taken}" is already used by ${owners.get(taken)}`),
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
        `Cannot expose ${type} "${name}": two series have the same labels, ${JSON.stringify(point.labels)}`,
      );
    }
    points.set(key, point);
  } catch (error) {
    problems.add(error as Error);
  }
}

/** Drops a type or unit that does not match the name: other programs may declare any metric a counter. */
function normalize(family: MetricFamily): MetricFamily {
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
