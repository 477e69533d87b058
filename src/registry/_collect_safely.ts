import type { Clock } from "../model/clock.ts";
import { copyPoint } from "../model/copy_point.ts";
import type { ScrapeContext } from "../model/collector.ts";
import { messageOf } from "../model/message_of.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { checkFamily, isChecked } from "../model/check_family.ts";
import { isKept } from "../model/live_family.ts";
import type { AbortListeners } from "./_abort_listeners.ts";
import type { Entry, Outcome } from "./_entry.ts";

/**
 * Runs one collector within its deadline. Never throws or rejects: a failure is part of the outcome. The outcome is
 * returned synchronously if the collector is synchronous, as instruments are.
 */
export function collectSafely(
  entry: Entry,
  clock: Clock,
  abort?: AbortListeners,
): Outcome | Promise<Outcome> {
  // Instruments are not timed: reading the clock would take longer than collecting them.
  const startMs = entry.instrument === undefined ? clock.monotonic() : undefined;
  try {
    const context = new LazyContext();
    const collected = entry.collector.collect(context);
    if (isIterable(collected)) return accepted(collected, entry, startMs, clock);
    const late = waitInTime(collected, entry, abort, context);
    return late.then((families) => accepted(families, entry, startMs, clock))
      .catch((reason) => outcomeOf(entry, [], startMs, clock, { reason }));
  } catch (reason) {
    return outcomeOf(entry, [], startMs, clock, { reason });
  }
}

function accepted(
  collected: Iterable<MetricFamily>,
  entry: Entry,
  startMs: number | undefined,
  clock: Clock,
): Outcome {
  if (entry.instrument?.isDirect && Array.isArray(collected)) {
    return outcomeOf(entry, collected, startMs, clock, undefined);
  }
  const { families, problems } = accept(collected, entry);
  return outcomeOf(entry, families, startMs, clock, problems.length === 0 ? undefined : { reason: oneOf(problems) });
}

function outcomeOf(
  entry: Entry,
  families: Outcome["families"],
  startMs: number | undefined,
  clock: Clock,
  failure: Outcome["failure"],
): Outcome {
  const seconds = startMs === undefined ? undefined : Math.max(0, clock.monotonic() - startMs) / 1000;
  return { entry, families, failure, seconds };
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
  abort: AbortListeners | undefined,
  context?: LazyContext,
): Promise<Awaited<T>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(onTimeout, entry.timeoutMs);
    Promise.resolve(pending).then(resolve, reject).finally(settle);
    abort?.add(giveUp);

    function settle(): void {
      clearTimeout(timer);
      abort?.remove(giveUp);
    }
    function giveUp(reason: unknown): void {
      settle();
      reject(reason);
      context?.abort(reason);
    }
    function onTimeout(): void {
      const message = `Cannot collect from "${entry.name}": it did not finish within ${entry.timeoutMs} ms`;
      giveUp(new DOMException(message, "TimeoutError"));
    }
  });
}

/** What a collector reported: its valid families, and why others are not. */
interface Accepted {
  readonly families: readonly MetricFamily[];
  readonly problems: readonly unknown[];
}

/** Returns the families of an instrument unchanged. Checks and copies all others, with prefix and labels added. */
function accept(collected: Iterable<MetricFamily>, entry: Entry): Accepted {
  const { name, prefix, labels, instrument } = entry;
  if (!isIterable(collected)) {
    throw new TypeError(`Cannot expose collector "${name}": collect() must return a list of families`);
  }
  if (instrument?.isDirect) return { families: [...collected], problems: [] };
  const problems: unknown[] = [];
  const extraNames = Object.keys(labels);
  const families = [...collected].flatMap((family) => {
    try {
      return [copyOf(family)];
    } catch (problem) {
      problems.push(problem);
      return [];
    }
  });
  return { families, problems };

  function copyOf(family: MetricFamily): MetricFamily {
    if (isKept(family) && prefix === "" && extraNames.length === 0 && entry.scope === "isolate") return family;
    const points = [...family.points as Iterable<PointHead>];
    if (!isChecked(family)) checkFamily({ ...family, points } as MetricFamily);
    const copies = Array.from<PointHead, PointHead>(points, (point) => {
      const twice = extraNames.find((label) => Object.hasOwn(point.labels, label));
      if (twice === undefined) return copyPoint(point, labels);
      throw new TypeError(`Cannot expose ${family.type} "${family.name}": it already has a label "${twice}"`);
    });
    const scope = family.scope ?? (entry.scope === "isolate" ? undefined : entry.scope);
    return {
      ...family,
      name: prefix + family.name,
      ...scope !== undefined && { scope },
      points: copies,
    } as MetricFamily;
  }
}

/** Combines reasons into one. */
export function oneOf(problems: readonly unknown[]): unknown {
  if (problems.length === 1) return problems[0];
  return new AggregateError(problems, problems.map(messageOf).join("; "));
}

function isIterable(collected: unknown): collected is Iterable<MetricFamily> {
  return Array.isArray(collected) || Symbol.iterator in Object(collected);
}
