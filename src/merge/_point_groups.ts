import { LabelKeys } from "../model/labels_key.ts";
import type { Labels } from "../model/labels.ts";
import type { PointHead } from "../model/metric_family.ts";

/**
 * Groups the points of several sources by their labels. Sources usually have the same series in the same order: then labels are
 * compared with those at the same place, and keys are needed only where they differ.
 */
export class PointGroups {
  readonly #groups: [PointHead, ...PointHead[]][] = [];
  readonly #keys = new LabelKeys();
  /** Indexes of groups by the keys of their labels; as many as were needed. */
  readonly #indexes = new Map<string, number>();
  #indexed = 0;
  /** Index of the group that the next point probably belongs to. */
  #next = 0;
  #sources = 0;

  /** All groups, in the order of their first points. */
  get all(): readonly (readonly PointHead[])[] {
    return this.#groups;
  }

  /** Begins with the points of another source. */
  begin(): void {
    this.#next = 0;
    this.#sources++;
  }

  /** Adds a point to the group with its labels. */
  add(point: PointHead): void {
    const expected = this.#groups[this.#next];
    if (expected !== undefined && isSame(expected[0].labels, point.labels)) {
      expected.push(point);
      this.#next++;
      return;
    }
    const index = this.#sources === 1 ? undefined : this.#find(point.labels); // one source has each series once
    if (index === undefined) this.#groups.push([point]);
    else this.#groups[index]?.push(point);
    this.#next = (index ?? this.#groups.length - 1) + 1;
  }

  #find(labels: Labels): number | undefined {
    const [keys, indexes, groups] = [this.#keys, this.#indexes, this.#groups];
    for (; this.#indexed < groups.length; this.#indexed++) {
      const [{ labels }] = groups[this.#indexed] as [PointHead];
      indexes.set(keys.of(labels), this.#indexed);
    }
    return indexes.get(keys.of(labels));
  }
}

/** Whether two label sets have the same names and values. Empty values, which mean that there is no label, are not looked at. */
function isSame(one: Labels, other: Labels): boolean {
  if (one === other) return true;
  let count = 0;
  for (const name in one) {
    if (one[name] !== other[name]) return false;
    count++;
  }
  for (const _ in other) count--;
  return count === 0;
}
