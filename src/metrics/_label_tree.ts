import type { Cell } from "./cell.ts";

/** Labels as passed by the caller, not yet checked. */
export type GivenLabels = Readonly<Record<string, unknown>>;

/** A node of the tree, for one label. A value used by a single cell leads directly to that cell. */
class Branch<C> {
  readonly cells: Map<unknown, C> = new Map();
  deeper: Map<unknown, Branch<C>> | undefined;
}

/**
 * The labels of cells. A tree of maps, one level for each label name, finds a cell by its label values: no key text is built,
 * so that different label sets never share a cell and a lookup allocates nothing. Columns, one for each label name, hold the
 * label values by slot, which needs less memory than an array for each cell.
 */
export class LabelTree<C extends Cell> {
  readonly #names: readonly string[];
  readonly #root: Branch<C> = new Branch();
  #columns: string[][];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#columns = names.map(() => []);
  }

  /**
   * Finds a cell without checking the labels, which must be strings. It is fastest if the labels are in the order of the
   * definition, because engines then read the values of a `for…in` loop without a lookup.
   */
  find(labels: GivenLabels): C | undefined {
    const names = this.#names;
    let branch = this.#root;
    let depth = 0;
    for (const name in labels) {
      if (name !== names[depth]) return this.#findUnordered(labels);
      const value = labels[name];
      depth++;
      if (depth === names.length) return branch.cells.get(value);
      const deeper = branch.deeper?.get(value);
      if (deeper === undefined) return this.#confirm(branch.cells.get(value), labels, depth);
      branch = deeper;
    }
    return undefined;
  }

  /**
   * Finds a cell by label values in the order of the definition, which must be strings.
   *
   * @param values Label values; `undefined` is returned unless there is one for each label
   */
  findValues(values: readonly unknown[]): C | undefined {
    const depth = this.#names.length;
    if (values.length !== depth) return undefined;
    let branch = this.#root;
    for (let i = 0; i < depth; i++) {
      const value = values[i];
      const deeper = i < depth - 1 ? branch.deeper?.get(value) : undefined;
      if (deeper === undefined) {
        const cell = branch.cells.get(value);
        for (let rest = i + 1; cell !== undefined && rest < depth; rest++) {
          if (this.#columns[rest]?.[cell["slot"]] !== values[rest]) return undefined;
        }
        return cell;
      }
      branch = deeper;
    }
    return undefined;
  }

  /** Returns the label value in a slot. */
  valueAt(label: number, slot: number): string | undefined {
    return this.#columns[label]?.[slot];
  }

  /** Returns all label values in a slot. */
  valuesAt(slot: number): string[] {
    return this.#columns.map((column) => column[slot] as string);
  }

  /** Adds a cell whose slot follows the last one. */
  add(cell: C, values: readonly string[]): void {
    for (const [i, column] of this.#columns.entries()) column.push(values[i] as string);
    let branch = this.#root;
    for (const [depth, value] of values.entries()) {
      let deeper = branch.deeper?.get(value);
      if (deeper === undefined) {
        const lone = branch.cells.get(value);
        if (lone === undefined) {
          branch.cells.set(value, cell);
          return;
        }
        deeper = new Branch<C>();
        deeper.cells.set(this.valueAt(depth + 1, lone["slot"]), lone);
        branch.cells.delete(value);
        branch.deeper ??= new Map();
        branch.deeper.set(value, deeper);
      }
      branch = deeper;
    }
  }

  /** Removes a cell, so that it is no longer found. Its slot keeps its values until the next {@linkcode compact}. */
  remove(cell: C): void {
    this.#detach(this.#root, cell, 0);
  }

  /** Keeps only some slots, which are numbered again in this order. */
  compact(kept: readonly number[]): void {
    this.#columns = this.#columns.map((column) => kept.map((slot) => column[slot] as string));
  }

  #findUnordered(labels: GivenLabels): C | undefined {
    let branch = this.#root;
    for (const [i, name] of this.#names.entries()) {
      const value = labels[name];
      const deeper = branch.deeper?.get(value);
      if (deeper === undefined) return this.#confirm(branch.cells.get(value), labels, i + 1);
      branch = deeper;
    }
    return undefined;
  }

  /** Returns a cell found by its first labels if its remaining labels match too. */
  #confirm(cell: C | undefined, labels: GivenLabels, depth: number): C | undefined {
    if (cell === undefined) return undefined;
    for (let i = depth; i < this.#names.length; i++) {
      if (this.#columns[i]?.[cell["slot"]] !== labels[this.#names[i] as string]) return undefined;
    }
    return cell;
  }

  /** Removes a cell from a branch. Returns `true` if the branch is empty now. */
  #detach(branch: Branch<C>, cell: C, depth: number): boolean {
    const value = this.valueAt(depth, cell["slot"]);
    const deeper = branch.deeper?.get(value);
    if (deeper === undefined) branch.cells.delete(value);
    else if (this.#detach(deeper, cell, depth + 1)) branch.deeper?.delete(value);
    return branch.cells.size === 0 && (branch.deeper?.size ?? 0) === 0;
  }
}
