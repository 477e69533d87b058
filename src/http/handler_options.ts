import type { EncodeOptions, Format } from "../exposition/format.ts";
import { FORMATS } from "../exposition/formats.ts";
import { type Clock, systemClock } from "../model/clock.ts";
import type { GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { type Compression, GZIP } from "./compression.ts";
import type { Counter, CounterOptions } from "../metrics/counter.ts";
import type { Gauge, GaugeOptions } from "../metrics/gauge.ts";

/** The part of a registry that a handler needs for its own metrics. */
export interface SelfMetricsRegistry {
  /**
   * Makes the counter of scrapes.
   *
   * @param options Its definition
   * @returns The counter
   */
  counter(options: CounterOptions<"code">): Counter<"code">;
  /**
   * Makes the gauge of scrapes in progress.
   *
   * @param options Its definition
   * @returns The gauge
   */
  gauge(options: GaugeOptions): Gauge;
}

/** How to respond to a scrape when collectors fail. */
export type ErrorPolicy = "continue" | "fail" | "throw";

/** Options of {@linkcode metricsHandler}. */
export interface HandlerOptions {
  /** Called for each collector that failed, and with `"gatherer"` if nothing could be gathered or written. Log here. */
  readonly onError?: GatherOptions["onError"];
  /**
   * Called with the gathered families before they are written; once for all scrapes that share a gather.
   *
   * @param families The families. Their points may change after the call, so read them synchronously
   */
  readonly onGathered?: ((families: readonly MetricFamily[]) => void) | undefined;
  /**
   * How to respond when a collector fails: `continue` serves the other collectors, `fail` responds with 500, `throw` throws the
   * error for a framework to handle. If nothing can be gathered, `continue` also responds with 500.
   *
   * @default {"continue"}
   */
  readonly errorPolicy?: ErrorPolicy | undefined;
  /**
   * Maximum number of requests in flight; more are refused with 503. A streamed response is in flight until the client has
   * read it.
   *
   * @default {Infinity}
   */
  readonly maxRequestsInFlight?: number | undefined;
  /**
   * Milliseconds in which further scrapes join a gather in progress; 0 for never.
   *
   * @default {1000}
   */
  readonly coalesceMs?: number | undefined;
  /**
   * Seconds to subtract from the scrape timeout that Prometheus sends in `X-Prometheus-Scrape-Timeout-Seconds`, for writing and
   * sending. Collectors that have not finished by then count as failed, and the others are served.
   *
   * @default {0.5}
   */
  readonly timeoutOffsetSeconds?: number | undefined;
  /**
   * Compressions to choose from, the preferred one first; `[]` turns compression off. Exporters that are served by `serve()` or
   * `run()` on Deno, Bun and Node use zstd if the runtime has it, and else gzip.
   *
   * @default {[GZIP]}
   */
  readonly compressions?: readonly Compression[] | undefined;
  /**
   * Formats to choose from; the first is the default.
   *
   * @default {Object.values(FORMATS)}
   */
  readonly formats?: readonly Format[] | undefined;
  /**
   * Whether OpenMetrics 1.0 contains `_created` samples with the start time of each series.
   *
   * @default {false}
   */
  readonly created?: EncodeOptions["created"];
  /** Unix time in seconds when the process started, for the header `Process-Start-Time-Unix`. */
  readonly processStartTimeSeconds?: number | undefined;
  /** Registry for the metrics of the handler itself, `promhttp_metric_handler_*`; usually the registry that is served. */
  readonly selfMetrics?: SelfMetricsRegistry | undefined;
  /**
   * Source of the time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

type Defaulted =
  | "errorPolicy"
  | "maxRequestsInFlight"
  | "coalesceMs"
  | "timeoutOffsetSeconds"
  | "compressions"
  | "formats"
  | "created"
  | "clock";

/** Options with their defaults. */
export type HandlerSettings =
  & Omit<HandlerOptions, Defaulted>
  & { readonly [K in Defaulted]: NonNullable<HandlerOptions[K]> };

const DEFAULTS: Pick<HandlerSettings, Defaulted> = {
  errorPolicy: "continue",
  maxRequestsInFlight: Infinity,
  coalesceMs: 1000,
  timeoutOffsetSeconds: 0.5,
  compressions: [GZIP],
  formats: Object.values(FORMATS),
  created: false,
  clock: systemClock,
};

const SUBJECT = "Cannot make metrics handler";

/**
 * Adds defaults to options, and checks them.
 *
 * @throws {RangeError} If a number is out of range, or `formats` is empty
 * @throws {TypeError} If `errorPolicy` is not one of its values
 */
export function settingsOf(options: HandlerOptions): HandlerSettings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: HandlerSettings = { ...DEFAULTS, ...given };
  const { errorPolicy, maxRequestsInFlight, coalesceMs, timeoutOffsetSeconds, formats, processStartTimeSeconds = 0 } =
    settings;
  if (!["continue", "fail", "throw"].includes(errorPolicy)) {
    throw new TypeError(
      `${SUBJECT}: errorPolicy must be "continue", "fail" or "throw", current value is "${errorPolicy}"`,
    );
  }
  if (!(maxRequestsInFlight >= 1)) throw outOfRange("maxRequestsInFlight must be >= 1", maxRequestsInFlight);
  if (!(coalesceMs >= 0)) throw outOfRange("coalesceMs must be >= 0", coalesceMs);
  if (!(timeoutOffsetSeconds >= 0)) throw outOfRange("timeoutOffsetSeconds must be >= 0", timeoutOffsetSeconds);
  if (formats.length === 0) throw outOfRange("formats must not be empty", "[]");
  if (!(processStartTimeSeconds >= 0)) {
    throw outOfRange("processStartTimeSeconds must be >= 0", processStartTimeSeconds);
  }
  return settings;
}

function outOfRange(rule: string, value: unknown): RangeError {
  return new RangeError(`${SUBJECT}: ${rule}, current value is ${value}`);
}

/** Calls the hook with an error that is not of a single collector. */
export function reportError(onError: GatherOptions["onError"], error: unknown): void {
  try {
    onError?.(error, "gatherer");
  } catch {
    // The hook itself may have failed. The response shows that there was an error.
  }
}
