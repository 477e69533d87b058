import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { CounterFamily, StateSetFamily, StateSetPoint } from "../model/metric_family.ts";
import { Cell, type CellHome, SlowPath } from "./cell.ts";
import { defineMetric, type Definition, type MetricOptions } from "./definition.ts";
import { quote } from "../model/quote.ts";
import { Instrument } from "./instrument.ts";
import { curried, curriedIn } from "./_curried_series.ts";
import type { GivenLabels } from "./_label_tree.ts";
import { type Series, SeriesTable } from "./_series_table.ts";

/** Options of {@linkcode StateSet}. */
export interface StateSetOptions<S extends string, L extends string = never, V extends AllowedValues = AnyValues>
  extends Omit<MetricOptions<L, V>, "unit"> {
  /** All states. The first one is on initially. */
  readonly states: readonly S[];
}

/**
 * Reports which of several states are on.
 *
 * @example Report the mode of operation
 * ```ts
 * import { StateSet } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const mode = new StateSet({ name: "app_mode", help: "Mode of operation.", states: ["starting", "running"] });
 * mode.set("running");
 *
 * assertEquals(mode.value(), { starting: false, running: true });
 * ```
 */
export class StateSet<
  const in out S extends string,
  const in out L extends string = never,
  const in out V extends AllowedValues = AnyValues,
> extends Instrument<LabelValues<L, V>, StateSetCell<S>> {
  /**
   * Creates a state set without registering it.
   *
   * @param options Name, help, labels and states
   * @throws {TypeError} If a name, the help text, a label or a state is invalid
   */
  constructor(options: StateSetOptions<S, L, V>) {
    super(curriedIn(options) ?? stateSetSeries(options));
  }

  /**
   * Turns a state on and all others off. With the flag, turns only this state on or off.
   *
   * @param args Labels, if the state set has label names, then the state and optionally the flag
   * @throws {RangeError} If the state does not exist
   * @throws {TypeError} If a label is missing, unknown or invalid
   */
  set(...args: Labelled<LabelValues<L, V>, [state: S, isOn?: boolean]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.set(args[0] as S, args[1] as boolean | undefined);
    else {
      const labels = args[0] as GivenLabels;
      const state = args[1] as S;
      (this.series.find(labels) ?? cellFor(this.series, labels, state)).set(state, args[2] as boolean | undefined);
    }
  }

  /**
   * Sets some labels in advance (currying).
   *
   * @param labels Values of some labels
   * @returns A state set that takes the remaining labels and writes to the same series
   * @throws {TypeError} If a label is unknown or already set
   */
  with<const K extends L>(labels: Pick<LabelValues<L, V>, K>): StateSet<S, Exclude<L, K>, V> {
    return new StateSet<S, Exclude<L, K>, V>(curried(this.series, labels));
  }

  /**
   * Reads a series, for tests.
   *
   * @param args Labels, if the state set has label names
   * @returns Each state, with `true` if it is on, or `undefined` if the series does not exist
   */
  value(...args: Labelled<LabelValues<L, V>, []>): Readonly<Record<S, boolean>> | undefined {
    return this.existing(args)?.states;
  }

  /**
   * Returns the current family; its points are live.
   *
   * @returns The family, and the overflow counter if `maxSeries` is set
   */
  override collect(): Iterable<StateSetFamily | CounterFamily> {
    return this.families<StateSetFamily | CounterFamily>();
  }
}

/** One series of a {@linkcode StateSet}. */
export class StateSetCell<const S extends string> extends Cell implements StateSetPoint {
  readonly #names: readonly S[];
  readonly #on: Set<S>;

  /**
   * Creates a cell. State sets do this themselves.
   *
   * @param home The table that keeps this cell
   * @param slot Index of this series in the table
   * @param states All states
   */
  constructor(home: CellHome, slot: number, states: readonly S[]) {
    super(home, slot);
    this.#names = states;
    this.#on = new Set(states.slice(0, 1));
  }

  /** Each state, with `true` if it is on; each read creates a copy. */
  get states(): Readonly<Record<S, boolean>> {
    return Object.fromEntries(this.#names.map((state) => [state, this.#on.has(state)])) as Record<S, boolean>;
  }

  /**
   * Turns a state on and all others off. With the flag, turns only this state on or off.
   *
   * @param state The state
   * @param isOn `true` turns only this state on, `false` off
   * @throws {RangeError} If the state does not exist
   */
  set(state: S, isOn?: boolean): void {
    checkState(this.home.definition, state);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    if (isOn === undefined) this.#on.clear();
    if (isOn ?? true) this.#on.add(state);
    else this.#on.delete(state);
  }
}

/** Finds a series, or creates it once the state has been checked. */
function cellFor<S extends string>(series: Series<StateSetCell<S>>, labels: GivenLabels, state: S): StateSetCell<S> {
  series.peek(labels); // wrong labels are reported first
  checkState(series.definition, state);
  return series.get(labels);
}

function checkState({ name, states }: Definition, state: unknown): void {
  if (states.includes(state as string)) return;
  throw new RangeError(
    `Cannot set stateset "${name}": state must be one of ${quote(states)}, current value is ${quote(state)}`,
  );
}

function stateSetSeries<S extends string, L extends string, V extends AllowedValues>(
  options: StateSetOptions<S, L, V>,
): Series<StateSetCell<S>> {
  const subject = `Cannot define stateset ${quote(options.name)}`;
  if (
    !Array.isArray(options.states) || options.states.length === 0 ||
    options.states.some((state: unknown) => typeof state !== "string" || state === "" || !state.isWellFormed())
  ) {
    throw new TypeError(
      `${subject}: states must be an array of non-empty, well-formed text, current value is ${quote(options.states)}`,
    );
  }
  const states: readonly S[] = options.states.slice();
  if (new Set(states).size < states.length) {
    throw new TypeError(`${subject}: states must differ, current value is ${quote(states)}`);
  }
  const definition = defineMetric("stateset", options, { states });
  return new SeriesTable(definition, (home, slot) => new StateSetCell(home, slot, states));
}
