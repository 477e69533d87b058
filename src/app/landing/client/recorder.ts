import type { FamiliesAnswer, PageFamily, PagePoint } from "../_answers.ts";

/** Maximum number of values of a trend. */
const LENGTH = 60;

/** Maximum number of lines in a sparkline: more are not distinguishable. */
const MAX_LINES = 5;

/** A series with its history since the page was opened. */
export interface RecordedSeries {
  /** Its labels as text, unique within the family: `region="us"`. */
  readonly text: string;
  /** Current values. */
  point: PagePoint;
  /** Values over time, or rates per second if the series is a total. */
  readonly trend: number[];
  /** Last value if the series is a total. */
  total?: number | undefined;
}

/** A family with its history. */
export interface Family {
  /** Current values. */
  readonly head: PageFamily;
  /** Series by their label text. */
  readonly series: ReadonlyMap<string, RecordedSeries>;
  /** Lines of the family's sparkline: the sum of totals, or one line per gauge. */
  readonly lines: readonly number[][];
}

/** Keeps the history of families across responses. */
export class Recorder {
  #past = new Map<string, Family>();
  #seconds = NaN;

  /**
   * Records a response.
   *
   * @param answer All families
   * @param seconds Time of the response, by any monotonic clock
   * @returns The current families with their history
   */
  record({ families }: FamiliesAnswer, seconds: number): Family[] {
    const elapsed = seconds - this.#seconds;
    const now = families.map((head) => recordFamily(head, this.#past.get(head.name), elapsed));
    this.#past = new Map(now.map((family) => [family.head.name, family]));
    this.#seconds = seconds;
    return now;
  }
}

function recordFamily(head: PageFamily, past: Family | undefined, elapsed: number): Family {
  const before = past?.head.type === head.type ? past : undefined;
  const series = new Map(head.points.map((point) => {
    const text = labelText(point);
    const recorded = before?.series.get(text) ?? { text, point, trend: [] };
    recorded.point = point;
    recordPoint(recorded, head, elapsed);
    return [text, recorded];
  }));
  const all = [...series.values()];
  if (isTotal(head)) {
    const line = before?.lines[0] ?? [];
    if (all.some(({ trend }) => trend.length > 0)) {
      push(
        line,
        all.reduce((sum, { trend }) => sum + (trend.at(-1) ?? 0), 0),
      );
    }
    return { head, series, lines: [line] };
  }
  return { head, series, lines: all.length > MAX_LINES ? [] : all.map(({ trend }) => trend) };
}

function recordPoint(series: RecordedSeries, head: PageFamily, elapsed: number): void {
  const level = Number(series.point.value ?? series.point.count);
  if (isTotal(head)) {
    const { total = NaN } = series;
    const grown = level < total ? level : level - total; // a total that was reset restarted at 0
    if (grown >= 0 && elapsed > 0) push(series.trend, grown / elapsed);
    series.total = level;
  } else if (!Number.isNaN(level)) {
    push(series.trend, level);
  }
}

/** Whether the series of a family are totals, which only increase. */
export function isTotal({ type }: PageFamily): boolean {
  return type === "counter" || type === "histogram" || type === "summary";
}

function push(trend: number[], value: number): void {
  trend.push(value);
  if (trend.length > LENGTH) trend.shift();
}

function labelText({ labels }: PagePoint): string {
  return Object.entries(labels).map(([name, value]) => `${nameText(name)}=${JSON.stringify(value)}`).join(", ");
}

function nameText(name: string): string {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}
