import type { Gatherer } from "../model/collector.ts";
import { messageOf } from "../model/message_of.ts";
import type { MetricFamily } from "../model/metric_family.ts";

/** Gathered families, and the failures. */
export interface GatherResult {
  readonly families: readonly MetricFamily[];
  /** Failed collectors, as a suffix for an error message; empty if none failed. */
  readonly failures: string;
  /** Error of the first failed collector. */
  readonly cause: unknown;
}

/** Gathers families and records failures, which often explain missing metrics. */
export async function gather(gatherer: Gatherer): Promise<GatherResult> {
  const errors: unknown[] = [];
  let failures = "";
  const families = await gatherer.gather({
    onError(error, collector) {
      errors.push(error);
      failures += `; collector "${collector}" failed: ${messageOf(error)}`;
    },
  });
  return { families, failures, cause: errors[0] };
}
