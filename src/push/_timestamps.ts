import type { MetricFamily } from "../model/metric_family.ts";

/**
 * Refuses families with timestamps, before a receiver refuses all others with them.
 *
 * @param what Name of the receiver
 * @param families The families
 * @throws {TypeError} If a point has a timestamp
 */
export function assertWithoutTimestamps(what: string, families: readonly MetricFamily[]): void {
  for (const { name, points } of families) {
    for (const { timestampMs } of points) {
      if (timestampMs === undefined) continue;
      throw new TypeError(
        `Cannot push to ${what}: ${name} has timestamps, which are not accepted there; leave them out`,
      );
    }
  }
}
