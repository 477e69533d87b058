import { checkFamily, markChecked } from "../model/check_family.ts";
import { markLive } from "../model/live_family.ts";
import type { HistogramPoint, MetricFamily, PointHead, SummaryPoint } from "../model/metric_family.ts";
import type { TypedHead } from "./family_set.ts";

type Changeable = { points: PointHead[] };

/** A family that stays the same object, so that encoders keep the bytes of its labels. */
export class LivePoints {
  /** The family. Its points must have different labels. */
  readonly family: MetricFamily;
  #points: PointHead[] = [];

  /**
   * Creates a family without points.
   *
   * @param head Name, type and help
   * @throws {TypeError} If it is invalid
   */
  constructor(head: TypedHead) {
    const family = { ...head, points: this.#points } as unknown as MetricFamily; // points are of the type of the head
    this.family = markLive(markChecked(checkFamily(family)));
  }

  /** Replaces the point at an index, or appends one. */
  set(index: number, point: PointHead): void {
    const before = this.#points[index];
    if (before !== undefined && !hasSameText(before, point)) this.#use([...this.#points]);
    this.#points[index] = point;
  }

  /** Removes all points from an index on. */
  truncate(length: number): void {
    if (length < this.#points.length) this.#use(this.#points.slice(0, length));
  }

  /** Encoders notice that there is another array. */
  #use(points: PointHead[]): void {
    this.#points = points;
    (this.family as unknown as Changeable).points = points;
  }
}

/** Whether labels, bounds and quantiles are the same, which encoders write only once. */
function hasSameText(one: PointHead, other: PointHead): boolean {
  if (one.labels !== other.labels) return false;
  const before = one as Partial<HistogramPoint & SummaryPoint>;
  const after = other as Partial<HistogramPoint & SummaryPoint>;
  if ((before.native === undefined) !== (after.native === undefined)) return false;
  return isSame(before.bounds, after.bounds, (bound) => bound) &&
    isSame(before.quantiles, after.quantiles, ({ quantile }) => quantile);
}

function isSame<T>(one: ArrayLike<T> = [], other: ArrayLike<T> = [], valueOf: (item: T) => number): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (valueOf(one[i] as T) !== valueOf(other[i] as T)) return false;
  return true;
}
