import type { Labels } from "../model/labels.ts";
import type { PointHead, QuantileValue, SummaryPoint } from "../model/metric_family.ts";

/** Summary point whose samples are still being read. */
export class SummaryDraft {
  timestampMs: number | undefined;
  createdMs: number | undefined;
  sum: number | undefined;
  count: number | undefined;
  readonly quantiles: QuantileValue[] = [];
  readonly #labels: Labels;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  /** Creates the point. A missing sum is NaN, a missing count is 0. */
  finish(_last?: PointHead): SummaryPoint {
    return {
      labels: this.#labels,
      ...this.timestampMs !== undefined && { timestampMs: this.timestampMs },
      count: this.count ?? 0,
      sum: this.sum ?? NaN,
      quantiles: this.quantiles,
      ...this.createdMs !== undefined && { createdMs: this.createdMs },
    };
  }
}
