import type { Labels } from "../model/labels.ts";
import { type Cell, type CellHome, SlowPath } from "./cell.ts";
import { type Definition, labelText } from "./definition.ts";
import { quote } from "../model/quote.ts";
import type { ExemplarSampler } from "./_exemplar_sampler.ts";
import { type GivenLabels, LabelTree } from "./_label_tree.ts";
import type { SampledExemplar } from "./_sampled_exemplar.ts";

/** Finds, creates and removes series by their labels, for a whole instrument or for one with some labels already set. */
export interface Series<C extends Cell> {
  /** Definition of the instrument; `labelNames` are the labels that identify a series here. */
  readonly definition: Definition;
  /** All cells of the instrument, including those with other labels. */
  readonly cells: readonly C[];
  /** Number of writes redirected to the overflow series. */
  readonly overflows: number;
  /** Finds an existing series without checking the labels. */
  find(labels: GivenLabels): C | undefined;
  /** Finds an existing series by label values in the order of the label names, without checking them. */
  findValues(values: readonly unknown[]): C | undefined;
  /** Finds an existing series; labels are checked. */
  peek(labels: GivenLabels): C | undefined;
  /** Finds a series, or creates it. */
  get(labels: GivenLabels): C;
  /** Removes one series. Returns `true` if it existed. */
  remove(labels: GivenLabels): boolean;
  /** Removes all series with these label values. Returns their number. */
  removeMatching(partial: GivenLabels): number;
  /** Removes all series except these. */
  retain(kept: ReadonlySet<C>): void;
  /** Removes all series. Those declared up front start again at their initial value. */
  clear(): void;
  /** Same as {@linkcode clear}, for series with these label values. */
  clearMatching(partial: GivenLabels): void;
  /** Prepares for a scrape: drops expired series and starts sampling new exemplars. */
  sweep(): void;
}

const OVERFLOW = "_overflow";

/** What is kept of a dropped cell. */
interface Dropped {
  readonly values: readonly string[];
  /** Tree that it returns to if it is written to again; `undefined` for a removed cell, another tree after `clear()`. */
  readonly tree: unknown;
}

/** All series of one instrument. */
export class SeriesTable<C extends Cell> implements CellHome, Series<C> {
  readonly definition: Definition;
  readonly sampler: ExemplarSampler | undefined;
  readonly exemplars: Map<Cell, SampledExemplar> = new Map();
  readonly #make: (home: CellHome, slot: number) => C;
  #tree!: LabelTree<C>;
  #cells: C[] = [];
  #hasGaps = false;
  #originMs: number | undefined;
  /** Cells that never expire: those without labels, and those declared up front. */
  readonly #pinned = new WeakSet<Cell>();
  #overflow: C | undefined;
  #overflows = 0;
  /** Monotonic time of the last scrape that found the cell written to, in milliseconds; filled only if series can expire. */
  #seenMs: number[] = [];
  #sweepAtSize = 1024;
  /** Labels of dropped cells: callers may still write to them, and a scrape in progress may still read them. */
  readonly #dropped = new WeakMap<Cell, Dropped>();

  constructor(definition: Definition, make: (home: CellHome, slot: number) => C, sampler?: ExemplarSampler) {
    this.definition = definition;
    this.sampler = sampler;
    this.#make = make;
    this.#begin();
  }

