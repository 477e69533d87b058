import type { Collector } from "../model/collector.ts";
import type { Scope } from "../model/metric_family.ts";
import { quote } from "../model/quote.ts";
import { MAX_TIMER_MS } from "../model/timer.ts";

/** Options of a registered collector. */
export interface CollectorOptions {
  /**
   * Name in metrics, errors and selections. A name is used once in a registry or view; a number is appended in further
   * views.
   *
   * @default {collector.name ?? "collector"; a number is appended to "collector" if it is already used}
   */
  readonly name?: string | undefined;
  /**
   * `true` first unregisters the collector that already has this name. Set it in modules that are reloaded while the
   * registry stays, as `bun --hot` and development servers do: `register(queues, { name: "queues", replace: true })`.
   * Otherwise a name that is already used is an error, unless both collectors have the same `replaceKey`.
   *
   * @default {false}
   */
  readonly replace?: boolean | undefined;
  /**
   * What the values describe, if the registry is shared by several isolates. `process`: all threads of the process report
   * the same. `global`: all isolates report the same, such as rows of a database; only the one that answers a scrape
   * collects them.
   *
   * @default {"isolate"}
   */
  readonly scope?: Scope | undefined;
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

/** Name of collectors without a name; all but the first get a number in addition. */
export const UNNAMED: string = "collector";

/** Checked options, with defaults filled in. */
export interface CollectorSettings {
  /** `undefined` if nobody chose a name. */
  readonly name: string | undefined;
  readonly replace: boolean;
  readonly enabled: boolean;
  readonly scope: Scope;
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
  const {
    name = collector.name,
    replace = false,
    enabled = true,
    scope = "isolate",
    timeoutMs = 10_000,
    cacheSeconds = 0,
    refreshSeconds,
  } = options;
  const subject = `Cannot register collector ${JSON.stringify(name ?? UNNAMED)}`;
  if (typeof collector.collect !== "function") throw new TypeError(`${subject}: it must have a collect() method`);
  if (name !== undefined && typeof name !== "string") {
    throw new TypeError(`${subject}: name must be a string, current value is ${quote(name)}`);
  }
  if (!["global", "isolate", "process"].includes(scope)) {
    throw new TypeError(`${subject}: scope must be "global", "isolate" or "process", current value is "${scope}"`);
  }
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS)) {
    throw new RangeError(`${subject}: timeoutMs must be > 0 and < 2 ** 31, current value is ${quote(timeoutMs)}`);
  }
  if (!(cacheSeconds >= 0)) {
    throw new RangeError(`${subject}: cacheSeconds must be >= 0, current value is ${quote(cacheSeconds)}`);
  }
  if (refreshSeconds !== undefined && !(refreshSeconds > 0 && refreshSeconds * 1000 <= MAX_TIMER_MS)) {
    throw new RangeError(
      `${subject}: refreshSeconds must be > 0 and < 2 ** 31 / 1000, current value is ${quote(refreshSeconds)}`,
    );
  }
  if (cacheSeconds > 0 && refreshSeconds !== undefined) {
    throw new TypeError(`${subject}: cacheSeconds and refreshSeconds cannot both be set`);
  }
  return { name, replace, enabled, scope, timeoutMs, cacheSeconds, refreshSeconds };
}
