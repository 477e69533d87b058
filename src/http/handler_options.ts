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

/** What a scrape answers of which some collectors failed. */
export type ErrorPolicy = "continue" | "fail" | "throw";

/** How a handler of scrapes answers. */
export interface HandlerOptions {
  /** Called for each collector that failed, and with `"gatherer"` where nothing could be gathered or written: the place to log. */
  readonly onError?: GatherOptions["onError"];
  /**
   * Called with what was gathered for a scrape, before it is written, or for several that share it.
   *
   * @param families The families, whose points may be live: read them at once
   */
  readonly onGathered?: ((families: readonly MetricFamily[]) => void) | undefined;
  /**
   * What becomes of a scrape when a collector fails: it goes on without it, it is answered with 500, or the error is
   * thrown for a framework to handle. Where nothing can be gathered, `continue` answers 500 too.
   *
   * @default {"continue"}
   */
  readonly errorPolicy?: ErrorPolicy | undefined;
  /**
   * How many requests may be in flight; those beyond are answered with 503 at once. A streamed answer is in flight until the
   * client has all of it.
   *
   * @default {Infinity}
   */
  readonly maxRequestsInFlight?: number | undefined;
  /**
   * For so long after a gather began, further scrapes wait for its result instead of gathering again, in milliseconds; 0
   * for never.
   *
   * @default {1000}
   */
  readonly coalesceMs?: number | undefined;
  /**
   * How much of the time that Prometheus waits, as it says in `X-Prometheus-Scrape-Timeout-Seconds`, is left for writing
   * and sending. Collectors that have not answered by then have failed, and the others are served.
   *
   * @default {0.5}
   */
  readonly timeoutOffsetSeconds?: number | undefined;
  /**
   * Compressions to choose from, the preferred one first; `[]` turns compression off. On Deno, Bun and Node, `serve()` and
   * `run()` use zstd if the runtime has it, and else gzip.
   *
   * @default {[GZIP]}
   */
  readonly compressions?: readonly Compression[] | undefined;
  /**
   * The formats to choose from; the first is for those who ask for none.
   *
   * @default {Object.values(FORMATS)}
   */
  readonly formats?: readonly Format[] | undefined;
  /**
   * Whether OpenMetrics 1.0 tells when counting began, in `_created` samples.
   *
   * @default {false}
   */
  readonly created?: EncodeOptions["created"];
  /** When the process started, in seconds since the epoch, to be told in the header `Process-Start-Time-Unix`. */
  readonly processStartTimeSeconds?: number | undefined;
  /** Registry for the metrics of the handler itself, `promhttp_metric_handler_*`; usually the registry that is served. */
  readonly selfMetrics?: SelfMetricsRegistry | undefined;
  /**
   * Where time comes from.
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

/** Options that are complete. */
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
 * Completes options.
 *
 * @throws {RangeError} If a number is out of range, or there is no format
 * @throws {TypeError} If the error policy is none
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
