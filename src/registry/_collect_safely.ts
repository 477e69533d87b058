import { copyPoint } from "../model/copy_point.ts";
import type { GatherOptions, ScrapeContext } from "../model/collector.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { checkFamily } from "./_check_family.ts";
import type { Entry } from "./_store.ts";

/** What came of asking one collector. */
export type Outcome = Success | Failure;

/** A collector that answered. */
export interface Success {
  readonly entry: Entry;
  readonly families: readonly MetricFamily[];
}

/** A collector that did not. */
export interface Failure {
  readonly entry: Entry;
  readonly error: unknown;
}

/** Asks one collector, for no longer than its deadline. Never rejects: the failure of one is data for all. */
export async function collectSafely(entry: Entry, options: GatherOptions): Promise<Outcome> {
  try {
    const context = new LazyContext();
    const collected = entry.collector.collect(context);
    const families = isIterable(collected) ? collected : await inTime(collected, entry, context, options.signal);
    return { entry, families: accept(families, entry) };
  } catch (error) {
    return { entry, error };
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

function inTime<T>(
  pending: T,
  entry: Entry,
  context: LazyContext,
  signal: AbortSignal | undefined,
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
      context.abort(reason);
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
  if (instrument?.isDirect) return [...collected];
  return [...collected].map((family) => {
    const { points } = checkFamily({ ...family, points: [...family.points as Iterable<PointHead>] } as MetricFamily);
    const copies = Array.from<PointHead, PointHead>(points, (point) => {
      const twice = Object.keys(point.labels).find((label) => Object.hasOwn(labels, label));
      if (twice === undefined) return copyPoint(point, labels);
      throw new TypeError(`Cannot expose ${family.type} "${family.name}": it has a label "${twice}" of its own`);
    });
    return { ...family, name: prefix + family.name, points: copies } as MetricFamily;
  });
}

function isIterable(collected: unknown): collected is Iterable<MetricFamily> {
  return Symbol.iterator in Object(collected);
}
