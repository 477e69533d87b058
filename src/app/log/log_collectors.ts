import type { MetricFamily } from "../../model/metric_family.ts";
import type { ExporterOptions } from "../exporter/define_exporter.ts";
import type { Logger } from "./logger.ts";

const DURATION = "webprom_collector_duration_seconds";

/**
 * Logs failed collectors, and at level `debug` the duration of each collector. Existing hooks of the options are still called.
 *
 * @param options Options of the exporter
 * @param logger Logger to write to
 * @returns The options with the logging hooks
 */
export function logCollectors(options: ExporterOptions, logger: Logger): ExporterOptions {
  return {
    ...options,
    onError(error, collector) {
      logger.error("Collector failed", { collector, err: error });
      options.onError?.(error, collector);
    },
    onGathered(families) {
      logDurations(families, logger);
      options.onGathered?.(families);
    },
  };
}

function logDurations(families: readonly MetricFamily[], logger: Logger): void {
  const family = families.find(({ name }) => name === DURATION);
  if (family?.type !== "gauge") return;
  for (const { labels, value } of family.points) {
    logger.debug("Collector finished", { collector: labels.collector, duration_seconds: Number(value.toFixed(6)) });
  }
}
