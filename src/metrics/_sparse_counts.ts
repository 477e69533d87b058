/**
 * Sparse counts by integer key, for mostly neighbouring keys. They are kept in pages of 32; the last used one is
 * cached.
 */
export class SparseCounts {
  readonly #pages = new Map<number, number[]>();
  #index = NaN;
  #page: number[] = [];
  #size = 0;

  /** Number of keys that have a count. */
  get size(): number {
    return this.#size;
  }

  /** Adds to the count of a key. */
  add(key: number, amount: number): void {
    if (key >> 5 !== this.#index) this.#turnTo(key >> 5);
    const count = this.#page[key & 31] as number;
    if (count === 0) this.#size++;
    this.#page[key & 31] = count + amount;
  }

  /** Returns the count of a key and resets it to 0. */
  take(key: number): number {
    const page = this.#pages.get(key >> 5);
    const count = page?.[key & 31] ?? 0;
    if (page === undefined || count === 0) return 0;
    page[key & 31] = 0;
    this.#size--;
    return count;
  }

  /** Lists keys and counts, in the order of the keys. */
  *entries(): Iterable<readonly [key: number, count: number]> {
    for (const index of [...this.#pages.keys()].sort((one, other) => one - other)) {
      const page = this.#pages.get(index) ?? [];
      for (const [i, count] of page.entries()) if (count > 0) yield [index * 32 + i, count];
    }
  }

  #turnTo(index: number): void {
    this.#page = this.#pages.get(index) ?? Array.from({ length: 32 }, () => 0);
    this.#pages.set(index, this.#page);
    this.#index = index;
  }
}
