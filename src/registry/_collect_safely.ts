import type { Clock } from "../model/clock.ts";
import { copyPoint } from "../model/copy_point.ts";
import type { GatherOptions, ScrapeContext } from "../model/collector.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { checkFamily } from "../model/check_family.ts";
import type { Entry, Outcome } from "./_entry.ts";

/**
 * Asks one collector, for no longer than its deadline. Never throws or rejects: the failure of one is data for all. Who
 * answers at once, as instruments do, is not made to wait.
 */
export function collectSafely(entry: Entry, options: GatherOptions, clock: Clock): Outcome | Promise<Outcome> {
  // The clock is not for instruments: reading it would take them longer than all the rest.
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

/** Makes the signal for those who ask: most collectors answer at once. */
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
 * Waits for a collector, for no longer than its deadline and as long as the scraper waits.
 *
 * @param context Is told when nobody waits any more
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
      const message =
        `Cannot wait longer for collector "${entry.name}": its deadline of ${entry.timeoutMs} ms has passed`;
      giveUp(new DOMException(message, "TimeoutError"));
    }
  });
}

/** Takes what an instrument gives as it is; copies what others give, within their prefix and labels, and checks it. */
function accept(
  collected: Iterable<MetricFamily>,
  { name, prefix, labels, instrument }: Entry,
): readonly MetricFamily[] {
  if (!isIterable(collected)) {
    throw new TypeError(`Cannot expose collector "${name}": it must report a list of families`);
  }
  if (instrument?.isDirect) return Array.isArray(collected) ? collected : [...collected];
  return [...collected].map((family) => {
    const { points } = checkFamily({ ...family, points: [...family.points as Iterable<PointHead>] } as MetricFamily);
    const extraNames = Object.keys(labels);
    const copies = Array.from<PointHead, PointHead>(points, (point) => {
      const twice = extraNames.find((label) => Object.hasOwn(point.labels, label));
      if (twice === undefined) return copyPoint(point, labels);
      throw new TypeError(`Cannot expose ${family.type} "${family.name}": it has a label "${twice}" of its own`);
    });
    return { ...family, name: prefix + family.name, points: copies } as MetricFamily;
  });
}

function isIterable(collected: unknown): collected is Iterable<MetricFamily> {
  return Array.isArray(collected) || Symbol.iterator in Object(collected);
}
