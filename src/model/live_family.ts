import type { MetricFamily } from "./metric_family.ts";

/** Symbol shared by all copies of this package in a process. */
const LIVE = Symbol.for("@webprom/exporter/live-family/1");

/**
 * Marks a family that is the same object on every scrape, such as the family of an instrument. Encoders cache the bytes
 * of its labels. The caller guarantees that the labels and bounds of a point never change, and that `points` is an
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
