import type { MetricFamily } from "../../model/metric_family.ts";
import type { ExporterOptions } from "../exporter/define_exporter.ts";
import { maskText } from "../config/mask_secrets.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import type { Logger, LogLevel } from "./logger.ts";

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

/**
 * Logs failed probes as warnings, and the lines of all probes at a level.
 *
 * @param probes Options of the probes
 * @param logger Logger to write to
 * @param level Level of the lines
 * @returns The options with the logging hook
 */
export function logProbes(probes: ProbeOptions, logger: Logger, level: LogLevel): ProbeOptions {
  return {
    ...probes,
    onProbe(report) {
      const { module, target, success, seconds, log } = report;
      const where = { module, target: maskText(target) };
      for (const line of log.trimEnd().split("\n")) logger[level]("Probe line", { ...where, line });
      if (!success) logger.warn("Probe failed", { ...where, duration_seconds: seconds, reason: reasonIn(log) });
      probes.onProbe?.(report);
    },
  };
}

/** Returns the message of the last error of a log. */
function reasonIn(log: string): string | undefined {
  const line = log.split("\n").findLast((line) => line.includes(" level=error "));
  const text = / msg=("(?:[^"\\]|\\.)*"|\S+)/.exec(line ?? "")?.[1];
  return text?.startsWith('"') ? JSON.parse(text) : text;
}
