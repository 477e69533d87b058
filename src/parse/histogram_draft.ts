import type { Exemplar } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { HistogramPoint, PointHead } from "../model/metric_family.ts";

/** Histogram point whose samples are still being read. */
export class HistogramDraft {
  timestampMs: number | undefined;
  createdMs: number | undefined;
  sum: number | undefined;
  count: number | undefined;
  /** Bounds in the order of the input, including +Inf. */
  bounds: number[] = [];
  /** Number of observations up to each bound. */
  cumulative: number[] = [];
  readonly #labels: Labels;
  #exemplars: (Exemplar | undefined)[] | undefined;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  addBucket(bound: number, count: number, exemplar?: Exemplar): void {
    this.bounds.push(bound);
    this.cumulative.push(count);
    if (exemplar === undefined) return;
    this.#exemplars ??= [];
    this.#exemplars[this.bounds.length - 1] = exemplar;
  }

  /**
   * Creates the point. Unsorted buckets are sorted, and the last one of several with the same bound is used. A missing
   * sum is NaN; a missing bucket for +Inf has the observations that are in no other bucket.
   *
   * @param last The previous point, whose bounds are shared if they are equal
   */
  finish(last: PointHead | undefined): HistogramPoint {
    if (!isAscending(this.bounds)) this.#sort();
    const { bounds, cumulative } = this;
    const exemplars = this.#exemplars;
    if (bounds.at(-1) === Infinity) bounds.pop();
    else cumulative.push(this.count ?? cumulative.at(-1) ?? 0);
    for (let i = cumulative.length - 1; i > 0; i--) {
      cumulative[i] = (cumulative[i] as number) - (cumulative[i - 1] as number);
    }
    const known = (last as Partial<HistogramPoint> | undefined)?.bounds;
    return {
      labels: this.#labels,
      ...this.timestampMs !== undefined && { timestampMs: this.timestampMs },
      sum: this.sum ?? NaN,
      bounds: known !== undefined && isSame(bounds, known) ? known : bounds,
      counts: cumulative,
      ...exemplars !== undefined && { exemplars: cumulative.map((_, i) => exemplars[i]) },
      ...this.createdMs !== undefined && { createdMs: this.createdMs },
    };
  }

  /** Sorts buckets. Only the text format allows unsorted ones, and it has no exemplars. */
  #sort(): void {
    const byBound = new Map(this.bounds.map((bound, i) => [bound, this.cumulative[i] as number]));
    const buckets = [...byBound].sort(([one], [other]) => one - other);
    this.bounds = buckets.map(([bound]) => bound);
    this.cumulative = buckets.map(([, count]) => count);
  }
}

function isAscending(values: readonly number[]): boolean {
  for (let i = 1; i < values.length; i++) if (!((values[i] as number) > (values[i - 1] as number))) return false;
  return true;
}

function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
