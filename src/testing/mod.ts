/**
 * Helpers for testing metrics, with any test runner and assertion library.
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
