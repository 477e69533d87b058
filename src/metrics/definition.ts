import { type Clock, systemClock } from "../model/clock.ts";
import {
  type AllowedValues,
  type AnyValues,
  type Labels,
  type LabelValue,
  type LabelValues,
  labelValueText,
} from "../model/labels.ts";
import type { MetricType } from "../model/metric_family.ts";
import { isLabelName, isMetricName } from "../model/names.ts";
import { reservedLabel } from "../model/sample_names.ts";

/** How an instrument treats its series; a registry can give defaults. */
export interface SeriesOptions {
  /**
   * How many series there may be. Writes to more go to one series whose label values are all `_overflow`, and
   * `webprom_series_overflow_total` counts them.
   *
   * @default {Infinity}
   */
  readonly maxSeries?: number | undefined;
  /**
   * Drops a series when a scrape finds that it was not written to for so long. Those declared up front stay.
   *
   * @default {Infinity}
   */
  readonly ttlSeconds?: number | undefined;
  /**
   * Where the time comes from.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** What every instrument is told when it is made. */
export interface MetricOptions<L extends string = never, V extends AllowedValues = AnyValues> extends SeriesOptions {
  /** Name as it is exposed, `<namespace>_<subsystem>_<what>_<unit>`. Any UTF-8 text is legal, snake_case is usual. */
  readonly name: string;
  /** What is measured, for people. */
  readonly help: string;
  /** Base unit such as `seconds` or `bytes`; must be the last word of the name (before `_total`). */
  readonly unit?: string | undefined;
  /**
   * Names of the labels that every observation gives values for.
   *
   * @default {[]}
   */
  readonly labelNames?: readonly L[] | undefined;
  /**
   * The only values that some labels may take. Where all labels have such a list, all series exist from the start.
   *
   * @default {{}}
   */
  readonly labelValues?: V | undefined;
  /**
   * Series that exist from the start, at their start value.
   *
   * @default {[]}
   */
  readonly zero?: readonly NoInfer<LabelValues<L, V>>[] | undefined;
  /**
   * Labels that all series of this metric bear. What tells one target from another belongs to the scrape
   * configuration instead.
   *
   * @default {{}}
   */
  readonly constLabels?: Readonly<Record<string, LabelValue>> | undefined;
}

/** What an instrument is, checked and copied from its options. */
export interface Definition {
  /** Type of its family. */
  readonly type: MetricType;
  /** Name as it is exposed. */
  readonly name: string;
  /** What is measured, for people. */
  readonly help: string;
  /** Base unit, if one was given. */
  readonly unit: string | undefined;
  /** Label names, in the order they were given. */
  readonly labelNames: readonly string[];
  /** Labels of all series. */
  readonly constLabels: Labels;
  /** The only values of the labels that are confined. */
  readonly labelValues: Readonly<Record<string, readonly string[]>>;
  /** Series that exist from the start. */
  readonly zero: readonly Labels[];
  /** How many series there may be. */
  readonly maxSeries: number;
  /** How long a series stays that is not written to. */
  readonly ttlSeconds: number;
  /** Where the time comes from. */
  readonly clock: Clock;
  /** Everything that makes two definitions the same or not, as text. */
  readonly fingerprint: string;
}

/** What a type of instrument adds to the common rules. */
interface TypeRules {
  /** Ending that the name must have. */
  readonly suffix?: string;
  /** What else belongs to the definition, such as buckets, by name. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Checks what all instruments have in common.
 *
 * @param type Type of the family
 * @param options As the caller gave them; they are copied
 * @param rules What the type adds
 * @returns The definition
 * @throws {TypeError} If a name, the help text, the unit or a label is not usable
 */
export function defineMetric<L extends string, V extends AllowedValues>(
  type: MetricType,
  options: MetricOptions<L, V>,
  rules: TypeRules = {},
): Definition {
  const { name, help, unit, maxSeries = Infinity, ttlSeconds = Infinity, clock = systemClock } = options;
  const { suffix = "", details } = rules;
  const subject = `Cannot define ${type} ${quote(name)}`;
  checkText(name, help, unit, suffix, subject);
  if (!(maxSeries >= 1) || (maxSeries !== Infinity && !Number.isInteger(maxSeries))) {
    throw new RangeError(`${subject}: maxSeries must be an integer >= 1, current value is ${quote(maxSeries)}`);
  }
  if (!(ttlSeconds > 0)) throw new RangeError(`${subject}: ttlSeconds must be > 0, current value is ${ttlSeconds}`);
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
    throw new TypeError(`${subject}: help must say what is measured, current value is ${quote(help)}`);
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
    throw new TypeError(`${subject}: labelValues has ${quote(unknown)}, which is no label name`);
  }
  return Object.fromEntries(
    Object.entries(labelValues).map((
      [label, values],
    ) => [label, values.map((value) => labelText(value, label, subject))]),
  );
}

/** Lists every combination of the declared values, if all labels have declared values. */
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
 * Names the first difference of two definitions.
 *
 * @param one A definition
 * @param other Another one
 * @returns Such as `buckets: [1,2], not [1]`, or `undefined` if they are the same
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
 * Turns what a caller gave as a label value into the text that is stored.
 *
 * @param value As given
 * @param label Name of the label, for the message
 * @param subject What could not be done, for the message
 * @returns Well-formed text; lone surrogates become U+FFFD, as on the wire
 * @throws {TypeError} If it is neither a string, a number, a boolean nor a bigint
 */
export function labelText(value: unknown, label: string, subject: string): string {
  const text = labelValueText(value);
  if (text !== undefined) return text.toWellFormed();
  throw new TypeError(`${subject}: label ${quote(label)} must have a value, current value is ${quote(value)}`);
}

/**
 * Shows a value in a message.
 *
 * @param value Any value
 * @returns JSON where there is one, else its string form
 */
export function quote(value: unknown): string {
  try {
    return (typeof value === "number" ? undefined : JSON.stringify(value)) ?? String(value);
  } catch {
    return String(value);
  }
}
