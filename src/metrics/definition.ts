import { type Clock, systemClock } from "../model/clock.ts";
import {
  type AllowedValues,
  type AnyValues,
  type Labels,
  type LabelValue,
  type LabelValues,
  labelValueText,
} from "../model/labels.ts";
import { type Aggregation, AGGREGATIONS, isAggregation, type MetricType } from "../model/metric_family.ts";
import { isLabelName, isMetricName } from "../model/names.ts";
import { quote } from "../model/quote.ts";
import { reservedLabel } from "../model/sample_names.ts";

/** Limits and clock of an instrument; a registry can set defaults. */
export interface SeriesOptions {
  /**
   * Maximum number of series. Writes to further series go to an overflow series whose label values are all `_overflow`,
   * and `webprom_series_overflow_total` counts them.
   *
   * @default {Infinity}
   */
  readonly maxSeries?: number | undefined;
  /**
   * Seconds without writes after which a scrape drops a series, counted from the scrape that first had its last write.
   * Series declared up front are kept, and so is the series of a metric without labels.
   *
   * @default {Infinity}
   */
  readonly ttlSeconds?: number | undefined;
  /**
   * Source of the current time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** Options common to all instruments. */
export interface MetricOptions<L extends string = never, V extends AllowedValues = AnyValues> extends SeriesOptions {
  /** Exposed name, such as `<namespace>_<subsystem>_<what>_<unit>`. Any UTF-8 text is legal; snake_case is usual. */
  readonly name: string;
  /** Description of what is measured. */
  readonly help: string;
  /** Base unit such as `seconds` or `bytes`; must be the last word of the name (before `_total`). */
  readonly unit?: string | undefined;
  /**
   * Label names. Every write needs a value for each of them.
   *
   * @default {[]}
   */
  readonly labelNames?: readonly L[] | undefined;
  /**
   * Allowed values of some labels. If every label has such a list, all series exist from the start.
   *
   * @default {{}}
   */
  readonly labelValues?: V | undefined;
  /**
   * Series that exist from the start, at their initial value.
   *
   * @default {[]}
   */
  readonly zero?: readonly NoInfer<LabelValues<L, V>>[] | undefined;
  /**
   * Labels of all series of this metric. Labels that identify a target belong in the scrape configuration instead.
   *
   * @default {{}}
   */
  readonly constLabels?: Readonly<Record<string, LabelValue>> | undefined;
}

/** Definition of an instrument: a checked copy of its options. */
export interface Definition {
  /** Type of its family. */
  readonly type: MetricType;
  /** Exposed name. */
  readonly name: string;
  /** Description of what is measured. */
  readonly help: string;
  /** Base unit, if one was set. */
  readonly unit: string | undefined;
  /** Label names, in the order of the options. */
  readonly labelNames: readonly string[];
  /** Labels of all series. */
  readonly constLabels: Labels;
  /** Allowed values of restricted labels. */
  readonly labelValues: Readonly<Record<string, readonly string[]>>;
  /** Series that exist from the start. */
  readonly zero: readonly Labels[];
  /** All states of a state set; empty for other types. */
  readonly states: readonly string[];
  /** How the values of a gauge in several isolates are merged. */
  readonly aggregate: Aggregation | undefined;
  /** Maximum number of series. */
  readonly maxSeries: number;
  /** Seconds without writes after which a series is dropped. */
  readonly ttlSeconds: number;
  /** Source of the current time. */
  readonly clock: Clock;
  /** All parts of the definition as text, equal for equal definitions. */
  readonly fingerprint: string;
}

/** Additional rules of one type of instrument. */
interface TypeRules {
  /** Required suffix of the name. */
  readonly suffix?: string;
  /** All states of a state set. */
  readonly states?: readonly string[];
  /** How values are merged. */
  readonly aggregate?: Aggregation | undefined;
  /** Further parts of the definition by name, such as buckets. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Checks the options common to all instruments.
 *
 * @param type Type of the family
 * @param options Options passed by the caller; they are copied
 * @param rules Additional rules of the type
 * @returns The definition
 * @throws {TypeError} If a name, the help text, the unit or a label is invalid
 * @throws {RangeError} If `maxSeries` or `ttlSeconds` is out of range
 */
export function defineMetric<L extends string, V extends AllowedValues>(
  type: MetricType,
  options: MetricOptions<L, V>,
  rules: TypeRules = {},
): Definition {
  const { name, help, unit, maxSeries = Infinity, ttlSeconds = Infinity, clock = systemClock } = options;
  const { suffix = "", states = [], aggregate, details } = rules;
  const subject = `Cannot define ${type} ${quote(name)}`;
  if (aggregate !== undefined && !isAggregation(aggregate)) {
    const names = AGGREGATIONS.map(quote).join(", ");
    throw new TypeError(`${subject}: aggregate must be one of ${names}, current value is ${quote(aggregate)}`);
  }
  checkText(name, help, unit, suffix, subject);
  if (!(maxSeries >= 1) || (maxSeries !== Infinity && !Number.isInteger(maxSeries))) {
    throw new RangeError(`${subject}: maxSeries must be an integer >= 1, current value is ${quote(maxSeries)}`);
  }
  if (!(ttlSeconds > 0)) {
    throw new RangeError(`${subject}: ttlSeconds must be > 0, current value is ${quote(ttlSeconds)}`);
  }
  const labelNames = checkLabelNames(options, reservedLabel(type, name), subject);
  const textOf = (labels: object): Labels =>
    Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, labelText(value, label, subject)]));
  const constLabels = textOf(options.constLabels ?? {});
  const labelValues = copyAllowed(options.labelValues ?? {}, labelNames, subject);
  const zero = [...allSeries(labelNames, labelValues), ...(options.zero ?? []).map(textOf)];
  const identity = {
    type,
    name,
    help,
    unit,
    labelNames,
    constLabels: Object.fromEntries(Object.entries(constLabels).sort()),
    labelValues,
    zero,
    maxSeries,
    ttlSeconds,
    aggregate,
    ...states.length > 0 && { states },
    ...details,
  };
  const fingerprint = JSON.stringify(identity, (_, value) => value === Infinity ? "Infinity" : value);
  return {
    type,
    name,
    help,
    unit,
    labelNames,
    constLabels,
    labelValues,
    zero,
    states,
    aggregate,
    maxSeries,
    ttlSeconds,
    clock,
    fingerprint,
  };
}

