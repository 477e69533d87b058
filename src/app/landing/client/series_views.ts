import type { PageBucket, PageFamily } from "../_answers.ts";
import { BarChart } from "./bar_chart.ts";
import { el, write } from "./elements.ts";
import { formatNumber, formatValue, unitOf } from "./numbers.ts";
import { isTotal, type RecordedSeries } from "./recorder.ts";
import { Sparkline } from "./sparkline.ts";

/// <reference lib="dom" />

/** View of a series. */
export interface SeriesView {
  readonly element: HTMLElement;
  update(series: RecordedSeries, head: PageFamily): void;
}

/** Quantiles to estimate for distributions with buckets. */
const RANKS: readonly number[] = [0.5, 0.9, 0.99];

/** Shows a series with a single value: labels, value and trend. */
export class NumberView implements SeriesView {
  readonly element: HTMLTableRowElement;
  readonly #value = el("td", { class: "number" });
  readonly #rate = el("td", { class: "number" });
  readonly #sparkline = new Sparkline();

  constructor({ text }: RecordedSeries, head: PageFamily) {
    const rate = isTotal(head) ? [this.#rate] : [];
    this.element = el("tr", {}, labelCell(text), this.#value, ...rate, this.#sparkline.cell);
  }

  update({ point, trend }: RecordedSeries, head: PageFamily): void {
    const value = Number(point.value);
    write(this.#value, point.value === undefined ? "" : formatValue(value, head));
    this.#value.title = String(value);
    write(this.#rate, rateText(trend, head));
    this.#sparkline.update([trend]);
  }
}

/** Shows a series that has only labels. */
export class LabelsView implements SeriesView {
  readonly element: HTMLTableRowElement;

  constructor({ text }: RecordedSeries) {
    this.element = el("tr", {}, labelCell(text));
  }

  update(): void {}
}

/** Shows the states of a stateset that are on. */
export class StatesView implements SeriesView {
  readonly element: HTMLTableRowElement;
  readonly #states = el("td");

  constructor({ text }: RecordedSeries) {
    this.element = el("tr", {}, labelCell(text), this.#states);
  }

  update({ point: { states = {} } }: RecordedSeries): void {
    const text = Object.entries(states).filter(([, isOn]) => isOn).map(([state]) => state).join(", ");
    write(this.#states, text);
  }
}

/** Shows a distribution: bars, quantiles, mean, count and rate. */
export class DistributionView implements SeriesView {
  readonly element: HTMLLIElement;
  readonly #chart = new BarChart();
  readonly #facts = el("dl");
  readonly #sparkline = new Sparkline();

  constructor({ text }: RecordedSeries) {
    this.element = el(
      "li",
      {},
      el("p", { class: "labels" }, text),
      this.#chart.element,
      this.#facts,
      this.#sparkline.element,
    );
  }

  update({ point, trend }: RecordedSeries, head: PageFamily): void {
    const { buckets, quantiles, count = 0, sum = 0 } = point;
    const unit = unitOf(head);
    this.#chart.element.hidden = buckets === undefined;
    if (buckets !== undefined) this.#chart.update(buckets, unit);
    const estimates = quantiles ?? RANKS.map((rank) => [rank, quantile(rank, buckets ?? [])] as const);
    const facts: [string, string][] = estimates.map((
      [rank, value],
    ) => [rankText(rank), formatNumber(Number(value), unit)]);
    facts.push(["mean", formatNumber(Number(sum) / count, unit)], ["count", formatNumber(count)]);
    if (isTotal(head)) facts.push(["rate", rateText(trend, head)]);
    while (this.#facts.children.length > facts.length) this.#facts.lastElementChild?.remove();
    facts.forEach(([term, value], i) => {
      const pair = this.#facts.children[i] ?? this.#facts.appendChild(el("div", {}, el("dt"), el("dd")));
      if (pair.firstChild !== null) write(pair.firstChild, term);
      if (pair.lastChild !== null) write(pair.lastChild, value);
    });
    this.#sparkline.update([trend]);
  }
}

/** Formats the current rate of a total. */
export function rateText(trend: readonly number[], head: PageFamily): string {
  const rate = trend.at(-1);
  if (rate === undefined) return "";
  return `${formatNumber(Number(rate.toPrecision(3)), head.type === "counter" ? unitOf(head) : "")}/s`;
}

function rankText(rank: number): string {
  return rank === 0.5 ? "median" : `p${Number((rank * 100).toFixed(4))}`;
}

function labelCell(text: string): HTMLTableCellElement {
  return text === ""
    ? el("th", { scope: "row", class: "none" }, "no labels")
    : el("th", { scope: "row", class: "labels" }, text);
}

/**
 * Estimates a quantile of a histogram by linear interpolation within a bucket, as `histogram_quantile()` does.
 *
 * @param rank From 0 to 1
 * @param buckets In ascending order
 * @returns The estimate; NaN if there are no observations
 */
export function quantile(rank: number, buckets: readonly PageBucket[]): number {
  const wanted = rank * buckets.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  let lower: number | undefined;
  for (const [bound, count] of buckets) {
    const upper = Number(bound);
    if (count > 0 && below + count >= wanted) {
      if (upper === Infinity) return lower ?? NaN;
      lower ??= upper > 0 ? 0 : upper;
      return lower + (upper - lower) * (wanted - below) / count;
    }
    below += count;
    lower = upper;
  }
  return NaN;
}
