import { LabelKeys } from "../model/labels_key.ts";
import type { FamilyHead, MetricFamily, MetricType, PointHead } from "../model/metric_family.ts";
import { mergeFamilies } from "../merge/merge_families.ts";

/** A family without its points. */
export interface TypedHead extends FamilyHead {
  readonly type: MetricType;
}

interface Draft {
  readonly family: MetricFamily;
  readonly mayCollide: boolean;
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
   * Adds a family. If its name has another type, it is left out. Of different help texts the first counts.
   *
   * @param family The family
   * @param mayCollide Whether two of its points may have the same labels
   */
  add(family: MetricFamily, mayCollide: boolean): void {
    const { name, type, help } = family;
    const draft = this.#drafts.get(name);
    if (draft === undefined) {
      this.#drafts.set(name, { family, mayCollide });
      return;
    }
    const { family: first } = draft;
    if (first.type !== type) {
      return this.#onConflict(`"${name}" is both a ${first.type} and a ${type}: the ${type} is left out`);
    }
    if (help !== first.help) this.#onConflict(`"${name}" has two help texts: "${first.help}" is used`);
    const joined = { ...first, points: [...first.points, ...family.points] } as MetricFamily;
    this.#drafts.set(name, { family: joined, mayCollide: true });
  }

  /** Returns all families. Points with equal labels are merged. */
  families(): MetricFamily[] {
    return Array.from(this.#drafts.values(), ({ family, mayCollide }) => mayCollide ? distinct(family) : family);
  }
}

/** Merges points with equal labels. */
function distinct(family: MetricFamily): MetricFamily {
  const keys = new LabelKeys();
  const counts = new Map<string, number>();
  const layers: PointHead[][] = [];
  for (const point of family.points as Iterable<PointHead>) {
    const key = keys.of(point.labels);
    const layer = counts.get(key) ?? 0;
    counts.set(key, layer + 1);
    (layers[layer] ??= []).push(point);
  }
  if (layers.length < 2) return { ...family }; // a copy, because a live family with the same points may get others
  return mergeFamilies(layers.map((points) => [{ ...family, points } as MetricFamily]))[0] ?? family;
}
