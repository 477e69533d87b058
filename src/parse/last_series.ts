import type { LabelReader } from "./label_reader.ts";

/** Labels of the last series, without `le`, `quantile` or the state. The next sample is usually of the same series. */
export class LastSeries {
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  #count = -1;

  /** Checks if the labels are the same in the same order; the one at index `without` is left out, none if -1. */
  isOf(labels: LabelReader, without: number): boolean {
    const { names, values, count } = labels;
    if (count - (without < 0 ? 0 : 1) !== this.#count) return false;
    for (let i = 0, k = 0; i < count; i++) {
      if (i === without) continue;
      if (values[i] !== this.#values[k] || names[i] !== this.#names[k]) return false;
      k++;
    }
    return true;
  }

  /** Remembers the labels; the one at index `without` is left out, none if -1. */
  remember({ names, values, count }: LabelReader, without: number): void {
    let k = 0;
    for (let i = 0; i < count; i++) {
      if (i === without) continue;
      this.#names[k] = names[i] as string;
      this.#values[k] = values[i] as string;
      k++;
    }
    this.#count = k;
  }
}
