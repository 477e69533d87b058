import { gaugeFamily } from "../model/families.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { LabelValue } from "../model/labels.ts";

/** Labels of a sample. */
export type SampleLabels = Readonly<Record<string, LabelValue>>;

/** Name and help text of a metric. */
export interface Metric {
  readonly name: string;
  readonly help: string;
}

/** Collects the values of gauges. Values that a version of a library does not have are left out. */
export class Samples {
  readonly #metrics = new Map<Metric, { labels: SampleLabels; value: number }[]>();

  /** Adds a value, if it is a number. */
  add(metric: Metric, labels: SampleLabels, value: unknown): void {
    if (typeof value !== "number" || Number.isNaN(value)) return;
    const points = this.#metrics.get(metric) ?? [];
    points.push({ labels, value });
    this.#metrics.set(metric, points);
  }

  /** Returns a family for each metric that has values. */
  families(): MetricFamily[] {
    return Array.from(this.#metrics, ([{ name, help }, points]) => gaugeFamily(name, help, points));
  }
}

/** One object, or several by name. */
export type OneOrNamed<T> = T | Readonly<Record<string, T>>;

/**
 * Returns objects by name.
 *
 * @param given One object, or several by name
 * @param isOne Checks whether it is one object
 * @returns The objects; a single one has the name `default`
 */
export function byName<T extends object>(given: OneOrNamed<T>, isOne: (given: object) => boolean): [string, T][] {
  return isOne(given) ? [["default", given as T]] : Object.entries(given as Readonly<Record<string, T>>);
}

/** Reads a property that is not part of a declared type. */
export function property(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null
    ? (object as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Reads the length of a list in a property. */
export function lengthOf(object: unknown, name: string): unknown {
  return property(property(object, name), "length");
}
