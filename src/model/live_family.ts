import { isChecked } from "./check_family.ts";
import type { MetricFamily } from "./metric_family.ts";

/** Symbol shared by all copies of this package in a process. */
const LIVE = Symbol.for("@webprom/exporter/live-family/1");

/**
 * Marks a family that is the same object on every scrape, such as the family of an instrument. Encoders cache the bytes
 * of its labels. The caller guarantees that the labels, bounds and quantiles of a point never change, and that `points` is an
 * array that is only appended to; any other change requires a new array.
 *
 * @param family The family; copies are not marked
 * @returns The same family
 */
export function markLive<F extends Pick<MetricFamily, "name">>(family: F): F {
  return Object.defineProperty(family, LIVE, { value: true });
}

/**
 * Checks whether a family was marked by {@linkcode markLive}.
 *
 * @param family Any family
 * @returns `true` if it was marked
 */
export function isLive(family: MetricFamily): boolean {
  return LIVE in family;
}

/**
 * Checks whether a family of a collector can be used as it is: it is live, it was checked, and its points have different labels.
 *
 * @param family Any family
 * @returns `true` if it was marked by {@linkcode markLive} and `markChecked()`
 */
export function isKept(family: MetricFamily): boolean {
  return isLive(family) && isChecked(family);
}

/** Families whose names OpenMetrics 1.0 gives to others, too. */
const AMBIGUOUS = new WeakSet<object>();

/**
 * Marks a family that OpenMetrics 1.0 has to write as unknown, because without its suffix it has the name of another family,
 * such as a counter `x_total` if there is a gauge `x`.
 *
 * @param family The family; copies are not marked
 */
export function markAmbiguous(family: MetricFamily): void {
  AMBIGUOUS.add(family);
}

/**
 * Checks whether a family was marked by {@linkcode markAmbiguous}.
 *
 * @param family Any family
 * @returns `true` if it was marked
 */
export function isAmbiguous(family: MetricFamily): boolean {
  return AMBIGUOUS.has(family);
}
