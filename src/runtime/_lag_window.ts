const WINDOW_MS = 60_000;

/** Statistics of the lags of the last minute, in seconds. */
export interface LagFigures {
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stddev: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** Keeps the lags of the last minute. Reading resets nothing, so that two scrapers get the same values. */
export class LagWindow {
  readonly #lags: number[] = [];
  readonly #times: number[] = [];

  /** Adds a lag and drops those older than a minute. */
  add(lagSeconds: number, nowMs: number): void {
    this.#lags.push(lagSeconds);
    this.#times.push(nowMs);
    while ((this.#times[0] as number) < nowMs - WINDOW_MS) {
      this.#lags.shift();
      this.#times.shift();
    }
  }

  /** Returns the statistics, or `undefined` before the first lag. */
  figures(): LagFigures | undefined {
    const count = this.#lags.length;
    const last = this.#lags.at(-1);
    if (last === undefined) return undefined;
    const sorted = Float64Array.from(this.#lags).sort();
    const quantile = (q: number) => sorted[Math.ceil(q * count) - 1] ?? NaN;
    const mean = sorted.reduce((sum, lag) => sum + lag, 0) / count;
    const stddev = Math.sqrt(sorted.reduce((sum, lag) => sum + (lag - mean) ** 2, 0) / count);
    return {
      last,
      min: quantile(1 / count),
      max: quantile(1),
      mean,
      stddev,
      p50: quantile(0.5),
      p90: quantile(0.9),
      p99: quantile(0.99),
    };
  }
}
