import { type Exemplar, exemplarProblem } from "./exemplar.ts";
import { type Labels, labelValueText } from "./labels.ts";
import {
  AGGREGATIONS,
  type CounterPoint,
  type HistogramPoint,
  isAggregation,
  type MetricFamily,
  type MetricType,
  type NativeHistogram,
  type PointHead,
  type StateSetPoint,
  type SummaryPoint,
} from "./metric_family.ts";
import { isLabelName, isMetricName } from "./names.ts";
import { quote } from "./quote.ts";
import { openMetricsName, reservedLabel } from "./sample_names.ts";

/** Checks for the points of each type, in addition to their labels. Each returns the problem, if any. */
const POINT_RULES: Readonly<Record<MetricType, (point: never) => string | undefined>> = {
  counter: ({ value, exemplar }: CounterPoint) => checkTotal("value", value) ?? checkExemplars([exemplar]),
  gauge: ({ value }: { value: unknown }) => checkNumber("value", value),
  gaugehistogram: checkHistogram,
  histogram: checkHistogram,
  info: () => undefined,
  stateset: checkStates,
  summary: checkSummary,
  unknown: ({ value }: { value: unknown }) => checkNumber("value", value),
};

/** Required name suffix of each type. */
const NAME_SUFFIXES: Readonly<Partial<Record<MetricType, string>>> = { info: "_info" };

/** Families whose points have been checked one by one. */
const CHECKED = new WeakSet<object>();

/**
 * Marks a family whose points were all checked by {@linkcode checkFamily}, and which does not change any more, so that they are
 * not checked again.
 *
 * @param family The family; copies are not marked
 * @returns The same family
 */
export function markChecked<F extends MetricFamily>(family: F): F {
  CHECKED.add(family);
  return family;
}

/**
 * Checks whether a family was marked by {@linkcode markChecked}.
 *
 * @param family Any family
 * @returns `true` if it was marked
 */
export function isChecked(family: MetricFamily): boolean {
  return CHECKED.has(family);
}

/**
 * Checks a family returned by a collector, by the same rules as the constructors of instruments.
 *
 * @param family Family whose points are an array
 * @returns The same family
 * @throws {TypeError} If the family is invalid
 */
export function checkFamily<F extends MetricFamily>(family: F): F {
  const { type, name, help, unit } = family;
  const subject = `Cannot expose ${type} "${name}"`;
  if (!Object.hasOwn(POINT_RULES, type)) {
    throw new TypeError(`${subject}: type must be one of ${Object.keys(POINT_RULES)}`);
  }
  if (typeof name !== "string" || !isMetricName(name)) {
    throw new TypeError(`${subject}: name must be non-empty, well-formed text`);
  }
  if (!name.endsWith(NAME_SUFFIXES[type] ?? "")) {
    throw new TypeError(`${subject}: name must end in "${NAME_SUFFIXES[type]}"`);
  }
  if (typeof help !== "string") {
    throw new TypeError(`${subject}: help must be a string, current value is ${quote(help)}`);
  }
  if (unit !== undefined && !openMetricsName(type, name).endsWith(`_${unit}`)) {
    throw new TypeError(`${subject}: unit must be the last word of the name, current value is "${unit}"`);
  }
  checkMerging(family, subject);
  const reserved = reservedLabel(type, name);
  for (const point of family.points) {
    const problem = checkLabels(point.labels, reserved) ?? checkTimes(point) ?? POINT_RULES[type](point as never); // the rule and the point are of the same type
    if (problem !== undefined) throw new TypeError(`${subject}: ${problem}`);
  }
  return family;
}

/** Checks how a family is merged with those of other isolates. */
function checkMerging(family: MetricFamily, subject: string): void {
  const { scope = "isolate" } = family;
  const aggregate = family.type === "gauge" ? family.aggregate : undefined;
  if (!["global", "isolate", "process"].includes(scope)) {
    throw new TypeError(`${subject}: scope must be "global", "isolate" or "process", current value is ${quote(scope)}`);
  }
  if (aggregate !== undefined && !isAggregation(aggregate)) {
    throw new TypeError(
      `${subject}: aggregate must be one of ${AGGREGATIONS.join(", ")}, current value is ${quote(aggregate)}`,
    );
  }
}

function checkLabels(labels: Labels, reserved: string | undefined): string | undefined {
  if (typeof labels !== "object" || labels === null) {
    return `labels must be an object, current value is ${quote(labels)}`;
  }
  for (const name of Object.keys(labels)) {
    const value: unknown = labels[name];
    if (!isLabelName(name) || name === reserved) return `label name "${name}" is empty, reserved or not well-formed`;
    if (labelValueText(value) === undefined) {
      return `label "${name}" must be a string, current value is ${quote(value)}`;
    }
  }
  return undefined;
}

