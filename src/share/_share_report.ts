import type { MergeProblem } from "../merge/merge_families.ts";
import type { CounterFamily, GaugeFamily, MetricFamily } from "../model/metric_family.ts";

/** Other isolates, by what is known of them. */
export interface PeerStates {
  readonly live: number;
  readonly late: number;
  readonly silent: number;
  readonly ended: number;
}

/** Problems that are remembered, so that each is reported once. */
const MAX_REPORTED = 1000;

/** Reports metrics that isolates define differently, once for each difference. */
export class ProblemReporter {
  readonly #reported = new Set<string>();
  readonly #onProblem: ((problem: MergeProblem) => void) | undefined;

  constructor(onProblem: ((problem: MergeProblem) => void) | undefined) {
    this.#onProblem = onProblem;
  }

  /**
   * Collects the problems of one merge.
   *
   * @param merge Merges, and calls the hook for each problem
   * @returns What it returns, and the number of metrics with a problem
   */
  during<T>(
    merge: (onProblem: (problem: MergeProblem) => void) => T,
  ): { readonly merged: T; readonly conflicts: number } {
    const metrics = new Set<string>();
    const merged = merge((problem) => {
      metrics.add(problem.metric);
      const key = JSON.stringify([problem.metric, problem.other, problem.message]);
      if (this.#reported.size > MAX_REPORTED) this.#reported.clear();
      if (this.#reported.size !== this.#reported.add(key).size) this.#onProblem?.(problem);
    });
    return { merged, conflicts: metrics.size };
  }
}

/** Families about the sharing itself. */
export function shareMetrics(
  states: PeerStates,
  conflicts: number,
  rejected: number,
): readonly (CounterFamily | GaugeFamily)[] {
  return [
    {
      type: "gauge",
      name: "webprom_share_peers",
      help: "Other isolates that share the metrics: live, too late for this scrape, silent for seconds, or ended.",
      points: Object.entries(states).map(([state, value]) => ({ labels: { state }, value })),
    },
    {
      type: "gauge",
      name: "webprom_share_conflicts",
      help: "Metrics that isolates define differently.",
      points: [{ labels: {}, value: conflicts }],
    },
    {
      type: "counter",
      name: "webprom_share_rejected_messages_total",
      help: "Messages of other isolates that were refused: of another version, truncated or invalid.",
      points: [{ labels: {}, value: rejected }],
    },
  ];
}

/** Sorts families by name. */
export function byName(one: MetricFamily, other: MetricFamily): number {
  return one.name < other.name ? -1 : 1;
}
