import type { Gatherer } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";

/** What was gathered, and what was not. */
export interface Gathered {
  readonly families: readonly MetricFamily[];
  /** Tells which collectors failed, as an addition to an error's message; empty where none did. */
  readonly failures: string;
  /** What the first of them threw. */
  readonly cause: unknown;
}

/** Gathers, and remembers the failures: they are often why something is missing. */
export async function gather(gatherer: Gatherer): Promise<Gathered> {
  const errors: unknown[] = [];
  let failures = "";
  const families = await gatherer.gather({
    onError(error, collector) {
      errors.push(error);
      failures += `; collector "${collector}" failed: ${error instanceof Error ? error.message : error}`;
    },
  });
  return { families, failures, cause: errors[0] };
}