function checkText(name: unknown, help: unknown, unit: unknown, suffix: string, subject: string): void {
  if (typeof name !== "string" || !isMetricName(name)) {
    throw new TypeError(`${subject}: name must be non-empty, well-formed text`);
  }
  if (typeof help !== "string") {
    throw new TypeError(`${subject}: help must be a string, current value is ${quote(help)}`);
  }
  if (!name.endsWith(suffix) || name === suffix) {
    throw new TypeError(`${subject}: name must end in ${quote(suffix)}`);
  }
  if (unit !== undefined && !name.slice(0, name.length - suffix.length).endsWith(`_${unit}`)) {
    throw new TypeError(`${subject}: unit must be the last word of the name, current value is ${quote(unit)}`);
  }
}

function checkLabelNames(
  { labelNames = [], constLabels = {} }: Pick<MetricOptions<string>, "labelNames" | "constLabels">,
  reserved: string | undefined,
  subject: string,
): readonly string[] {
  if (!Array.isArray(labelNames)) {
    throw new TypeError(`${subject}: labelNames must be an array, current value is ${quote(labelNames)}`);
  }
  const all = [...labelNames, ...Object.keys(constLabels)];
  for (const label of all as readonly unknown[]) {
    if (typeof label !== "string" || !isLabelName(label) || label === reserved) {
      throw new TypeError(`${subject}: label name ${quote(label)} is empty, reserved or not well-formed`);
    }
  }
  if (new Set(all).size < all.length) {
    throw new TypeError(`${subject}: label names must differ, current value is ${quote(all)}`);
  }
  return labelNames.slice();
}

function copyAllowed(
  labelValues: AllowedValues,
  labelNames: readonly string[],
  subject: string,
): Readonly<Record<string, readonly string[]>> {
  const unknown = Object.keys(labelValues).find((label) => !labelNames.includes(label));
  if (unknown !== undefined) {
    throw new TypeError(`${subject}: labelValues has ${quote(unknown)}, which is not in labelNames`);
  }
  return Object.fromEntries(
    Object.entries(labelValues).map((
      [label, values],
    ) => [label, values.map((value) => labelText(value, label, subject))]),
  );
}

/** Lists all combinations of allowed values, if every label has allowed values. */
function allSeries(labelNames: readonly string[], labelValues: Readonly<Record<string, readonly string[]>>): Labels[] {
  if (labelNames.length === 0) return [];
  return labelNames.reduce<Labels[]>(
    (series, label) =>
      series.flatMap((labels) =>
        (Object.hasOwn(labelValues, label) ? labelValues[label] ?? [] : []).map((value) => ({
          ...labels,
          [label]: value,
        }))
      ),
    [{}],
  );
}

/**
 * Changes the help text of a definition, and so of all that have it: an instrument, its series and its registry.
 *
 * @param definition The definition to change
 * @param help The new text
 */
export function changeHelp(definition: Definition, help: string): void {
  const fingerprint = JSON.stringify({ ...JSON.parse(definition.fingerprint), help }); // parts keep their order
  Object.assign(definition, { help, fingerprint });
}

/**
 * Describes the first difference between two definitions.
 *
 * @param one A definition
 * @param other Another definition
 * @returns Text such as `buckets: [1,2], not [1]`, or `undefined` if they are the same
 */
export function differenceOf(one: Definition, other: Definition): string | undefined {
  const [parts, others]: Record<string, unknown>[] = [one, other].map(({ fingerprint }) => JSON.parse(fingerprint));
  for (const part of new Set([...Object.keys(parts ?? {}), ...Object.keys(others ?? {})])) {
    const [value, otherValue] = [parts?.[part], others?.[part]].map((given) => JSON.stringify(given) ?? "not set");
    if (value !== otherValue) return `${part}: ${value}, not ${otherValue}`;
  }
  return undefined;
}

/**
 * Converts a label value passed by the caller to text.
 *
 * @param value Any value
 * @param label Name of the label, for the error message
 * @param subject Beginning of the error message, such as `Cannot define counter "x"`
 * @returns Well-formed text; lone surrogates become U+FFFD, as on the wire
 * @throws {TypeError} If the value is neither a string, a number, a boolean nor a bigint
 */
export function labelText(value: unknown, label: string, subject: string): string {
  const text = labelValueText(value);
  if (text !== undefined) return text.toWellFormed();
  throw new TypeError(
    `${subject}: label ${quote(label)} must be a string, number, boolean or bigint, current value is ${quote(value)}`,
  );
}