function checkTimes(
  { timestampMs = 0, createdMs = 0 }: PointHead & { readonly createdMs?: number | undefined },
): string | undefined {
  if (!isTime(timestampMs)) return `timestampMs must be from 0 to 2 ** 53, current value is ${quote(timestampMs)}`;
  return isTime(createdMs) ? undefined : `createdMs must be from 0 to 2 ** 53, current value is ${quote(createdMs)}`;
}

/** Prometheus reads times as integers of 64 bits, and in text no negative ones. */
function isTime(timeMs: unknown): boolean {
  return typeof timeMs === "number" && timeMs >= 0 && timeMs <= Number.MAX_SAFE_INTEGER;
}

function checkNumber(field: string, value: unknown): string | undefined {
  return typeof value === "number" || typeof value === "bigint"
    ? undefined
    : `${field} must be a number, current value is ${quote(value)}`;
}

function checkTotal(field: string, value: unknown): string | undefined {
  return (typeof value === "number" || typeof value === "bigint") && value >= 0
    ? undefined
    : `${field} must be >= 0, current value is ${quote(value)}`;
}

function checkHistogram({ sum, bounds, counts, offset = 0, exemplars, native }: HistogramPoint): string | undefined {
  if (!(counts?.length >= offset + bounds?.length + 1)) {
    return `counts must have one entry more than bounds, current number is ${counts?.length}`;
  }
  for (let i = 0; i < bounds.length; i++) {
    if (!Number.isFinite(bounds[i])) return `bounds must be finite, current value is ${quote(bounds[i])}`;
    if (i > 0 && !((bounds[i] as number) > (bounds[i - 1] as number))) {
      return `bounds must ascend, current value is ${quote(bounds[i])}`;
    }
  }
  for (let i = 0; i <= bounds.length; i++) {
    const problem = checkTotal("counts", counts[offset + i]);
    if (problem !== undefined) return problem;
  }
  return checkNumber("sum", sum) ?? checkExemplars(Array.from(exemplars ?? [])) ?? (native && checkNative(native));
}

function checkNative(
  { schema, zeroThreshold, zeroCount, positive, negative, exemplars = [] }: NativeHistogram,
): string | undefined {
  if (!Number.isInteger(schema) || schema < -4 || schema > 8) {
    return `native.schema must be an integer from -4 to 8, current value is ${quote(schema)}`;
  }
  for (const { offset, counts } of [...positive, ...negative]) {
    if (!Number.isInteger(offset)) return `native offset must be an integer, current value is ${quote(offset)}`;
    const wrong = counts.find((count) => checkTotal("native counts", count) !== undefined);
    if (wrong !== undefined) return checkTotal("native counts", wrong);
  }
  const overlapping = [...positive.slice(1), ...negative.slice(1)].find(({ offset }) => offset < 0);
  if (overlapping !== undefined) {
    return `native offset must be >= 0 after the first, current value is ${quote(overlapping.offset)}`;
  }
  return checkTotal("native.zeroThreshold", zeroThreshold) ?? checkTotal("native.zeroCount", zeroCount) ??
    checkExemplars(exemplars);
}

function checkSummary({ count, sum, quantiles }: SummaryPoint): string | undefined {
  const seen = new Set<number>();
  for (const { quantile, value } of quantiles) {
    if (seen.has(quantile)) return `quantiles must differ, current value is ${quote(quantile)}`;
    seen.add(quantile);
    if (!(quantile >= 0 && quantile <= 1)) return `quantile must be from 0 to 1, current value is ${quote(quantile)}`;
    const problem = checkNumber(`quantile ${quantile}`, value);
    if (problem !== undefined) return problem;
  }
  return checkTotal("count", count) ?? checkNumber("sum", sum);
}

function checkStates({ states }: StateSetPoint): string | undefined {
  const wrong = Object.entries(states).find(([, isOn]) => typeof isOn !== "boolean");
  return wrong && `state "${wrong[0]}" must be true or false, current value is ${quote(wrong[1])}`;
}

function checkExemplars(exemplars: readonly (Exemplar | undefined)[]): string | undefined {
  for (const exemplar of exemplars) {
    if (exemplar === undefined) continue;
    const { labels, value, timestampMs } = exemplar;
    const problem = exemplarProblem(labels, Infinity) ?? checkNumber("exemplar", value) ??
      checkTimes({ labels, timestampMs });
    if (problem !== undefined) return problem;
  }
  return undefined;
}
