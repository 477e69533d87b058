import type { Gatherer } from "../model/collector.ts";
import type { PointHead } from "../model/metric_family.ts";

/**
 * Counts series; a histogram or summary counts as one.
 *
 * @example Check the number of series
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { countSeries } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * const orders = registry.counter({ name: "app_orders_total", help: "Orders processed.", labelNames: ["region"] });
 * for (const region of ["us", "eu", "us"]) orders.inc({ region });
 *
 * assertEquals(await countSeries(registry, "app_orders_total"), 2);
 * ```
 *
 * @param gatherer A registry
 * @param name Name of the family to count (default: all families)
 * @returns Number of series; 0 if the family does not exist
 */
export async function countSeries(gatherer: Gatherer, name?: string): Promise<number> {
  const families = await gatherer.gather();
  const counted = families.filter((family) => name === undefined || family.name === name);
  return counted.reduce((sum, { points }) => sum + [...points as Iterable<PointHead>].length, 0);
}
