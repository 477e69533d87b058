import type { ExemplarLabels } from "../model/exemplar.ts";
import type { HistogramCell } from "../metrics/histogram.ts";

// Several middlewares share one histogram. It calls its provider while it observes, and only when it needs an exemplar: so a
// header is read for one request per bucket and scrape.
let provide: ((...source: never) => ExemplarLabels | undefined) | undefined;
let source: unknown[] = [];

/** Returns the labels of an exemplar of the request that is being observed. It is the provider of the histogram. */
export function currentExemplar(): ExemplarLabels | undefined {
  return provide?.(...source as never);
}

/**
 * Observes a duration.
 *
 * @param duration The series
 * @param seconds The duration
 * @param exemplar Returns the labels of an exemplar
 * @param args Its arguments
 */
export function observeWith<A extends unknown[]>(
  duration: HistogramCell,
  seconds: number,
  exemplar: (...args: A) => ExemplarLabels | undefined,
  args: A,
): void {
  provide = exemplar;
  source = args;
  duration.observe(seconds);
  provide = undefined;
  source = [];
}
