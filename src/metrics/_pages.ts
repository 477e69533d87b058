/** Memory for the numbers of one series. */
export interface Slot {
  readonly page: Float64Array;
  readonly offset: number;
}

/**
 * Allocates memory for series in shared pages, which cost less than many small arrays. The first page holds one series.
 */
export class Pages {
  readonly #width: number;
  #page = new Float64Array(0);
  #used = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Allocates memory for one series. It cannot be freed: a page is garbage once none of its series is referenced. */
  allocate(): Slot {
    if (this.#used === this.#page.length) {
      this.#page = new Float64Array(Math.min(64 * this.#width, Math.max(this.#width, this.#page.length * 2)));
      this.#used = 0;
    }
    const slot = { page: this.#page, offset: this.#used };
    this.#used += this.#width;
    return slot;
  }
}
