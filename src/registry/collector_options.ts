import type { Collector } from "../model/collector.ts";
import { MAX_TIMER_MS } from "../model/timer.ts";

/** Options of a registered collector. */
export interface CollectorOptions {
  /**
   * Name in metrics, errors and selections. A number is appended if it is already used.
   *
   * @default {collector.name ?? "collector"}
   */
  readonly name?: string | undefined;
  /**
   * `false` disables the collector until {@linkcode Registry.enable} is called.
   *
   * @default {true}
   */
  readonly enabled?: boolean | undefined;
  /**
   * Maximum duration of one collection, in milliseconds. After this it counts as failed.
   *
   * @default {10000}
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Seconds for which a result is reused. Concurrent scrapes share one collection, which continues if they are aborted.
   * Failures are not kept.
   *
   * @default {0}
   */
  readonly cacheSeconds?: number | undefined;
  /**
   * Interval for collecting between scrapes, in seconds. It starts with the first scrape, which waits; later scrapes
   * get the last result immediately. If a collection fails, the last successful result is served until it is three
   * intervals old.
   *
   * @default {undefined}
   */
  readonly refreshSeconds?: number | undefined;
}

/** Checked options, with defaults filled in. */
export interface CollectorSettings {
  readonly name: string;
  readonly enabled: boolean;
  readonly timeoutMs: number;
  readonly cacheSeconds: number;
  readonly refreshSeconds: number | undefined;
}

/**
 * Checks options and fills in defaults.
 *
 * @throws {TypeError} If it has no `collect()`, its name is not a string, or it is both cached and refreshed
 * @throws {RangeError} If a time is out of range
 */
export function settingsOf(collector: Collector, options: CollectorOptions): CollectorSettings {
  const { name = collector.name ?? "collector", enabled = true, timeoutMs = 10_000, cacheSeconds = 0, refreshSeconds } =
    options;
  const subject = `Cannot register collector ${JSON.stringify(name)}`;
  if (typeof collector.collect !== "function") throw new TypeError(`${subject}: it must have a collect() method`);
  if (typeof name !== "string") throw new TypeError(`${subject}: name must be a string, current value is ${name}`);
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS)) {
    throw new RangeError(`${subject}: timeoutMs must be > 0 and < 2 ** 31, current value is ${timeoutMs}`);
  }
  if (!(cacheSeconds >= 0)) {
    throw new RangeError(`${subject}: cacheSeconds must be >= 0, current value is ${cacheSeconds}`);
  }
  if (refreshSeconds !== undefined && !(refreshSeconds > 0 && refreshSeconds * 1000 <= MAX_TIMER_MS)) {
    throw new RangeError(
      `${subject}: refreshSeconds must be > 0 and < 2 ** 31 / 1000, current value is ${refreshSeconds}`,
    );
  }
  if (cacheSeconds > 0 && refreshSeconds !== undefined) {
    throw new TypeError(`${subject}: cacheSeconds and refreshSeconds cannot both be set`);
  }
  return { name, enabled, timeoutMs, cacheSeconds, refreshSeconds };
}
