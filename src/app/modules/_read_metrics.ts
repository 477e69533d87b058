import type { MetricFamily, Point } from "../../model/metric_family.ts";
import type { FamilyRule, MetricRule } from "./_metric_rule.ts";
import type { Problems } from "./_problems.ts";
import { textOf } from "./_template.ts";

/** Where the rows of one metric are; `undefined` is a step without a row, so that long searches can be interrupted. */
export interface Rows<Row> {
  readonly rule: MetricRule<Row>;
  readonly rows: Iterable<Row | undefined>;
}

/** For whom a source is read. */
export interface ReadContext {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** What cannot be read. */
  readonly problems: Problems;
  /** How many series there may be. */
  readonly sampleLimit: number;
}

/** Time between two looks at what else there is to do. */
const SLICE_MS = 10;

/** As many steps at most, where no time passes while a program works, as on Cloudflare Workers. */
const STEPS = 2048;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Other words for numbers. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ...[["true", 1], ["t", 1], ["false", 0], ["f", 0], ["nan", NaN]] as const,
  ...[["inf", Infinity], ["+inf", Infinity], ["-inf", -Infinity]] as const,
  ...[["infinity", Infinity], ["+infinity", Infinity], ["-infinity", -Infinity]] as const,
]);

/**
 * Makes families of rows. What is no number is a problem, and the other series are kept.
 *
 * @param sources Rows by metric
 * @param context For whom
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
        await takeTurns(signal);
        startMs = performance.now();
      }
      if (row === undefined) continue;
      const head = { labels: readLabels(rule, row), ...readTimestamp(rule, row, problems) };
      for (const [i, family] of rule.families.entries()) {
        const value = readValue(family, rule, row, problems);
        if (value === undefined) continue;
        if (++samples > sampleLimit) {
          throw new RangeError(`there are more series than sample_limit allows, ${sampleLimit}`);
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

/** Lets others run, and stops where nobody waits any more. */
async function takeTurns(signal: AbortSignal): Promise<void> {
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
  const timestampMs = toNumber(value);
  if (Number.isFinite(timestampMs)) return { timestampMs: timestampMs as number };
  problems.add(
    new TypeError(`Cannot read the time of "${family?.name}": it must be a number, current value is ${excerpt(value)}`),
  );
  return {};
}

function readValue<Row>(
  { name, value: { read } }: FamilyRule<Row>,
  { mapping, scale, allowsMissing }: MetricRule<Row>,
  row: Row,
  problems: Problems,
): number | undefined {
  const value = read(row);
  if (value === undefined) {
    if (!allowsMissing) problems.add(new TypeError(`Cannot read "${name}": the value is missing`));
    return undefined;
  }
  const number = mapping.get(textOf(value)) ?? toNumber(value) ?? mapping.get("*");
  if (number !== undefined) return number * scale;
  problems.add(new TypeError(`Cannot read "${name}": the value must be a number, current value is ${excerpt(value)}`));
  return undefined;
}

/** Reads numbers, also from text, as json_exporter does: `null` is NaN. */
function toNumber(value: unknown): number | undefined {
  if (value === null) return NaN;
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return NUMBER.test(text) ? Number(text) : WORDS.get(text.toLowerCase());
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
