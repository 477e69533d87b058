import type { MetricFamily, Point } from "../../model/metric_family.ts";
import type { MetricFamilyRule, MetricRule } from "./_metric_rule.ts";
import type { Problems } from "./_problems.ts";
import { textOf } from "./_template.ts";

/** The rows of one metric. `undefined` is a search step without a result, so that long searches can be interrupted. */
export interface Rows<Row> {
  readonly rule: MetricRule<Row>;
  readonly rows: Iterable<Row | undefined>;
}

/** Signal, problems and limits of one read. */
export interface ReadContext {
  /** Aborted when the result is no longer needed. */
  readonly signal: AbortSignal;
  /** Takes the values that cannot be read. */
  readonly problems: Problems;
  /** Maximum number of series. */
  readonly sampleLimit: number;
}

/** Maximum time without yielding to the event loop. */
const SLICE_MS = 10;

/** Maximum number of steps without yielding. On Cloudflare Workers the clock stands still during computation. */
const STEPS = 2048;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Dates of ISO 8601, with or without a time. */
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
/** A time before 1973 in milliseconds is most likely one in seconds. */
const EARLIEST_MS = 1e11;

/** Words that stand for numbers, in lower case. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ...[["true", 1], ["t", 1], ["false", 0], ["f", 0], ["nan", NaN]] as const,
  ...[["inf", Infinity], ["+inf", Infinity], ["-inf", -Infinity]] as const,
  ...[["infinity", Infinity], ["+infinity", Infinity], ["-infinity", -Infinity]] as const,
]);

/**
 * Converts rows to families. A value that is not a number is skipped and reported as a problem.
 *
 * @param sources Rows by metric
 * @param context Signal, problems and limits
 * @returns The families
 * @throws {RangeError} If there are too many series
 */
export async function readMetrics<Row>(
  sources: readonly Rows<Row>[],
  { signal, problems, sampleLimit }: ReadContext,
): Promise<MetricFamily[]> {
  const families: MetricFamily[] = [];
  let [steps, samples, startMs] = [0, 0, performance.now()];
  for (const { rule, rows } of sources) {
    const points = rule.families.map((): Point[] => []);
    for (const row of rows) {
      if (++steps % STEPS === 0 || performance.now() - startMs > SLICE_MS) {
        await yieldToEventLoop(signal);
        startMs = performance.now();
      }
      if (row === undefined) continue;
      const head = { labels: readLabels(rule, row), ...readTimestamp(rule, row, problems) };
      for (const [i, family] of rule.families.entries()) {
        const value = readValue(family, rule, row, problems);
        if (value === undefined) continue;
        if (++samples > sampleLimit) {
          throw new RangeError(`there are more than ${sampleLimit} series, the maximum set by sample_limit`);
        }
        points[i]?.push({ ...head, value });
      }
    }
    for (const [i, { name, help, type, unit }] of rule.families.entries()) {
      families.push({ name, help, type, unit, points: points[i] ?? [] });
    }
  }
  return families;
}

/** Lets other tasks run; throws if the result is no longer needed. */
async function yieldToEventLoop(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
}

function readLabels<Row>({ labels }: MetricRule<Row>, row: Row): Record<string, string> {
  return Object.fromEntries(labels.map(([name, { read }]) => [name, textOf(read(row)).toWellFormed()]));
}

function readTimestamp<Row>(
  { timestamp, families: [family] }: MetricRule<Row>,
  row: Row,
  problems: Problems,
): { readonly timestampMs?: number } {
  if (timestamp === undefined) return {};
  const value = timestamp.read(row);
  const timestampMs = toNumber(value) ?? toTime(value);
  if (timestampMs !== undefined && timestampMs >= EARLIEST_MS && timestampMs < Infinity) return { timestampMs };
  const rule = timestampMs !== undefined && timestampMs > 1e8
    ? "it must be in milliseconds, and seems to be in seconds"
    : "it must be a number of milliseconds since 1970, or a date";
  problems.add(
    new TypeError(`Cannot read the timestamp of "${family?.name}": ${rule}, current value is ${excerpt(value)}`),
  );
  return {};
}

function readValue<Row>(
  { name, value: { read } }: MetricFamilyRule<Row>,
  rule: MetricRule<Row>,
  row: Row,
  problems: Problems,
): number | undefined {
  const { mapping, scale, allowsMissing, skipsNull } = rule;
  const value = read(row);
  if (value === null && skipsNull) return undefined;
  if (value === undefined) {
    if (!allowsMissing) problems.add(new TypeError(`Cannot read "${name}": the value is missing`));
    return undefined;
  }
  const text = mapping.size === 0 || typeof value === "object" ? undefined : textOf(value);
  const number = (text === undefined ? undefined : mapping.get(text)) ?? numberIn(value, rule) ?? mapping.get("*");
  if (number !== undefined) return number * scale;
  const hint = typeof value === "string" && /\d/.test(value) ? "; pattern and decimal can find a number in it" : "";
  problems.add(
    new TypeError(`Cannot read "${name}": the value must be a number, current value is ${excerpt(value)}${hint}`),
  );
  return undefined;
}

/** Finds the number in a value as the rule says, or the seconds of a date. */
function numberIn(value: unknown, { pattern, decimal }: MetricRule<never>): number | undefined {
  if (typeof value !== "string" || (pattern === undefined && decimal === undefined)) {
    return toNumber(value) ?? toSeconds(value);
  }
  let text = value;
  if (pattern !== undefined) {
    const matcher = pattern.matcher(value);
    if (!matcher.find()) return undefined;
    text = matcher.group(pattern.groupCount() > 0 ? 1 : 0) ?? "";
  }
  return toNumber(decimal === undefined ? text : withPoint(text, decimal)) ?? toSeconds(text);
}

/** Removes what groups digits, and writes the decimal separator as a point. */
function withPoint(text: string, decimal: "," | "."): string {
  const digits = text.trim().replace(decimal === "," ? /[\s.'’]/g : /[\s,'’]/g, "");
  return decimal === "," ? digits.replace(",", ".") : digits;
}

function toSeconds(value: unknown): number | undefined {
  const timeMs = toTime(value);
  return timeMs === undefined ? undefined : timeMs / 1000;
}

/** Converts a date to milliseconds since 1970. Without a time zone, it is in UTC. */
function toTime(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (!DATE.test(text)) return undefined;
  const [day = "", time] = text.split(/[T ]/);
  const timeMs = Date.parse(time === undefined ? day : `${day}T${time}${/Z|[+-]\d\d:?\d\d$/.test(time) ? "" : "Z"}`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** Converts a value to a number like json_exporter, also from text; `null` is NaN. */
function toNumber(value: unknown): number | undefined {
  if (value === null) return NaN;
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return NUMBER.test(text) ? Number(text) : WORDS.get(text.toLowerCase());
}

/** Shows the beginning of a value, in a time that does not depend on its size. */
function excerpt(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  return value.length <= 80 ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, 80))}…`;
}
