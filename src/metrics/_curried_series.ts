import type { Cell } from "./cell.ts";
import type { Definition } from "./definition.ts";
import type { GivenLabels } from "./_label_tree.ts";
import type { Series } from "./_series_table.ts";

/** Series with some labels set in advance; they are found by the remaining labels. */
class CurriedSeries<C extends Cell> implements Series<C> {
  readonly definition: Definition;
  readonly #all: Series<C>;
  readonly #given: GivenLabels;

  /**
   * @throws {TypeError} If a label is unknown
   */
  constructor(all: Series<C>, given: GivenLabels) {
    const { type, name, labelNames } = all.definition;
    const unknown = Object.keys(given).find((label) => !labelNames.includes(label));
    if (unknown !== undefined) {
      throw new TypeError(`Cannot use ${type} "${name}": it has no label "${unknown}"`);
    }
    this.#all = all;
    this.#given = { ...given };
    this.definition = { ...all.definition, labelNames: labelNames.filter((label) => !Object.hasOwn(given, label)) };
  }

  get cells(): readonly C[] {
    return this.#all.cells;
  }

  get overflows(): number {
    return this.#all.overflows;
  }

  find(labels: GivenLabels): C | undefined {
    for (const label in labels) if (Object.hasOwn(this.#given, label)) return undefined;
    return this.#all.find({ ...this.#given, ...labels });
  }

  /** Series are found by all labels, so these values must be named first. */
  findValues(): undefined {
    return undefined;
  }

  peek(labels: GivenLabels): C | undefined {
    return this.#all.peek(this.#join(labels));
  }

  get(labels: GivenLabels): C {
    return this.#all.get(this.#join(labels));
  }

  remove(labels: GivenLabels): boolean {
    return this.#all.remove(this.#join(labels));
  }

  removeMatching(partial: GivenLabels): number {
    return this.#all.removeMatching(this.#join(partial));
  }

  retain(kept: ReadonlySet<C>): void {
    this.#all.retain(kept);
  }

  clear(): void {
    this.#all.clearMatching(this.#given);
  }

  clearMatching(partial: GivenLabels): void {
    this.#all.clearMatching(this.#join(partial));
  }

  sweep(): void {
    this.#all.sweep();
  }

  #join(labels: GivenLabels): GivenLabels {
    const twice = Object.keys(labels ?? {}).find((label) => Object.hasOwn(this.#given, label));
    if (twice === undefined) return { ...this.#given, ...labels };
    const { type, name } = this.definition;
    throw new TypeError(`Cannot use ${type} "${name}": label "${twice}" is already set by with()`);
  }
}

/**
 * Sets some labels of series in advance, as options for the constructor of an instrument, which only declares those that users
 * pass.
 */
export function curried<C extends Cell>(all: Series<C>, given: GivenLabels): never {
  return new CurriedSeries(all, given) as never;
}

/** Returns the series that were passed as options, if there are any. */
export function curriedIn<C extends Cell>(options: unknown): Series<C> | undefined {
  return options instanceof CurriedSeries ? options : undefined;
}
