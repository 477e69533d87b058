import { escapeLabelName, escapeMetricName, type EscapingScheme } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { isLegacyLabelName, isLegacyMetricName } from "../model/names.ts";
import { sampleNames } from "../model/sample_names.ts";

/**
 * Renames families as they go over the wire. Where escaping would give one the name of another, it is escaped by the
 * scheme that keeps names apart, so that nothing is lost and no name is there twice.
 *
 * @param families All that are written together
 * @param escaping How names are written
 * @returns The families, as they are or under other names
 */
export function renameFamilies(families: Iterable<MetricFamily>, escaping: EscapingScheme): readonly MetricFamily[] {
  const all = [...families];
  if (escaping === "allow-utf-8" || all.every(({ name }) => isLegacyMetricName(name))) return all;
  const names = all.map(({ name }) => name);
  const wireName = wireNames(names, escaping, isLegacyMetricName, escapeMetricName, (name, i) => {
    return sampleNames((all[i] as MetricFamily).type, name);
  });
  return all.map((family, i) => ({ ...family, name: wireName[i] as string }));
}

/**
 * Names labels as they go over the wire.
 *
 * @param names Those of one label set
 * @param escaping How names are written
 * @returns A name for each, no two alike
 */
export function wireLabelNames(names: readonly string[], escaping: EscapingScheme): readonly string[] {
  if (escaping === "allow-utf-8" || names.every(isLegacyLabelName)) return names;
  return wireNames(names, escaping, isLegacyLabelName, escapeLabelName, (name) => [name]);
}

/** Where a name is taken in every scheme, it gets letters in front. */
function wireNames(
  names: readonly string[],
  escaping: EscapingScheme,
  isLegacy: (name: string) => boolean,
  escape: (name: string, scheme: EscapingScheme) => string,
  claimsOf: (name: string, i: number) => readonly string[],
): string[] {
  const taken = new Set(names.flatMap((name, i) => isLegacy(name) ? claimsOf(name, i) : []));
  return names.map((name, i) => {
    if (isLegacy(name)) return name;
    const isTaken = (wireName: string): boolean => claimsOf(wireName, i).some((claim) => taken.has(claim));
    let wireName = escape(name, escaping);
    if (isTaken(wireName)) wireName = escape(name, "values");
    while (isTaken(wireName)) wireName = `U${wireName}`;
    for (const claim of claimsOf(wireName, i)) taken.add(claim);
    return wireName;
  });
}
