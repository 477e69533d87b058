import type { Exemplar } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { HistogramPoint, PointHead } from "../model/metric_family.ts";

/** A histogram of which not all samples have been read. */
export class HistogramDraft {
  timestampMs: number | undefined;
  createdMs: number | undefined;
  sum: number | undefined;
  count: number | undefined;
  /** Bounds as they came, +Inf among them. */
  bounds: number[] = [];
  /** Observations up to each bound. */
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
   * Makes the point. Buckets that do not ascend are sorted, and of those with the same bound the last one counts. A sum that
   * was not told is NaN; a bucket for +Inf that was not told has what the others have not.
   *
   * @param last The point before, whose bounds are used again if they are the same
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

  /** Sorts buckets; only a lenient format comes here, which has no exemplars. */
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
