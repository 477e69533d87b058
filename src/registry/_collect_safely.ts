import type { Clock } from "../model/clock.ts";
import { copyPoint } from "../model/copy_point.ts";
import type { GatherOptions, ScrapeContext } from "../model/collector.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { checkFamily } from "../model/check_family.ts";
import type { Entry, Outcome } from "./_entry.ts";

/**
 * Runs one collector within its deadline. Never throws or rejects: a failure is part of the outcome. The outcome is
 * returned synchronously if the collector is synchronous, as instruments are.
 */
export function collectSafely(entry: Entry, options: GatherOptions, clock: Clock): Outcome | Promise<Outcome> {
  // Instruments are not timed: reading the clock would take longer than collecting them.
  const startMs = entry.instrument === undefined ? clock.monotonic() : undefined;
  try {
    const context = new LazyContext();
    const collected = entry.collector.collect(context);
    if (isIterable(collected)) return outcomeOf(accept(collected, entry));
    const late = waitInTime(collected, entry, options.signal, context);
    return late.then((families) => outcomeOf(accept(families, entry))).catch((reason) => outcomeOf([], { reason }));
  } catch (reason) {
    return outcomeOf([], { reason });
  }

  function outcomeOf(families: Outcome["families"], failure?: Outcome["failure"]): Outcome {
    const seconds = startMs === undefined ? undefined : Math.max(0, clock.monotonic() - startMs) / 1000;
    return { entry, families, failure, seconds };
  }
}

/** Creates the signal on first use: most collectors are synchronous and never read it. */
class LazyContext implements ScrapeContext {
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  abort(reason: unknown): void {
    this.#controller?.abort(reason);
  }
}

/**
 * Waits for a collector until its deadline passes or the scrape is aborted.
 *
 * @param context Aborted when waiting ends early
 */
export function waitInTime<T>(
  pending: T,
  entry: Entry,
  signal: AbortSignal | undefined,
  context?: LazyContext,
): Promise<Awaited<T>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(onTimeout, entry.timeoutMs);
    signal?.addEventListener("abort", onAbort);
    Promise.resolve(pending).then(resolve, reject).finally(settle);
    if (signal?.aborted) onAbort();

    function settle(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
    function giveUp(reason: unknown): void {
      settle();
      reject(reason);
      context?.abort(reason);
    }
    function onAbort(): void {
      giveUp(signal?.reason);
    }
    function onTimeout(): void {
      const message = `Cannot collect from "${entry.name}": it did not finish within ${entry.timeoutMs} ms`;
      giveUp(new DOMException(message, "TimeoutError"));
    }
  });
}

/** Returns the families of an instrument unchanged. Checks and copies all others, with prefix and labels added. */
function accept(
  collected: Iterable<MetricFamily>,
  { name, prefix, labels, instrument }: Entry,
): readonly MetricFamily[] {
  if (!isIterable(collected)) {
    throw new TypeError(`Cannot expose collector "${name}": collect() must return a list of families`);
  }
  if (instrument?.isDirect) return Array.isArray(collected) ? collected : [...collected];
  return [...collected].map((family) => {
    const { points } = checkFamily({ ...family, points: [...family.points as Iterable<PointHead>] } as MetricFamily);
    const extraNames = Object.keys(labels);
    const copies = Array.from<PointHead, PointHead>(points, (point) => {
      const twice = extraNames.find((label) => Object.hasOwn(point.labels, label));
      if (twice === undefined) return copyPoint(point, labels);
      throw new TypeError(`Cannot expose ${family.type} "${family.name}": it already has a label "${twice}"`);
    });
    return { ...family, name: prefix + family.name, points: copies } as MetricFamily;
  });
}

function isIterable(collected: unknown): collected is Iterable<MetricFamily> {
  return Array.isArray(collected) || Symbol.iterator in Object(collected);
}
