import type { Gatherer } from "../model/collector.ts";
import type { PointHead } from "../model/metric_family.ts";

/**
 * Counts label sets: how many series there are, if a distribution counts as one.
 *
 * @example See that labels are in bounds
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
 * @param name Name of the family to count; of all, if it is left out
 * @returns How many there are; 0 where there is no such family
 */
export async function countSeries(gatherer: Gatherer, name?: string): Promise<number> {
  const families = await gatherer.gather();
  const counted = families.filter((family) => name === undefined || family.name === name);
  return counted.reduce((sum, { points }) => sum + [...points as Iterable<PointHead>].length, 0);
}
