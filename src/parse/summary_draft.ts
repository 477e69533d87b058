import type { Labels } from "../model/labels.ts";
import type { PointHead, QuantileValue, SummaryPoint } from "../model/metric_family.ts";

/** A summary of which not all samples have been read. */
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

  /** Makes the point. A sum that was not told is NaN, a count that was not told is 0. */
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
