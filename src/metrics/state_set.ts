import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { CounterFamily, StateSetFamily, StateSetPoint } from "../model/metric_family.ts";
import { SlowPath, Cell, type CellHome } from "./cell.ts";
import { defineMetric, type MetricOptions, quote } from "./definition.ts";
import { Instrument } from "./instrument.ts";
import { CurriedSeries } from "./_curried_series.ts";
import { type GivenLabels, type Series, SeriesTable } from "./_series_table.ts";

/** How a {@linkcode StateSet} is made. */
export interface StateSetOptions<S extends string, L extends string = never, V extends AllowedValues = AnyValues>
  extends Omit<MetricOptions<L, V>, "unit"> {
  /** All states. The first is on at the start. */
  readonly states: readonly S[];
}

/**
 * Tells which of some states something is in.
 *
 * @example Tell the mode of operation
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
   * Makes a state set that no registry knows yet.
   *
   * @param options Name, help, labels and states
   * @throws {TypeError} If a name, the help text, a label or a state is not usable
   */
  constructor(options: StateSetOptions<S, L, V>);
  /** @ignore */
  constructor(series: Series<StateSetCell<S>>);
  constructor(options: StateSetOptions<S, L, V> | Series<StateSetCell<S>>) {
    super("find" in options ? options : stateSetSeries(options));
  }

  /**
   * Turns a state on and all others off; or, with a flag, that state alone on or off.
   *
   * @param args Labels, where the state set has label names, then the state and perhaps the flag
   * @throws {RangeError} If there is no such state
   * @throws {TypeError} If a label is missing, unknown or has no usable value
   */
  set(...args: Labelled<LabelValues<L, V>, [state: S, isOn?: boolean]>): void;
  set(first: unknown, second?: unknown, third?: boolean): void {
    if (this.unlabelled !== undefined) this.unlabelled.set(first as S, second as boolean | undefined);
    else {
      const cell = this.series.find(first as GivenLabels);
      if (cell !== undefined) cell.set(second as S, third);
      else this.#setNotFound(first, second, third);
    }
  }

  /**
   * Gives some labels ahead.
   *
   * @param labels Their values
   * @returns A state set that takes the other labels, and writes to the same series
   * @throws {TypeError} If a label is unknown or given already
   */
  with<const K extends L>(labels: Pick<LabelValues<L, V>, K>): StateSet<S, Exclude<L, K>, V> {
    return new StateSet<S, Exclude<L, K>, V>(new CurriedSeries(this.series, labels));
  }

  /**
   * Reads a series, for tests.
   *
   * @param args Labels, where the state set has label names
   * @returns Whether each state is on, or `undefined` where there is no such series
   */
  value(...args: Labelled<LabelValues<L, V>, []>): Readonly<Record<S, boolean>> | undefined {
    return this.existing(args)?.states;
  }

  /**
   * Reports the family, whose points are the live cells.
   *
   * @returns The family, and that of the overflow series where their number is limited
   */
  override collect(): Iterable<StateSetFamily | CounterFamily> {
    return this.families<StateSetFamily | CounterFamily>();
  }

  #setNotFound(first: unknown, state: unknown, isOn: boolean | undefined): void {
    this.series.write(first as GivenLabels, (cell) => cell.set(state as S, isOn));
  }
}

/** One series of a {@linkcode StateSet}. */
export class StateSetCell<const S extends string> extends Cell implements StateSetPoint {
  readonly #names: readonly S[];
  readonly #on: Set<S>;

  /**
   * State sets make their cells themselves.
   *
   * @param home The table that keeps this cell
   * @param slot Where it does
   * @param states All states
   */
  constructor(home: CellHome, slot: number, states: readonly S[]) {
    super(home, slot);
    this.#names = states;
    this.#on = new Set(states.slice(0, 1));
  }

  /** Whether each state is on, copied at each reading. */
  get states(): Readonly<Record<S, boolean>> {
    return Object.fromEntries(this.#names.map((state) => [state, this.#on.has(state)])) as Record<S, boolean>;
  }

  /**
   * Turns a state on and all others off; or, with a flag, that state alone on or off.
   *
   * @param state Which
   * @param isOn Whether it is on
   * @throws {RangeError} If there is no such state
   */
  set(state: S, isOn?: boolean): void {
    if (!this.#names.includes(state)) {
      const subject = `Cannot set stateset "${this.home.definition.name}"`;
      throw new RangeError(`${subject}: state must be one of ${quote(this.#names)}, current value is ${quote(state)}`);
    }
    if (this.slowPath !== SlowPath.none) this.markWritten();
    if (isOn === undefined) this.#on.clear();
    if (isOn ?? true) this.#on.add(state);
    else this.#on.delete(state);
  }
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
      `${subject}: states must be non-empty, well-formed text, current value is ${quote(options.states)}`,
    );
  }
  const states: readonly S[] = options.states.slice();
  if (new Set(states).size < states.length) {
    throw new TypeError(`${subject}: states must differ, current value is ${quote(states)}`);
  }
  const definition = defineMetric("stateset", options, { details: { states } });
  return new SeriesTable(definition, (home, slot) => new StateSetCell(home, slot, states));
}
