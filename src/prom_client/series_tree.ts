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
type Node<S> = Branch<S> | S | undefined;

/** A level of the tree. A label value that only one series has leads directly to that series. */
class Branch<S> extends Map<Key, Branch<S> | S> {}

/**
 * Finds the series of a metric by their labels. It is a tree of maps with one level for each label name, so different label values
 * never collide, and finding a series builds no text.
 */
export class SeriesTree<S extends Series> {
  readonly #names: readonly string[];
  readonly #first: string;
  readonly #second: string;
  readonly #third: string;
  readonly #create: (labels: GivenLabels) => S;
  readonly #all = new Set<S>();
  #root = new Branch<S>();
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
    this.#third = names[2] ?? "";
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
    // Counting is faster than comparing names. It detects unknown labels, too: then one that is declared is missing.
    let given = 0;
    for (const _ in labels) given++;
    const depth = this.#names.length;
    if (given !== depth) return this.#search(labels, given);
    if (depth === 0) return this.#unlabelled;
    // Not a loop: engines remember one name at each of these places.
    const first = childOf(this.#root, labels[this.#first]);
    if (depth === 1 || first === undefined) return first as S | undefined;
    if (!(first instanceof Branch)) return this.#confirm(first, labels, 1);
    const second = childOf(first, labels[this.#second]);
    if (depth === 2 || second === undefined) return second as S | undefined;
    if (!(second instanceof Branch)) return this.#confirm(second, labels, 2);
    const third = childOf(second, labels[this.#third]);
    if (depth === 3 || third === undefined) return third as S | undefined;
    return this.#search(labels, given);
  }

  /**
   * Returns the series with these label values, or `undefined` if it does not exist.
   *
   * @param values Label values in the order of the label names
   */
  at(values: readonly unknown[]): S | undefined {
    const names = this.#names;
    if (values.length !== names.length) return undefined;
    if (values.length === 0) return this.#unlabelled;
    let node: Node<S> = this.#root;
    for (let i = 0; i < values.length; i++) {
      const key = keyOf(values[i] as GivenLabelValue);
      if (node instanceof Branch) node = node.get(key);
      else if (node === undefined || node.labels[names[i] as string] !== key) return undefined;
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
    const branches: Branch<S>[] = [];
    let node: Node<S> = path.length === 0 ? this.#unlabelled : this.#root;
    for (let i = 0; i < path.length && node instanceof Branch; i++) {
      branches.push(node);
      node = node.get(path[i]);
    }
    if (node === undefined || node instanceof Branch) return;
    if (this.#confirm(node, labels, branches.length) === undefined) return;
    node.isLive = false;
    this.#all.delete(node);
    if (path.length === 0) this.#unlabelled = undefined;
    for (let i = branches.length - 1; i >= 0; i--) {
      branches[i]?.delete(path[i]);
      if ((branches[i]?.size ?? 0) > 0) return;
    }
  }

  /** Removes all series. */
  clear(): void {
    for (const series of this.#all) series.isLive = false;
    this.#all.clear();
    this.#root = new Branch();
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

  /** Finds a series by any number of labels, also by numbers, and if some are missing. */
  #search(labels: GivenLabels, given: number): S | undefined {
    const names = this.#names;
    if (given > names.length) return undefined;
    let known = 0;
    let node: Node<S> = this.#root;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const key = keyOf(labels[name]);
      if (key !== undefined) known++;
      if (node instanceof Branch) node = node.get(key ?? ABSENT);
      else if (node === undefined || node.labels[name] !== key) return undefined;
    }
    return known === given ? node as S | undefined : undefined;
  }

  /** Returns a series that was found by its first labels if the others match, too. */
  #confirm(series: S, labels: GivenLabels, depth: number): S | undefined {
    for (let i = depth; i < this.#names.length; i++) {
      const name = this.#names[i] as string;
      if (series.labels[name] !== keyOf(labels[name])) return undefined;
    }
    return series;
  }

  /** Adds a series, unless it is there already: labels that are `undefined` are not found before. */
  #add(labels: GivenLabels): S {
    this.check(labels);
    const path = this.#pathOf(labels);
    if (path.length === 0) return this.#unlabelled ??= this.#store(labels);
    let branch = this.#root;
    for (let depth = 0;; depth++) {
      const node = branch.get(path[depth]);
      if (node instanceof Branch) {
        branch = node;
        continue;
      }
      if (node === undefined) {
        const series = this.#store(labels);
        branch.set(path[depth], series);
        return series;
      }
      const found = this.#confirm(node, labels, depth + 1);
      if (found !== undefined) return found;
      const next = new Branch<S>();
      next.set(node.labels[this.#names[depth + 1] as string] ?? ABSENT, node);
      branch.set(path[depth], next);
      branch = next;
    }
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

/** Returns what a label value leads to. Most values are text, which is its own key. */
function childOf<S extends Series>(branch: Branch<S>, value: GivenLabelValue): Node<S> {
  return branch.get(value as Key) ?? (typeof value === "number" ? branch.get(String(value)) : undefined);
}

/** Returns the key of a label value; `undefined`, which is in no branch, if there is no value. */
function keyOf(value: GivenLabelValue): string | undefined {
  return typeof value === "string" ? value : value === undefined ? undefined : String(value);
}
