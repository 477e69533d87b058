import { LabelKeys } from "../model/labels_key.ts";
import type { FamilyHead, MetricFamily, MetricType, PointHead } from "../model/metric_family.ts";
import { mergeFamilies } from "../merge/merge_families.ts";

/** A family without its points. */
export interface TypedHead extends FamilyHead {
  readonly type: MetricType;
}

interface Draft {
  readonly head: TypedHead;
  points: PointHead[];
  mayCollide: boolean;
}

/** Brings the metrics of all scopes together, by name. */
export class FamilySet {
  readonly #drafts = new Map<string, Draft>();
  readonly #onConflict: (message: string) => void;

  /** @param onConflict Called with what is left out because it contradicts something else */
  constructor(onConflict: (message: string) => void) {
    this.#onConflict = onConflict;
  }

  /**
   * Adds points. If the name has another type, they are left out. Of different help texts the first counts.
   *
   * @param head The family
   * @param points Its points
   * @param mayCollide Whether two of the points may have the same labels
   */
  add(head: TypedHead, points: PointHead[], mayCollide: boolean): void {
    const draft = this.#drafts.get(head.name);
    if (draft === undefined) {
      this.#drafts.set(head.name, { head, points, mayCollide });
      return;
    }
    const { type, help } = draft.head;
    if (type !== head.type) {
      return this.#onConflict(`"${head.name}" is both a ${type} and a ${head.type}: the ${head.type} is left out`);
    }
    if (help !== head.help) this.#onConflict(`"${head.name}" has two help texts: "${help}" is used`);
    draft.points = [...draft.points, ...points];
    draft.mayCollide = true;
  }

  /** Returns all families. Points with equal labels are merged. */
  families(): MetricFamily[] {
    return Array.from(this.#drafts.values(), ({ head, points, mayCollide }) => {
      const family = { ...head, points } as unknown as MetricFamily; // points are of the type of the head
      return mayCollide ? distinct(family, points) : family;
    });
  }
}

/** Merges points with equal labels. */
function distinct(family: MetricFamily, points: readonly PointHead[]): MetricFamily {
  const keys = new LabelKeys();
  const counts = new Map<string, number>();
  const layers: PointHead[][] = [];
  for (const point of points) {
    const key = keys.of(point.labels);
    const layer = counts.get(key) ?? 0;
    counts.set(key, layer + 1);
    (layers[layer] ??= []).push(point);
  }
  if (layers.length < 2) return family;
  return mergeFamilies(layers.map((points) => [{ ...family, points } as MetricFamily]))[0] ?? family;
}