  /** All cells in order of creation. The array is only appended to; a removal creates a new one. */
  get cells(): readonly C[] {
    if (this.#hasGaps) this.#compact();
    return this.#cells;
  }

  /** Number of writes redirected to the overflow series. */
  get overflows(): number {
    return this.#overflows;
  }

  get originMs(): number {
    return this.#originMs ??= this.definition.clock.now();
  }

  elapsedMs(): number {
    const elapsedMs = Math.max(0, this.definition.clock.now() - this.originMs);
    // Stored in a cell, a small integer takes 16 bytes less than the same number as a floating-point result.
    return elapsedMs < 2 ** 30 ? elapsedMs | 0 : elapsedMs;
  }

  labelsOf(cell: Cell): Labels {
    const { labelNames, constLabels } = this.definition;
    const slot = cell["slot"];
    const dropped = slot < 0 ? this.#dropped.get(cell) : undefined;
    const labels: Record<string, string> = {};
    for (const name in constLabels) labels[name] = constLabels[name] as string;
    for (let i = 0; i < labelNames.length; i++) {
      labels[labelNames[i] as string] = (dropped === undefined ? this.#tree.valueAt(i, slot) : dropped.values[i]) ?? "";
    }
    return labels;
  }

  /** Finds an existing series without checking the labels. */
  find(labels: GivenLabels): C | undefined {
    return this.#tree.find(labels);
  }

  /** Finds an existing series by label values in the order of the label names, without checking them. */
  findValues(values: readonly unknown[]): C | undefined {
    return this.#tree.findValues(values);
  }

  /** Finds an existing series; labels are checked. */
  peek(labels: GivenLabels): C | undefined {
    return this.#findText(this.#textOf(labels));
  }

  /** Finds a series, or creates it. */
  get(labels: GivenLabels): C {
    const isLabelled = this.definition.labelNames.length > 0;
    return (isLabelled ? this.find(labels) : undefined) ?? this.#getText(this.#textOf(labels));
  }

  /** Removes one series. Returns `true` if it existed. Later writes to its cell are not exposed. */
  remove(labels: GivenLabels): boolean {
    const cell = this.peek(labels);
    if (cell === undefined) return false;
    this.#drop(cell);
    return true;
  }

  /** Removes all series with these label values. Returns their number. */
  removeMatching(partial: GivenLabels): number {
    const { labelNames } = this.definition;
    const wanted = this.#textOf(partial, true);
    const matching = this.cells.filter((cell) =>
      labelNames.every((name, i) =>
        !Object.hasOwn(wanted, name) || this.#tree.valueAt(i, cell["slot"]) === wanted[name]
      )
    );
    for (const cell of matching) this.#drop(cell);
    return matching.length;
  }

  /** Removes all series except these. */
  retain(kept: ReadonlySet<C>): void {
    for (const cell of this.cells) if (!kept.has(cell)) this.#drop(cell);
  }

  /** Removes all series. Those declared up front start again at their initial value. */
  clear(): void {
    for (const cell of this.cells) this.#mark(cell, false);
    this.#begin();
  }

  /** Same as {@linkcode clear}, for series with these label values. */
  clearMatching(partial: GivenLabels): void {
    this.removeMatching(partial);
    const wanted = Object.entries(this.#textOf(partial, true));
    for (const labels of this.definition.zero) {
      const texts = this.#textOf(labels);
      if (wanted.every(([name, value]) => texts[name] === value)) this.#pinned.add(this.get(labels));
    }
  }

  /** Restores an expired cell that is written to again, unless another cell has the same labels now. */
  revive(cell: Cell): void {
    const dropped = this.#dropped.get(cell);
    if (dropped?.tree !== this.#tree || this.#isFull || this.find(this.labelsOf(cell)) !== undefined) return;
    this.#dropped.delete(cell);
    cell["slot"] = this.cells.length;
    this.#keep(cell as C, dropped.values);
  }

  /** Prepares for a scrape: drops expired series and starts sampling new exemplars. */
  sweep(): void {
    this.sampler?.nextRound();
    const ttlMs = this.definition.ttlSeconds * 1000;
    if (this.sampler === undefined && ttlMs === Infinity) return;
    const nowMs = this.definition.clock.monotonic(); // a change of the time of day must not drop all series
    for (const cell of this.cells) {
      const slot = cell["slot"];
      const seenMs = this.#seenMs[slot];
      if (seenMs === undefined || cell["slowPath"] !== SlowPath.unwritten) this.#seenMs[slot] = nowMs;
      else if (nowMs - seenMs > ttlMs && !this.#pinned.has(cell)) this.#drop(cell, true);
      cell["slowPath"] = SlowPath.unwritten;
    }
    this.#sweepAtSize = Math.max(1024, this.cells.length * 2);
  }

  /** Whether there are as many series as allowed. */
  get #isFull(): boolean {
    return this.cells.length - (this.#overflow === undefined ? 0 : 1) >= this.definition.maxSeries;
  }

  #begin(): void {
    this.#tree = new LabelTree(this.definition.labelNames);
    this.#cells = [];
    this.#seenMs = [];
    this.#hasGaps = false;
    this.exemplars.clear();
    this.#overflow = undefined;
    if (this.definition.labelNames.length === 0) this.#pinned.add(this.get({}));
    for (const labels of this.definition.zero) this.#pinned.add(this.get(labels));
  }

  /** Checks labels and converts their values to strings. */
  #textOf(labels: GivenLabels, isPartial = false): Record<string, string> {
    const { type, name, labelNames, labelValues } = this.definition;
    const subject = `Cannot use ${type} ${quote(name)}`;
    if (typeof labels !== "object" || labels === null) {
      throw new TypeError(`${subject}: it needs labels ${quote(labelNames)}, current value is ${quote(labels)}`);
    }
    for (const label of Object.keys(labels)) {
      if (!labelNames.includes(label)) throw new TypeError(`${subject}: it has no label ${quote(label)}`);
    }
    const texts: Record<string, string> = {};
    for (const label of labelNames) {
      if (isPartial && isOmitted(labels, label)) continue;
      const text = labelText(labels[label], label, subject);
      if (Object.hasOwn(labelValues, label) && !labelValues[label]?.includes(text) && text !== OVERFLOW) {
        throw new TypeError(
          `${subject}: label "${label}" must be one of ${quote(labelValues[label])}, current value is ${quote(text)}`,
        );
      }
      texts[label] = text;
    }
    return texts;
  }

  #findText(labels: Readonly<Record<string, string>>): C | undefined {
    return this.definition.labelNames.length === 0 ? this.cells[0] : this.find(labels);
  }

  #getText(labels: Readonly<Record<string, string>>): C {
    const found = this.#findText(labels);
    if (found !== undefined) return found;
    const { ttlSeconds, labelNames } = this.definition;
    if (ttlSeconds < Infinity && this.#cells.length >= this.#sweepAtSize) this.sweep();
    const values = labelNames.map((name) => labels[name] as string);
    if (labelNames.length === 0 || !this.#isFull) return this.#add(values);
    this.#overflows++;
    this.#overflow ??= this.find(Object.fromEntries(labelNames.map((name) => [name, OVERFLOW])));
    return this.#overflow ??= this.#add(labelNames.map(() => OVERFLOW));
  }

  #add(values: readonly string[]): C {
    const cell = this.#make(this, this.#cells.length);
    this.#keep(cell, values);
    return cell;
  }

  #keep(cell: C, values: readonly string[]): void {
    this.#cells.push(cell);
    if (values.length > 0) this.#tree.add(cell, values);
  }

  #drop(cell: C, mayReturn = false): void {
    this.#tree.remove(cell);
    if (cell === this.#overflow) this.#overflow = undefined;
    this.exemplars.delete(cell);
    this.#mark(cell, mayReturn);
    this.#hasGaps = true;
    if (this.definition.labelNames.length === 0) this.#begin();
  }

  #mark(cell: C, mayReturn: boolean): void {
    this.#dropped.set(cell, { values: this.#tree.valuesAt(cell["slot"]), tree: mayReturn ? this.#tree : undefined });
    cell["slot"] = -1;
  }

  #compact(): void {
    const kept = this.#cells.map((cell) => cell["slot"]).filter((slot) => slot >= 0);
    this.#tree.compact(kept);
    this.#seenMs = this.#seenMs.length === 0 ? [] : kept.map((slot) => this.#seenMs[slot] as number);
    this.#cells = this.#cells.filter((cell) => cell["slot"] >= 0);
    for (const [slot, cell] of this.#cells.entries()) cell["slot"] = slot;
    this.#hasGaps = false;
  }
}

/** Checks whether labels have no such property, own or inherited, apart from those that every object has. */
function isOmitted(labels: GivenLabels, label: string): boolean {
  return !Object.hasOwn(labels, label) && labels[label] === (Object.prototype as unknown as GivenLabels)[label];
}
