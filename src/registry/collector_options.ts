import type { Collector } from "../model/collector.ts";

/** How a collector is registered. */
export interface CollectorOptions {
  /**
   * Tells this collector from others in metrics, errors and selections.
   *
   * @default {collector.name ?? "collector"}
   */
  readonly name?: string | undefined;
  /**
   * Whether it is asked; {@linkcode Registry.enable} and {@linkcode Registry.disable} change it.
   *
   * @default {true}
   */
  readonly enabled?: boolean | undefined;
  /**
   * How long one collection may take, in milliseconds.
   *
   * @default {10000}
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How long a result is used again, in seconds. Scrapes that come while it is collected wait for it together; it goes on
   * when they leave, for those to come. A failure is not kept.
   *
   * @default {0}
   */
  readonly cacheSeconds?: number | undefined;
  /**
   * How often to collect between scrapes, in seconds, from the first scrape on: that one waits, all others are answered at once
   * with the last result. When a collection fails the last result stays, until it is three times as old as this.
   *
   * @default {undefined}
   */
  readonly refreshSeconds?: number | undefined;
}

/** Options that are complete. */
export interface CollectorSettings {
  readonly name: string;
  readonly enabled: boolean;
  readonly timeoutMs: number;
  readonly cacheSeconds: number;
  readonly refreshSeconds: number | undefined;
}

/** Timers take no more. */
const MAX_TIMER_MS = 2 ** 31;

/**
 * Completes options.
 *
 * @throws {TypeError} If the collector is none, its name is no text, or its result shall be kept in two ways
 * @throws {RangeError} If a time is out of range
 */
export function settingsOf(collector: Collector, options: CollectorOptions): CollectorSettings {
  const { name = collector.name ?? "collector", enabled = true, timeoutMs = 10_000, cacheSeconds = 0, refreshSeconds } =
    options;
  const subject = `Cannot register collector ${JSON.stringify(name)}`;
  if (typeof collector.collect !== "function" || typeof name !== "string") {
    throw new TypeError(`${subject}: it must have a method collect() and a name that is text`);
  }
  if (!(timeoutMs > 0 && timeoutMs < MAX_TIMER_MS)) {
    throw new RangeError(`${subject}: timeoutMs must be > 0 and < 2 ** 31, current value is ${timeoutMs}`);
  }
  if (!(cacheSeconds >= 0)) {
    throw new RangeError(`${subject}: cacheSeconds must be >= 0, current value is ${cacheSeconds}`);
  }
  if (refreshSeconds !== undefined && !(refreshSeconds > 0 && refreshSeconds * 1000 < MAX_TIMER_MS)) {
    throw new RangeError(
      `${subject}: refreshSeconds must be > 0 and < 2 ** 31 / 1000, current value is ${refreshSeconds}`,
    );
  }
  if (cacheSeconds > 0 && refreshSeconds !== undefined) {
    throw new TypeError(`${subject}: it can have cacheSeconds or refreshSeconds, not both`);
  }
  return { name, enabled, timeoutMs, cacheSeconds, refreshSeconds };
}
