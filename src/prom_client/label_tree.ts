import type { Labels } from "../model/labels.ts";

/** Labels as callers give them: numbers are texts, and labels may be missing. */
export type GivenLabels = Readonly<Record<string, string | number | undefined>>;

/** A series: its labels, in the order in which they were first given, and whatever its metric keeps. */
export interface Series {
  /** Its labels. */
  readonly labels: Labels;
}

type Branch<S> = Map<string | undefined, Branch<S> | S>;

/** Finds the series of labels: one level for each label name. */
export class LabelTree<S extends Series> {
  readonly #names: readonly string[];
  readonly #make: (labels: Labels) => S;
  readonly #all = new Set<S>();
  #root: Branch<S> = new Map();

  /**
   * Has no series yet.
   *
   * @param names Names of the labels
   * @param make Makes the series of some labels
   */
  constructor(names: readonly string[], make: (labels: Labels) => S) {
    this.#names = names;
    this.#make = make;
  }

  /** All series, in the order in which they were made. */
  get all(): ReadonlySet<S> {
    return this.#all;
  }

  /**
   * Returns the series of some labels, and makes it if there is none.
   *
   * @throws {Error} If there is a label without a declared name
   */
  of(labels: GivenLabels): S {
    const names = this.#names;
    let known = 0;
    let node: Branch<S> | S | undefined = this.#root;
    for (let i = 0; i < names.length && node !== undefined; i++) {
      const value = labels[names[i] as string];
      if (value !== undefined) known++;
      node = (node as Branch<S>).get(typeof value === "number" ? String(value) : value);
    }
    let given = 0;
    for (const name in labels) if (labels[name] !== undefined) given++;
    if (given !== known || node === undefined || names.length === 0) return this.#slow(labels);
    return node as S;
  }

  /** Returns the series of some labels; `undefined` if there is none. */
  find(labels: GivenLabels): S | undefined {
    let node: Branch<S> | S | undefined = this.#root;
    for (const value of this.#path(labels)) node = (node as Branch<S> | undefined)?.get(value);
    return node as S | undefined;
  }

  /** Removes the series of some labels. */
  remove(labels: GivenLabels): void {
    const path = this.#path(labels);
    const series = this.find(labels);
    if (series === undefined) return;
    let node = this.#root;
    for (const value of path.slice(0, -1)) node = node.get(value) as Branch<S>;
    node.delete(path.at(-1));
    this.#all.delete(series);
  }

  /** Removes all series. */
  clear(): void {
    this.#root = new Map();
    this.#all.clear();
  }

  /**
   * Checks the names of labels.
   *
   * @throws {Error} If one is not declared
   */
  check(labels: GivenLabels): void {
    for (const name in labels) {
      if (this.#names.includes(name)) continue;
      const declared = this.#names.length === 0 ? "[]" : `[ ${this.#names.map((name) => `'${name}'`).join(", ")} ]`;
      throw new Error(`Added label "${name}" is not included in initial labelset: ${declared}`);
    }
  }

  /** Values of all labels. A metric without labels has one level, too. */
  #path(labels: GivenLabels): readonly (string | undefined)[] {
    if (this.#names.length === 0) return [undefined];
    return this.#names.map((name) => labels[name] === undefined ? undefined : String(labels[name]));
  }

  #slow(labels: GivenLabels): S {
    this.check(labels);
    const path = this.#path(labels);
    let node = this.#root;
    for (const value of path.slice(0, -1)) {
      let next = node.get(value) as Branch<S> | undefined;
      if (next === undefined) node.set(value, next = new Map());
      node = next;
    }
    const last = path.at(-1);
    let series = node.get(last) as S | undefined;
    if (series === undefined) {
      const entries = Object.entries(labels).filter(([, value]) => value !== undefined);
      node.set(last, series = this.#make(Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))));
      this.#all.add(series);
    }
    return series;
  }
}
