/** A quantile to estimate, with its allowed rank error as a fraction of all observations. */
export interface Objective {
  readonly quantile: number;
  readonly error: number;
}

/**
 * Estimates targeted quantiles of a stream of numbers (Cormode, Korn, Muthukrishnan, Srivastava: "Effective Computation
 * of Biased Quantiles over Data Streams", 2005). It keeps a sorted sample of the numbers. Each sample has a `width`,
 * the number of observations it represents (itself and left neighbours), and a `delta`, the uncertainty of its rank.
 */
export class CkmsStream {
  readonly #objectives: readonly Objective[];
  #values = new Float64Array(0);
  #widths = new Float64Array(0);
  #deltas = new Float64Array(0);
  #size = 0;
  #count = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(objectives: readonly Objective[]) {
    this.#objectives = objectives
      .filter(({ quantile }) => quantile > 0 && quantile < 1)
      // The tolerance grows with the distance from the target; this reduction at the target compensates for that.
      .map(({ quantile, error }) => ({ quantile, error: error / (1 + error / Math.min(quantile, 1 - quantile)) }));
  }

  /** Removes all observations. */
  reset(): void {
    this.#size = 0;
    this.#count = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
  }

  /** Estimates a quantile; 0 and 1 are exact. Returns NaN without observations. */
  query(quantile: number): number {
    if (this.#count === 0) return NaN;
    if (quantile === 0) return this.#min;
    if (quantile === 1) return this.#max;
    const wanted = Math.ceil(quantile * this.#count);
    let rank = 0;
    let best = 0;
    let smallest = Infinity;
    for (let i = 0; i < this.#size; i++) {
      rank += this.#widths[i] as number;
      const error = Math.max(wanted - rank, rank + (this.#deltas[i] as number) - wanted);
      if (error < smallest) {
        smallest = error;
        best = i;
      }
    }
    return this.#values[best] as number;
  }

  /**
   * Adds sorted numbers. They are merged with the samples from right to left, and each sample absorbs as many left
   * neighbours as the objectives allow. Numbers between two samples are absorbed as a group, at a third of the cost of
   * one by one. The smallest number is always its own sample, so that the rank of anything below it is certain.
   */
  insert(batch: Float64Array): void {
    if (batch.length === 0) return;
    this.#count += batch.length;
    this.#min = Math.min(this.#min, batch[0] as number);
    this.#max = Math.max(this.#max, batch[batch.length - 1] as number);
    const values = this.#values;
    const widths = this.#widths;
    const deltas = this.#deltas;
    const size = this.#size;
    reserveScratch(size + batch.length);
    let write = scratchValues.length;
    let used = Infinity;
    let rank = this.#count;
    let added = batch.length;
    for (let kept = size - 1; kept >= -1; kept--) {
      const value = kept >= 0 ? values[kept] as number : -Infinity;
      const right = added;
      while (added > 0 && (batch[added - 1] as number) >= value) added--;
      if (added < right) {
        const delta = kept + 1 < size ? (widths[kept + 1] as number) + (deltas[kept + 1] as number) - 1 : 0;
        const tolerance = Math.floor(this.#tolerance(rank - right + added, rank));
        rank -= right - added;
        for (let next = right; next > added;) {
          const joinable = kept < 0 ? next - 1 : next - added;
          if (used < tolerance && joinable > 0) {
            const taken = Math.min(tolerance - used, joinable);
            scratchWidths[write] = (scratchWidths[write] as number) + taken;
            used += taken;
            next -= taken;
          } else {
            next--;
            write--;
            scratchValues[write] = batch[next] as number;
            scratchWidths[write] = 1;
            scratchDeltas[write] = delta;
            used = 1 + delta;
          }
        }
      }
      if (kept < 0) break;
      const width = widths[kept] as number;
      const isSmallest = kept === 0 && added === 0;
      if (!isSmallest && used + width <= this.#tolerance(rank - width, rank)) {
        scratchWidths[write] = (scratchWidths[write] as number) + width;
        used += width;
      } else {
        write--;
        scratchValues[write] = value;
        scratchWidths[write] = width;
        scratchDeltas[write] = deltas[kept] as number;
        used = width + (deltas[kept] as number);
      }
      rank -= width;
    }
    this.#keepScratch(write);
  }

  #keepScratch(start: number): void {
    const size = scratchValues.length - start;
    if (size > this.#values.length) {
      this.#values = new Float64Array(size * 2);
      this.#widths = new Float64Array(size * 2);
      this.#deltas = new Float64Array(size * 2);
    }
    this.#values.set(scratchValues.subarray(start));
    this.#widths.set(scratchWidths.subarray(start));
    this.#deltas.set(scratchDeltas.subarray(start));
    this.#size = size;
  }

  /**
   * Returns the rank uncertainty that all objectives allow between two ranks: the smallest at either end or a target
   * between.
   */
  #tolerance(low: number, high: number): number {
    const count = this.#count;
    let smallest = count;
    for (let i = 0; i < this.#objectives.length; i++) {
      const { quantile, error } = this.#objectives[i] as Objective;
      const target = quantile * count;
      const tolerance = low >= target
        ? 2 * error * low / quantile
        : high <= target
        ? 2 * error * (count - high) / (1 - quantile)
        : 2 * error * count;
      if (tolerance < smallest) smallest = tolerance;
    }
    return smallest;
  }
}

// Streams never run at the same time, so they share these buffers.
let scratchValues = new Float64Array(0);
let scratchWidths = new Float64Array(0);
let scratchDeltas = new Float64Array(0);

function reserveScratch(size: number): void {
  if (size <= scratchValues.length) return;
  scratchValues = new Float64Array(size * 2);
  scratchWidths = new Float64Array(size * 2);
  scratchDeltas = new Float64Array(size * 2);
}
