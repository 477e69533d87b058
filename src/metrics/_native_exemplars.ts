import type { Exemplar } from "../model/exemplar.ts";

/** An exemplar with a timestamp. */
export type TimedExemplar = Exemplar & { readonly timestampMs: number };

/**
 * Exemplars of one native histogram, sorted by value and spread over its range. As in client_golang, once the limit is
 * reached a new exemplar replaces the oldest one if that has expired, else the older of the two that are closest on a
 * logarithmic scale.
 */
export class NativeExemplars {
  readonly #max: number;
  readonly #ttlMs: number;
  readonly #sorted: TimedExemplar[] = [];

  constructor(max: number, ttlMs: number) {
    this.#max = max;
    this.#ttlMs = ttlMs;
  }

  /** Exemplars, sorted by value. */
  get sorted(): readonly TimedExemplar[] {
    return this.#sorted;
  }

  /** Adds an exemplar, and removes another one if the limit is reached. */
  add(exemplar: TimedExemplar): void {
    if (this.#max === 0) return;
    const kept = this.#sorted;
    if (kept.length < this.#max) {
      kept.splice(placeOf(kept, ({ value }) => value > exemplar.value), 0, exemplar);
      return;
    }
    const place = placeOf(kept, ({ value }) => value >= exemplar.value);
    const replaced = this.#replaceable(exemplar, place);
    kept.splice(replaced, 1);
    kept.splice(replaced < place ? place - 1 : place, 0, exemplar);
  }

  #replaceable(added: TimedExemplar, place: number): number {
    const kept = this.#sorted;
    const oldest = kept.reduce(
      (oldest, one, i) => one.timestampMs < (kept[oldest] as TimedExemplar).timestampMs ? i : oldest,
      0,
    );
    if (kept.length === 1 || added.timestampMs - (kept[oldest] as TimedExemplar).timestampMs > this.#ttlMs) {
      return oldest;
    }
    let smallest: number | undefined;
    let replaceable = 0;
    const consider = (one: TimedExemplar | undefined, other: TimedExemplar | undefined, i: number): void => {
      const distance = one && other ? Math.abs(Math.log(one.value) - Math.log(other.value)) : NaN;
      // The first pair always counts, even if its values have no logarithm.
      if (smallest !== undefined && !(distance < smallest)) return;
      smallest = distance;
      replaceable = i;
    };
    for (let i = 1; i < kept.length; i++) {
      const [left, right] = [kept[i - 1] as TimedExemplar, kept[i] as TimedExemplar];
      consider(left, right, right.timestampMs < left.timestampMs ? i : i - 1);
    }
    consider(kept[place - 1], added, place - 1);
    consider(added, kept[place], place);
    return replaceable;
  }
}

function placeOf(kept: readonly TimedExemplar[], isAfter: (exemplar: TimedExemplar) => boolean): number {
  const place = kept.findIndex(isAfter);
  return place === -1 ? kept.length : place;
}
