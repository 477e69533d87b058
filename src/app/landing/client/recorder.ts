import type { FamiliesAnswer, PageFamily, PagePoint } from "../_answers.ts";

/** How many values a trend has. */
const LENGTH = 60;

/** More lines than this nobody can tell apart. */
const MAX_LINES = 5;

/** A series with its past, as far as this page has seen it. */
export interface Series {
  /** What tells it from the others of its family: `region="us"`. */
  readonly text: string;
  /** As it is now. */
  point: PagePoint;
  /** Its level over time or, of what only goes up, by how much it went up in a second. */
  readonly trend: number[];
  /** Of what only goes up, where it was last. */
  total?: number | undefined;
}

/** A family with its past. */
export interface Family {
  /** As it is now. */
  readonly head: PageFamily;
  /** By their texts. */
  readonly series: ReadonlyMap<string, Series>;
  /** What to draw for all series together: totals as one, levels beside each other. */
  readonly lines: readonly number[][];
}

/** Remembers what was answered before. */
export class Recorder {
  #past = new Map<string, Family>();
  #seconds = NaN;

  /**
   * Takes in an answer.
   *
   * @param answer All families
   * @param seconds When it came, by any clock
   * @returns What there is now, with the past of what was there before
   */
  record({ families }: FamiliesAnswer, seconds: number): Family[] {
    const elapsed = seconds - this.#seconds;
    const now = families.map((head) => follow(head, this.#past.get(head.name), elapsed));
    this.#past = new Map(now.map((family) => [family.head.name, family]));
    this.#seconds = seconds;
    return now;
  }
}

function follow(head: PageFamily, past: Family | undefined, elapsed: number): Family {
  const before = past?.head.type === head.type ? past : undefined;
  const series = new Map(head.points.map((point) => {
    const text = labelText(point);
    const followed = before?.series.get(text) ?? { text, point, trend: [] };
    followed.point = point;
    extend(followed, head, elapsed);
    return [text, followed];
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

function extend(series: Series, head: PageFamily, elapsed: number): void {
  const level = Number(series.point.value ?? series.point.count);
  if (isTotal(head)) {
    const { total = NaN } = series;
    const grown = level < total ? level : level - total; // who begins again begins at 0
    if (grown >= 0 && elapsed > 0) push(series.trend, grown / elapsed);
    series.total = level;
  } else if (!Number.isNaN(level)) {
    push(series.trend, level);
  }
}

/** Tells whether the series of a family only go up. */
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
