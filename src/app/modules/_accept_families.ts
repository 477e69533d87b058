import { checkFamily, markChecked } from "../../model/check_family.ts";
import { labelsKey } from "../../model/labels_key.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { exposedNames, lacksSuffix, openMetricsName } from "../../model/sample_names.ts";
import type { Problems } from "./_problems.ts";

/**
 * Prepares families from other programs for exposition: merges families of the same name, and skips what cannot be exposed
 * together with families before it. Each skipped series or family is reported as a problem.
 *
 * @param families The families, in any order; names may repeat
 * @param problems Takes what is skipped
 * @param own Families of the module itself, whose names no other may have
 * @returns The valid families
 */
export function acceptFamilies(
  families: Iterable<MetricFamily>,
  problems: Problems,
  own: readonly MetricFamily[] = [],
): MetricFamily[] {
  const joined = new Map<string, { readonly head: MetricFamily; readonly points: Map<string, PointHead> }>();
  const owners = new Map<string, string>();
  for (const { type, name } of own) for (const exposed of exposedNames(type, name)) owners.set(exposed, "the module");
  for (const given of families) {
    const family = normalize(given);
    const { type, name } = family;
    const taken = exposedNames(type, name).find((exposed) =>
      (owners.get(exposed) ?? `${type} ${name}`) !== `${type} ${name}`
    );
    if (taken !== undefined) {
      problems.add(
        new TypeError(`Cannot expose ${type} "${name}": the name "${taken}" is already used by ${owners.get(taken)}`),
      );
      continue;
    }
    const { points } = joined.get(name) ?? { points: new Map<string, PointHead>() };
    for (const point of family.points as Iterable<PointHead>) addPoint(family, point, points, problems);
    if (points.size === 0) continue;
    for (const exposed of exposedNames(type, name)) owners.set(exposed, `${type} ${name}`);
    if (!joined.has(name)) joined.set(name, { head: family, points });
  }
  return Array.from(
    joined.values(),
    ({ head, points }) => markChecked({ ...head, points: [...points.values()] } as MetricFamily),
  );
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

/** Drops a unit or a type that does not match the name, because it would be refused. */
function normalize(family: MetricFamily): MetricFamily {
  const { type, name, help, unit } = family;
  if (type === "info" && lacksSuffix(type, name)) {
    return { type: "gauge", name, help, points: Array.from(family.points, (point) => ({ ...point, value: 1 })) };
  }
  if (unit === undefined || openMetricsName(type, name).endsWith(`_${unit}`)) return family;
  return { ...family, unit: undefined };
}
