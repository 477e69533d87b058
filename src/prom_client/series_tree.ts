import type { Labels } from "../model/labels.ts";
import type { TextLayout } from "./_text_layout.ts";

/** A label value as callers pass it. */
export type GivenLabelValue = string | number | undefined;

/** Labels as callers pass them: values may be numbers, and labels may be missing. */
export type GivenLabels = Readonly<Record<string, GivenLabelValue>>;

/** One series of a metric: its labels and the start of its line in the text. The metric adds the numbers. */
export class Series {
  /** Labels as they were passed first, in that order. Numbers stay numbers. */
  readonly givenLabels: Readonly<Record<string, string | number>>;
  /** The same labels, with text as values. */
  readonly labels: Labels;
  /** Whether the metric still has the series. It does not after `remove()` and `reset()`. */
  isLive = true;
  /** Text of the series up to its value, for `layout`. */
  head = "";
  /** Layout for which `head` was written. */
  layout: TextLayout | undefined = undefined;

  /**
   * Copies the labels.
   *
   * @param labels Labels as the caller passed them; those that are `undefined` are left out
   */
  constructor(labels: GivenLabels) {
    const given: Record<string, string | number> = {};
    const texts: Record<string, string> = {};
    let hasOnlyTexts = true;
    for (const name in labels) {
      const value = labels[name];
      if (value === undefined) continue;
      given[name] = value;
      texts[name] = String(value);
      if (typeof value !== "string") hasOnlyTexts = false;
    }
    this.labels = texts;
    this.givenLabels = hasOnlyTexts ? texts : given;
  }
}

/** Key of a label that a series does not have. It is never equal to a label value. */
const ABSENT = Symbol("absent");

type Key = string | symbol | undefined;
type Branch<S> = Map<Key, Branch<S> | S>;

/**
 * Finds the series of a metric by their labels. It is a tree of maps with one level for each label name, so different label values
 * never collide, and finding a series builds no text.
 */
export class SeriesTree<S extends Series> {
  readonly #names: readonly string[];
  readonly #first: string;
  readonly #second: string;
  readonly #create: (labels: GivenLabels) => S;
  readonly #all = new Set<S>();
  #root: Branch<S> = new Map();
  #unlabelled: S | undefined;

  /**
   * Creates an empty tree.
   *
   * @param names Label names of the metric
   * @param create Creates the series for these labels
   */
  constructor(names: readonly string[], create: (labels: GivenLabels) => S) {
    this.#names = names;
    this.#first = names[0] ?? "";
    this.#second = names[1] ?? "";
    this.#create = create;
  }

  /** All series, in order of creation. */
  get all(): ReadonlySet<S> {
    return this.#all;
  }

  /**
   * Returns the series with these labels. Creates it if it does not exist.
   *
   * @param labels Label values by name
   * @throws {Error} If a label name is not declared
   */
  of(labels: GivenLabels): S {
    return this.find(labels) ?? this.#add(labels);
  }

  /**
   * Returns the series with these labels, or `undefined` if it does not exist.
   *
   * @param labels Label values by name
   */
  find(labels: GivenLabels): S | undefined {
    // Counting is faster than comparing names, and finds unknown labels: then one that is declared is missing.
    let given = 0;
    for (const _ in labels) given++;
    const depth = this.#names.length;
    if (given !== depth) return this.#findPartly(labels, given);
    if (depth === 0) return this.#unlabelled;
    const branch = this.#root.get(keyOf(labels[this.#first]));
    if (depth === 1 || branch === undefined) return branch as S | undefined;
    const next = (branch as Branch<S>).get(keyOf(labels[this.#second]));
    if (depth === 2 || next === undefined) return next as S | undefined;
    let node: Branch<S> | S | undefined = next;
    for (let i = 2; i < depth && node !== undefined; i++) {
      node = (node as Branch<S>).get(keyOf(labels[this.#names[i] as string]));
    }
    return node as S | undefined;
  }

  /**
   * Returns the series with these label values, or `undefined` if it does not exist.
   *
   * @param values Label values in the order of the label names
   */
  at(values: readonly unknown[]): S | undefined {
    if (values.length !== this.#names.length) return undefined;
    if (values.length === 0) return this.#unlabelled;
    let node: Branch<S> | S | undefined = this.#root;
    for (let i = 0; i < values.length && node !== undefined; i++) {
      node = (node as Branch<S>).get(keyOf(values[i] as GivenLabelValue));
    }
    return node as S | undefined;
  }

  /**
   * Removes the series with these labels, if it exists.
   *
   * @param labels Label values by name
   */
  remove(labels: GivenLabels): void {
    const path = this.#pathOf(labels);
    const branches = [this.#root];
    for (const key of path.slice(0, -1)) {
      const next = branches.at(-1)?.get(key);
      if (next === undefined) return;
      branches.push(next as Branch<S>);
    }
    const series = path.length === 0 ? this.#unlabelled : branches.at(-1)?.get(path.at(-1)) as S | undefined;
    if (series === undefined) return;
    series.isLive = false;
    this.#all.delete(series);
    if (path.length === 0) this.#unlabelled = undefined;
    for (let i = path.length - 1; i >= 0; i--) {
      branches[i]?.delete(path[i]);
      if ((branches[i]?.size ?? 0) > 0) return;
    }
  }

  /** Removes all series. */
  clear(): void {
    for (const series of this.#all) series.isLive = false;
    this.#all.clear();
    this.#root = new Map();
    this.#unlabelled = undefined;
  }

  /**
   * Checks that all label names are declared.
   *
   * @param labels Label values by name
   * @throws {Error} If a name is not declared
   */
  check(labels: GivenLabels): void {
    for (const name in labels) {
      if (this.#names.includes(name)) continue;
      const declared = this.#names.length === 0 ? "[]" : `[ ${this.#names.map((name) => `'${name}'`).join(", ")} ]`;
      throw new Error(`Added label "${name}" is not included in initial labelset: ${declared}`);
    }
  }

  /** Finds a series of which some labels are missing. */
  #findPartly(labels: GivenLabels, given: number): S | undefined {
    if (given > this.#names.length) return undefined; // or some are `undefined`: then it is found before it is created
    let known = 0;
    let node: Branch<S> | S | undefined = this.#root;
    for (let i = 0; i < this.#names.length && node !== undefined; i++) {
      const key = keyOf(labels[this.#names[i] as string]);
      if (key !== undefined) known++;
      node = (node as Branch<S>).get(key ?? ABSENT);
    }
    return known === given ? node as S | undefined : undefined;
  }

  #add(labels: GivenLabels): S {
    this.check(labels);
    const path = this.#pathOf(labels);
    const last = path.pop();
    if (last === undefined) {
      this.#unlabelled ??= this.#store(labels);
      return this.#unlabelled;
    }
    let branch = this.#root;
    for (const key of path) {
      let next = branch.get(key) as Branch<S> | undefined;
      if (next === undefined) branch.set(key, next = new Map());
      branch = next;
    }
    let series = branch.get(last) as S | undefined;
    if (series === undefined) branch.set(last, series = this.#store(labels));
    return series;
  }

  #store(labels: GivenLabels): S {
    const series = this.#create(labels);
    this.#all.add(series);
    return series;
  }

  #pathOf(labels: GivenLabels): Key[] {
    return this.#names.map((name) => keyOf(labels[name]) ?? ABSENT);
  }
}

/** Returns the key of a label value; `undefined`, which is in no map, if there is no value. */
function keyOf(value: GivenLabelValue): string | undefined {
  return typeof value === "string" ? value : value === undefined ? undefined : String(value);
}
