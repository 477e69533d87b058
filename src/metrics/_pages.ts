/** Room for the numbers of one series. */
export interface Slot {
  readonly page: Float64Array;
  readonly offset: number;
}

/** Many small arrays cost more than one: series share pages, the first of which holds a single series. */
export class Pages {
  readonly #width: number;
  #page = new Float64Array(0);
  #used = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Gives room, which is never taken back: a page goes when the last of its series has gone. */
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
