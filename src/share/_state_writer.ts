import { copyPoint } from "../model/copy_point.ts";
import { isLive } from "../model/live_family.ts";
import type { FamilyHead, GaugeFamily, MetricFamily, PointHead } from "../model/metric_family.ts";
import { fromJson, toJson } from "./_json.ts";
import type { FamilyChange } from "./_message.ts";
import { type RowKind, rowKindOf, type Shape, shapeOf } from "./_rows.ts";

/** Changes of all families, with the numbers of their changed series. */
export interface Changes {
  readonly changes: readonly FamilyChange[];
  readonly gone: readonly string[];
  readonly values: Float64Array;
}

/** Finds out what has changed since the last message: each number is compared with the one that was sent. */
export class StateWriter {
  readonly #sent = new Map<string, SentFamily>();

  /**
   * Lists the changes since the last call.
   *
   * @param families The current families
   * @param isComplete Whether families that are missing have gone; else they are left as they were
   */
  write(families: Iterable<MetricFamily>, isComplete: boolean): Changes {
    const changes: FamilyChange[] = [];
    const rows = new Rows();
    const missing = new Set(isComplete ? this.#sent.keys() : []);
    for (const family of families) {
      missing.delete(family.name);
      let sent = this.#sent.get(family.name);
      if (sent === undefined) this.#sent.set(family.name, sent = new SentFamily(family.name));
      const change = sent.write(family, rows);
      if (change !== undefined) changes.push(change);
    }
    for (const name of missing) this.#sent.delete(name);
    return { changes, gone: [...missing], values: rows.take() };
  }

  /** Lists everything that was sent, as if it were new. */
  writeAll(): Changes {
    const rows = new Rows();
    const changes = Array.from(this.#sent.values(), (sent) => sent.writeAll(rows));
    return { changes, gone: [], values: rows.take() };
  }
}

/** Lists everything about families. */
export function allOf(families: Iterable<MetricFamily>): Changes {
  return new StateWriter().write(families, true);
}

/** Collects rows of numbers. */
class Rows {
  #values = new Float64Array(256);
  #length = 0;

  add(values: Float64Array, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#values.length) {
      const grown = new Float64Array(Math.max(length, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    for (let i = from; i < to; i++) this.#values[this.#length++] = values[i] as number;
  }

  take(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}

/** A family as it was sent. */
class SentFamily {
  readonly #name: string;
  #head = "";
  /** Array of the points, if the family is live: then only new ones can differ in their labels. */
  #points: readonly PointHead[] | undefined;
  #length = 0;
  /** Labels: names, then values of one series after the other. */
  #names: readonly string[] = [];
  #texts: string[] = [];
  #values = new Float64Array(0);
  #extras = new Map<number, unknown>();
  /** Points that fit in no row. */
  #odd: string | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  write(family: MetricFamily, rows: Rows): FamilyChange | undefined {
    const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
    const kind = rowKindOf(family.type);
    const isGrown = isLive(family) && points === this.#points && points.length >= this.#length;
    const isKnown = isGrown && points.length === this.#length;
    const shape = shapeOf(family, points, isKnown ? points.length : 0);
    if (shape === undefined) return this.#writeOdd(family, points);
    const head = toJson({ ...headOf(family), ...shape });
    const isSameHead = head === this.#head && this.#odd === undefined;
    let from = isSameHead && isGrown ? this.#length : 0;
    if (isSameHead && !isGrown && this.#hasLabelsOf(points)) from = points.length;
    const names = from < points.length ? this.#addLabels(points, from) : this.#names;
    if (names === undefined) return this.#writeOdd(family, points);
    this.#odd = undefined;
    this.#head = head;
    this.#names = names;
    this.#points = isLive(family) ? points : undefined;
    this.#length = points.length;
    const width = kind.width(shape);
    const changed = this.#addRows(points, kind, width, from, rows);
    if (isSameHead && from === points.length && changed.length === 0) return undefined;
    return {
      name: this.#name,
      head: isSameHead ? undefined : fromJson(head) as Record<string, unknown>,
      from,
      length: points.length,
      names: from < points.length ? names : [],
      texts: this.#texts.slice(from * names.length),
      rows: changed.length === points.length ? undefined : changed,
      extras: this.#extrasOf(changed),
    };
  }

  writeAll(rows: Rows): FamilyChange {
    const head: FamilyHead & Shape = fromJson(this.#head) as FamilyHead & Shape;
    if (this.#odd !== undefined) return oddChange(this.#name, head, this.#odd);
    rows.add(this.#values, 0, this.#values.length);
    const all = Array.from({ length: this.#length }, (_, i) => i);
    return {
      name: this.#name,
      head: head as never,
      from: 0,
      length: this.#length,
      names: this.#names,
      texts: this.#texts,
      extras: this.#extrasOf(all),
    };
  }

  #extrasOf(rows: readonly number[]): Record<number, unknown> | undefined {
    if (this.#extras.size === 0) return undefined;
    return Object.fromEntries(rows.flatMap((row) => this.#extras.has(row) ? [[row, this.#extras.get(row)]] : []));
  }

  /** Points of different shapes are sent as objects, all at once. */
  #writeOdd(family: MetricFamily, points: readonly PointHead[]): FamilyChange | undefined {
    const head = toJson(headOf(family));
    const odd = toJson(points.map((point) => copyPoint(point)));
    if (head === this.#head && odd === this.#odd) return undefined;
    this.#head = head;
    this.#odd = odd;
    this.#points = undefined;
    this.#length = 0;
    this.#texts = [];
    this.#values = new Float64Array(0);
    this.#extras.clear();
    return oddChange(this.#name, fromJson(head), odd);
  }

  #hasLabelsOf(points: readonly PointHead[]): boolean {
    if (points.length !== this.#length) return false;
    const names = this.#names;
    let at = 0;
    for (const { labels } of points) {
      const own = Object.keys(labels);
      if (own.length !== names.length) return false;
      for (let i = 0; i < names.length; i++) {
        if (own[i] !== names[i] || String(labels[names[i] as string]) !== this.#texts[at++]) return false;
      }
    }
    return true;
  }

  /** Adds the labels of new points. Returns their names, or `undefined` if they are not the same for all points. */
  #addLabels(points: readonly PointHead[], from: number): readonly string[] | undefined {
    const names = from === 0 ? Object.keys(points[0]?.labels ?? {}) : this.#names;
    const texts = from === 0 ? [] : this.#texts;
    for (let i = from; i < points.length; i++) {
      const { labels } = points[i] as PointHead;
      let count = 0;
      for (const _ in labels) count++;
      if (count !== names.length) return undefined;
      for (const name of names) {
        if (!Object.hasOwn(labels, name)) return undefined;
        texts.push(String(labels[name]));
      }
    }
    this.#texts = texts;
    return names;
  }

  /** Compares each point with what was sent. Returns the indexes of those that differ. */
  #addRows(points: readonly PointHead[], kind: RowKind, width: number, from: number, rows: Rows): number[] {
    const before = this.#values;
    const known = from === 0 ? 0 : Math.min(from, before.length / (width || 1));
    if (from === 0) this.#extras.clear();
    const values = before.length === points.length * width && from > 0
      ? before
      : new Float64Array(points.length * width);
    if (values !== before && from > 0) values.set(before.subarray(0, from * width));
    const row = new Float64Array(width);
    const changed: number[] = [];
    for (let i = 0; i < points.length; i++) {
      const point = points[i] as never;
      kind.write(point, row, 0);
      const at = i * width;
      if (i < known && isSame(values, at, row)) continue;
      if (i < from && width === 0) continue;
      values.set(row, at);
      rows.add(row, 0, width);
      changed.push(i);
      const extra = kind.extra?.(point);
      if (extra !== undefined) this.#extras.set(i, extra);
    }
    this.#values = values;
    return changed;
  }
}

/** NaN is the same as NaN here. */
function isSame(values: Float64Array, at: number, row: Float64Array): boolean {
  for (let i = 0; i < row.length; i++) {
    if (!Object.is(values[at + i], row[i])) return false;
  }
  return true;
}

function oddChange(name: string, head: unknown, odd: string): FamilyChange {
  return { name, head: head as never, from: 0, length: 0, names: [], texts: [], odd };
}

function headOf(family: MetricFamily): Omit<GaugeFamily, "points" | "type"> & { readonly type: string } {
  const { type, name, help, unit, scope } = family;
  const aggregate = family.type === "gauge" ? family.aggregate : undefined;
  return { type, name, help, unit, scope, aggregate };
}
