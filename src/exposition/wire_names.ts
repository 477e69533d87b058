import { escapeLabelName, escapeMetricName, type EscapingScheme } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { Labels } from "../model/labels.ts";
import { isLegacyLabelName, isLegacyMetricName } from "../model/names.ts";
import { openMetricsName, sampleNames } from "../model/sample_names.ts";

/**
 * Renames families for the body. If escaping would give two families the same name, the scheme `values` is used for one of
 * them, which keeps names distinct.
 *
 * @param families All families of the body
 * @param escaping How names are written
 * @returns The families, as they are or under other names
 */
export function renameFamilies(families: Iterable<MetricFamily>, escaping: EscapingScheme): readonly MetricFamily[] {
  const all = [...families];
  const names = wireFamilyNames(all, escaping);
  return all.map((family, i) => renamed(family, names?.[i] ?? family.name));
}

/** Gives a family the name that it has in the body. */
export function renamed(family: MetricFamily, name: string): MetricFamily {
  return name === family.name ? family : { ...family, name };
}

function wireFamilyNames(families: readonly MetricFamily[], escaping: EscapingScheme): readonly string[] | undefined {
  if (escaping === "allow-utf-8" || families.every(isLegacy)) return undefined;
  const names = families.map(({ name }) => name);
  return wireNames(names, escaping, {
    isLegacy: (_, i) => isLegacy(families[i] as MetricFamily),
    escape: (name, scheme, i) =>
      (isStateSet(families[i] as MetricFamily) ? escapeLabelName : escapeMetricName)(name, scheme),
    claimsOf: (name, i) => sampleNames((families[i] as MetricFamily).type, name),
  });
}

/** The name of a state set is also the name of a label, which must not contain a colon. */
function isLegacy(family: MetricFamily): boolean {
  return isStateSet(family) ? isLegacyLabelName(family.name) : isLegacyMetricName(family.name);
}

function isStateSet({ type }: MetricFamily): boolean {
  return type === "stateset";
}

/** The names of families in the bodies of one encoder. They are usually the same as in the previous body. */
export class FamilyNames {
  readonly #escaping: EscapingScheme;
  #given: readonly Pick<MetricFamily, "name" | "type">[] = [];
  #names: readonly string[] | undefined;

  /** @param escaping How names are written */
  constructor(escaping: EscapingScheme) {
    this.#escaping = escaping;
  }

  /**
   * Names families for the body.
   *
   * @param families All families of the body
   * @returns A name for each family; `undefined` if no name changes
   */
  of(families: readonly MetricFamily[]): readonly string[] | undefined {
    if (this.#escaping === "allow-utf-8") return undefined;
    if (!this.#isGiven(families)) {
      this.#given = families.map(({ name, type }) => ({ name, type }));
      this.#names = wireFamilyNames(families, this.#escaping);
    }
    return this.#names;
  }

  #isGiven(families: readonly MetricFamily[]): boolean {
    if (families.length !== this.#given.length) return false;
    for (let i = 0; i < families.length; i++) {
      const { name, type } = families[i] as MetricFamily;
      const given = this.#given[i];
      if (name !== given?.name || type !== given.type) return false;
    }
    return true;
  }
}

/**
 * Names the labels of one label set for the body.
 *
 * @param names Label names
 * @param escaping How names are written
 * @returns A distinct name for each
 */
export function wireLabelNames(names: readonly string[], escaping: EscapingScheme): readonly string[] {
  if (escaping === "allow-utf-8" || names.every(isLegacyLabelName)) return names;
  return wireNames(names, escaping, {
    isLegacy: isLegacyLabelName,
    escape: escapeLabelName,
    claimsOf: (name) => [name],
  });
}

/** How names are escaped; each function gets the index of the name, too. */
interface NameRules {
  /** Whether a name needs no escaping. */
  isLegacy(name: string, i: number): boolean;
  escape(name: string, scheme: EscapingScheme, i: number): string;
  /** All names that a name takes. */
  claimsOf(name: string, i: number): readonly string[];
}

/** Escapes names so that all are different: a name that is still taken gets the prefix `U`, repeatedly if necessary. */
function wireNames(
  names: readonly string[],
  escaping: EscapingScheme,
  { isLegacy, escape, claimsOf }: NameRules,
): string[] {
  const taken = new Set(names.flatMap((name, i) => isLegacy(name, i) ? claimsOf(name, i) : []));
  return names.map((name, i) => {
    if (isLegacy(name, i)) return name;
    const isTaken = (wireName: string): boolean => claimsOf(wireName, i).some((claim) => taken.has(claim));
    let wireName = escape(name, escaping, i);
    if (isTaken(wireName)) wireName = escape(name, "values", i);
    while (isTaken(wireName)) wireName = `U${wireName}`;
    for (const claim of claimsOf(wireName, i)) taken.add(claim);
    return wireName;
  });
}

/**
 * Renames a label that has the same name as its state set, because that is the label name of the states. This happens if the
 * name of the family was escaped. The label gets the prefix `U`.
 *
 * @param labels Labels of a point
 * @param name Name of the family in the body
 * @returns The labels, none of which has that name
 */
export function freeLabel(labels: Labels, name: string): Labels {
  if (!Object.hasOwn(labels, name)) return labels;
  let free = `U${name}`;
  while (Object.hasOwn(labels, free)) free = `U${free}`;
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [label === name ? free : label, value]));
}

/**
 * Checks whether the unit of a family may be written: readers reject the body if the name, once escaped, no longer ends with
 * it.
 *
 * @param family The family under its name in the body
 * @returns `false` also for a family without a unit
 */
export function hasUnit({ type, name, unit = "" }: Pick<MetricFamily, "type" | "name" | "unit">): boolean {
  if (unit === "" || type === "info" || type === "stateset" || !unit.isWellFormed()) {
    return false;
  }
  return openMetricsName(type, name).endsWith(`_${unit}`);
}
