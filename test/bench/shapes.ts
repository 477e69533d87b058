/** Registries of the sizes that people have, and how their values move from scrape to scrape. */

import { LABEL_NAMES, type LabelName, someLabelsAt } from "./data.ts";

/** How counters move between two scrapes. */
type Movement = "usual" | "by one" | "whole" | "fraction";

/** What a registry contains. */
export interface Shape {
  /** Number of counters. */
  readonly counters: number;
  /** Number of series of each counter. */
  readonly series: number;
  /** Number of labels of each series, 1 to 3. */
  readonly labels: number;
  /** Number of histograms, with 11 buckets. */
  readonly histograms?: number;
  /** Number of series of each histogram. */
  readonly histogramSeries?: number;
  /**
   * `usual`: a third of the counters, half of these by a fraction. Otherwise all of them: by 1, by a random whole number
   * below 1,000, or by a random fraction. Each series of a histogram observes a random duration.
   */
  readonly movement: Movement;
}

/** All shapes by name. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  "20 counters × 3, 3 histograms × 3": {
    counters: 20,
    series: 3,
    labels: 1,
    histograms: 3,
    histogramSeries: 3,
    movement: "usual",
  },
  "50 counters × 3": { counters: 50, series: 3, labels: 1, movement: "usual" },
  "50 counters × 20, 10 histograms × 3": {
    counters: 50,
    series: 20,
    labels: 2,
    histograms: 10,
    histogramSeries: 3,
    movement: "usual",
  },
  "500 counters × 5, 50 histograms × 3": {
    counters: 500,
    series: 5,
    labels: 1,
    histograms: 50,
    histogramSeries: 3,
    movement: "usual",
  },
  "2,000 counters × 1": { counters: 2000, series: 1, labels: 1, movement: "usual" },
  "1 counter × 100,000, by one": { counters: 1, series: 100_000, labels: 3, movement: "by one" },
  "1 counter × 100,000, whole numbers": { counters: 1, series: 100_000, labels: 3, movement: "whole" },
  "1 counter × 100,000, fractions": { counters: 1, series: 100_000, labels: 3, movement: "fraction" },
  "1 histogram × 10,000": {
    counters: 0,
    series: 0,
    labels: 3,
    histograms: 1,
    histogramSeries: 10_000,
    movement: "usual",
  },
};

/** The series of a registry, bound to their labels. */
export interface BoundSeries {
  readonly counters: { inc(amount: number): void }[];
  readonly histograms: { observe(value: number): void }[];
}

/** Makes instruments of some library. */
export interface Maker {
  counter(
    name: string,
    labelNames: LabelName[],
  ): { labels(labels: Record<LabelName, string>): BoundSeries["counters"][0] };
  histogram(
    name: string,
    labelNames: LabelName[],
  ): { labels(labels: Record<LabelName, string>): BoundSeries["histograms"][0] };
}

/** Makes all series of a shape. */
export function bind(shape: Shape, maker: Maker): BoundSeries {
  const { counters, series, labels, histograms = 0, histogramSeries = 0 } = shape;
  const labelNames = LABEL_NAMES.slice(0, labels);
  return {
    counters: Array.from({ length: counters }, (_, i) => {
      const counter = maker.counter(`http_requests_${i}_total`, labelNames);
      return Array.from({ length: series }, (_, k) => counter.labels(someLabelsAt(k, labels)));
    }).flat(),
    histograms: Array.from({ length: histograms }, (_, i) => {
      const histogram = maker.histogram(`http_request_duration_${i}_seconds`, labelNames);
      return Array.from({ length: histogramSeries }, (_, k) => histogram.labels(someLabelsAt(k, labels)));
    }).flat(),
  };
}

/**
 * Moves values on.
 *
 * @param series All series of a registry
 * @param movement How counters move
 * @returns Moves all values; each call goes on in a fixed random sequence
 */
export function mover({ counters, histograms }: BoundSeries, movement: Movement): () => void {
  let state = 1;
  let round = 0;
  function random(): number {
    state = Math.imul(state, 1664525) + 1013904223 >>> 0;
    return state / 2 ** 32;
  }
  function amountAt(i: number): number {
    if (movement === "by one") return 1;
    if (movement === "whole") return Math.floor(random() * 1000);
    if (movement === "fraction") return random();
    if (i % 3 !== round % 3) return 0;
    return i % 2 === 0 ? random() : Math.floor(random() * 1000);
  }
  return () => {
    round++;
    for (let i = 0; i < counters.length; i++) {
      const amount = amountAt(i);
      if (amount > 0) counters[i]?.inc(amount);
    }
    for (const histogram of histograms) histogram.observe(random() ** 4 * 12);
  };
}
