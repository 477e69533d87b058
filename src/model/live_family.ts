import type { MetricFamily } from "./metric_family.ts";

/** Shared by all copies of this package in a process. */
const LIVE = Symbol.for("@webprom/exporter/live-family/1");

/**
 * Marks a family that is the same object at every scrape, as that of an instrument is. Encoders keep the bytes of its labels.
 * The caller promises that labels and bounds of a point never change, and that `points` is an array that only grows: after
 * any other change it is another array.
 *
 * @param family The family; copies of it are not marked
 * @returns The same family
 */
export function markLive<F extends Pick<MetricFamily, "name">>(family: F): F {
  return Object.defineProperty(family, LIVE, { value: true });
}

/**
 * Checks whether a family is marked as live.
 *
 * @param family Any family
 * @returns `true` if it was marked
 */
export function isLive(family: MetricFamily): boolean {
  return LIVE in family;
}
