import type { Labels } from "../../model/labels.ts";
import type { PointHead, SummaryPoint } from "../../model/metric_family.ts";
import { SummaryDraft } from "../summary_draft.ts";
import { addTotal, headOf, readLabelNumber, type StrictDraft, TWICE } from "./_draft.ts";
import type { Sample } from "./_sample.ts";

/** Draft of a summary. */
export class StrictSummary implements StrictDraft {
  readonly #draft: SummaryDraft;
  readonly #head: PointHead;
  readonly #quantiles = new Set<number>();
  #composite: SummaryPoint | undefined;

  constructor(labels: Labels, timestampMs: number | undefined) {
    this.#head = headOf(labels, timestampMs);
    this.#draft = new SummaryDraft(labels);
    this.#draft.timestampMs = timestampMs;
  }

  add(sample: Sample): string | undefined {
    const { role, own, value, composite, createdMs } = sample;
    if (composite?.type === "summary") {
      if (this.#composite !== undefined) return TWICE;
      const { count, sum, quantiles } = composite;
      this.#composite = { ...this.#head, count, sum, quantiles, ...createdMs !== undefined && { createdMs } };
      return undefined;
    }
    if (role !== "quantile") return addTotal(this.#draft, sample, false);
    const quantile = readLabelNumber(own);
    if (!(quantile >= 0 && quantile <= 1)) {
      return `label "quantile" must be from 0 to 1, current value is ${JSON.stringify(own)}`;
    }
    if (this.#quantiles.has(quantile)) return TWICE;
    if (value < 0) return `quantile value must be >= 0, current value is ${value}`;
    this.#quantiles.add(quantile);
    this.#draft.quantiles.push({ quantile, value });
    return undefined;
  }

  finish(points: PointHead[]): undefined {
    points.push(this.#composite ?? this.#draft.finish());
  }
}
