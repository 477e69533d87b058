import type { PointHead } from "../model/metric_family.ts";

/** What is kept of a family. */
export interface Kept {
  /** The points it is of: of an instrument, an array that only grows, and another one after a removal. */
  readonly points: readonly PointHead[];
  /** Memory in use, in bytes. */
  readonly size: number;
}

/** For how many scrapes a family may be absent: readers of several formats take turns. */
const MAX_ABSENCE = 8;

/**
 * Remembers, from scrape to scrape, how series are written: more than half of the work. Points that are given a second
 * time are those of an instrument, and will be given again; those of a collector are new at each scrape. Memory is bounded:
 * families that find no room are written anew each time.
 */
export class LineCache {
  readonly #maxBytes: number;
  readonly #kept = new Map<string, Kept>();
  readonly #seen = new WeakSet<readonly PointHead[]>();
  readonly #tooLarge = new WeakSet<readonly PointHead[]>();
  readonly #lastScrapes = new Map<string, number>();
  #scrape = 0;

  /**
   * Makes an empty cache.
   *
   * @param maxBytes How much memory it may take
   */
  constructor(maxBytes: number = 20 * 2 ** 20) {
    this.#maxBytes = maxBytes;
  }

  /** Ends a scrape: forgets the families that were not written for several, and those that have grown too large. */
  prune(): void {
    this.#scrape++;
    for (const [key, lastScrape] of this.#lastScrapes) {
      if (this.#scrape - lastScrape <= MAX_ABSENCE) continue;
      this.#kept.delete(key);
      this.#lastScrapes.delete(key);
    }
    let inUse = 0;
    for (const [key, { points, size }] of this.#kept) {
      if (inUse + size > this.#maxBytes) {
        this.#kept.delete(key);
        this.#tooLarge.add(points);
      } else inUse += size;
    }
  }

  /**
   * Finds what is kept of a family, or begins to keep it.
   *
   * @param key Format and family: what is kept under it is always of one kind
   * @param points The points of the family
   * @param estimate Tells how much memory one point will take
   * @param make Makes what is to be kept, with room for so many bytes
   * @returns What is kept, which may not yet be complete, or `undefined` where nothing is
   */
  find<K extends Kept>(
    key: string,
    points: readonly PointHead[],
    estimate: () => number,
    make: (bytes: number) => K,
  ): K | undefined {
    this.#lastScrapes.set(key, this.#scrape);
    const kept = this.#kept.get(key);
    if (kept?.points === points) return kept as K;
    this.#kept.delete(key);
    if (!this.#seen.has(points)) {
      this.#seen.add(points);
      return undefined;
    }
    if (this.#tooLarge.has(points)) return undefined;
    const bytes = estimate() * points.length;
    let inUse = 0;
    for (const { size } of this.#kept.values()) inUse += size;
    if (inUse + bytes > this.#maxBytes) return undefined;
    const made = make(bytes);
    this.#kept.set(key, made);
    return made;
  }
}
