import type { Exemplar } from "../../model/exemplar.ts";
import type { Labels } from "../../model/labels.ts";
import type { HistogramPoint, PointHead } from "../../model/metric_family.ts";
import { HistogramDraft } from "../histogram_draft.ts";
import type { CompositeHistogram } from "./_composite_value.ts";
import { addTotal, headOf, isCount, readLabelNumber, type StrictDraft, TWICE } from "./_draft.ts";
import type { Sample } from "./_sample.ts";

/** Draft of a histogram or gauge histogram. */
export class StrictHistogram implements StrictDraft {
  readonly #draft: HistogramDraft;
  readonly #isGauge: boolean;
  readonly #head: PointHead;
  #composite: HistogramPoint | undefined;

  constructor(labels: Labels, timestampMs: number | undefined, isGauge: boolean) {
    this.#head = headOf(labels, timestampMs);
    this.#draft = new HistogramDraft(labels);
    this.#draft.timestampMs = timestampMs;
    this.#isGauge = isGauge;
  }

  add(sample: Sample): string | undefined {
    const { role, own, value, composite, createdMs, exemplars } = sample;
    if (composite !== undefined && composite.type !== "summary") {
      if (this.#composite !== undefined) return TWICE;
      this.#composite = {
        ...this.#head,
        ...valuesOf(composite, exemplars),
        ...createdMs !== undefined && { createdMs },
      };
      return undefined;
    }
    if (role !== "bucket") return addTotal(this.#draft, sample, this.#isGauge);
    const { bounds, cumulative } = this.#draft;
    const bound = readLabelNumber(own);
    if (Number.isNaN(bound)) return `label "le" must be a number or +Inf, current value is ${JSON.stringify(own)}`;
    if (bounds.at(-1) === bound) return TWICE;
    if (bound < (bounds.at(-1) ?? -Infinity)) return `buckets must ascend, current value is ${JSON.stringify(own)}`;
    if (!isCount(value)) return `bucket must be an integer >= 0, current value is ${value}`;
    if (value < (cumulative.at(-1) ?? 0)) return `buckets must not fall, current value is ${value}`;
    const exemplar = exemplars[0];
    if (exemplar !== undefined && !(exemplar.value <= bound)) {
      return `exemplar must be in its bucket, current value is ${exemplar.value}`;
    }
    this.#draft.addBucket(bound, value, exemplar);
    return undefined;
  }

  finish(points: PointHead[]): string | undefined {
    const problem = this.#composite === undefined ? this.#findProblem() : undefined;
    if (problem === undefined) points.push(this.#composite ?? this.#draft.finish(points.at(-1)));
    return problem;
  }

  #findProblem(): string | undefined {
    const { bounds, cumulative, sum, count } = this.#draft;
    if (bounds.at(-1) !== Infinity) return "histogram lacks the bucket for +Inf";
    if (count !== undefined && count !== cumulative.at(-1)) {
      return `histogram must have the same count as its bucket for +Inf, current value is ${count}`;
    }
    if ((sum === undefined) !== (count === undefined)) return "histogram must have both a sum and a count, or neither";
    const isAnyNegative = (bounds[0] as number) < 0;
    if (this.#isGauge && (sum as number) < 0 && !isAnyNegative) {
      return `sum must be >= 0 if no bucket is negative, current value is ${sum}`;
    }
    if (!this.#isGauge && sum !== undefined && isAnyNegative) return "histogram of negative values must not have a sum";
    return undefined;
  }
}

/** Assigns exemplars as in the model: the native histogram gets all of them, each classic bucket its last one. */
function valuesOf({ sum, bounds, counts, native }: CompositeHistogram, exemplars: readonly Exemplar[]) {
  const values = { sum, bounds, counts };
  if (exemplars.length === 0) return native === undefined ? values : { ...values, native };
  const byBucket: (Exemplar | undefined)[] = counts.map(() => undefined);
  for (const exemplar of exemplars) byBucket[placeOf(exemplar.value, bounds)] = exemplar;
  if (native === undefined) return { ...values, exemplars: byBucket };
  return { ...values, ...bounds.length > 0 && { exemplars: byBucket }, native: { ...native, exemplars } };
}

/** Finds the bucket of a value; NaN belongs to the one for +Inf. */
function placeOf(value: number, bounds: readonly number[]): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (bounds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
