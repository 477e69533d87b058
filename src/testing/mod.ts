/**
 * Helpers for tests of metrics, with any test runner and any assertion library.
 *
 * | Function                  | Purpose                                                                                 |
 * | ------------------------- | --------------------------------------------------------------------------------------- |
 * | {@linkcode valueOf}       | returns the value of one series; if it does not exist, the error lists similar series   |
 * | {@linkcode countSeries}   | counts series                                                                           |
 * | {@linkcode expectMetrics} | compares metrics with text; the error is a difference, line by line                     |
 * | {@linkcode lintClean}     | asserts that the linter finds no problems                                               |
 * | {@linkcode scrape}        | scrapes a handler or an exporter without a server, or a URL, and returns the families   |
 * | {@linkcode fakeClock}     | a clock that the test advances                                                          |
 *
 * @example Assert what was counted
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { countSeries, expectMetrics, lintClean, valueOf } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * const orders = registry.counter({ name: "shop_orders_total", help: "Orders.", labelNames: ["market"] });
 * orders.inc({ market: "eu" }, 2);
 *
 * assertEquals(await valueOf(registry, "shop_orders_total", { market: "eu" }), 2);
 * assertEquals(await countSeries(registry), 1);
 * await lintClean(registry); // throws with every problem and its fix
 * await expectMetrics(
 *   registry,
 *   [
 *     "# HELP shop_orders_total Orders.",
 *     "# TYPE shop_orders_total counter",
 *     'shop_orders_total{market="eu"} 2',
 *   ].join("\n"),
 * ); // throws with a difference, line by line
 * ```
 *
 * @example Scrape an exporter without a server
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { scrape } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.counter({ name: "shop_orders_total", help: "Orders." }).inc();
 *
 * const families = await scrape(defineExporter({ name: "shop", registry })); // over the exporter's own fetch
 * assertEquals(families.map(({ name }) => name), ["shop_orders_total"]);
 * ```
 *
 * @module
 */

export type { Clock } from "../model/clock.ts";
export { countSeries } from "./count_series.ts";
export { ExpectationError } from "./expectation_error.ts";
export { expectMetrics, type ExpectMetricsOptions } from "./expect_metrics.ts";
export { type FakeClock, fakeClock, type FakeClockOptions } from "./fake_clock.ts";
export { lintClean } from "./lint_clean.ts";
export { type RequestHandler, scrape, type ScrapeOptions, type ScrapeTarget } from "./scrape.ts";
export { valueOf } from "./value_of.ts";
