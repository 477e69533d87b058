import type { PointHead } from "../model/metric_family.ts";

/** What is kept of a family. */
export interface Kept {
  /** The points it is of: of an instrument, an array that only grows, and another one after a removal. */
  readonly points: readonly PointHead[];
  /** Memory in use, in bytes. */
  readonly size: number;
}

/** Something that is kept, and the scrape in which it was last used. */
interface Entry {
  readonly kept: Kept;
  lastScrape: number;
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
  readonly #kept = new Map<string, Map<string, Entry>>();
  readonly #seen = new WeakSet<readonly PointHead[]>();
  readonly #tooLarge = new WeakSet<readonly PointHead[]>();
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
    let inUse = 0;
    for (const families of this.#kept.values()) {
      for (const [name, { kept, lastScrape }] of families) {
        const isTooLarge = inUse + kept.size > this.#maxBytes;
        if (isTooLarge) this.#tooLarge.add(kept.points);
        if (isTooLarge || this.#scrape - lastScrape > MAX_ABSENCE) families.delete(name);
        else inUse += kept.size;
      }
    }
  }

  /**
   * Finds what is kept of a family, or begins to keep it.
   *
   * @param way How it is written: what is kept under it is always of one kind
   * @param name Name of the family
   * @param points The points of the family
   * @param estimate Tells how much memory one point will take
   * @param make Makes what is to be kept, with room for so many bytes
   * @returns What is kept, which may not yet be complete, or `undefined` where nothing is
   */
  find<K extends Kept>(
    way: string,
    name: string,
    points: readonly PointHead[],
    estimate: () => number,
    make: (bytes: number) => K,
  ): K | undefined {
    const families = this.#familiesOf(way);
    const entry = families.get(name);
    if (entry?.kept.points === points) {
      entry.lastScrape = this.#scrape;
      return entry.kept as K;
    }
    families.delete(name);
    if (!this.#seen.has(points)) {
      this.#seen.add(points);
      return undefined;
    }
    if (this.#tooLarge.has(points)) return undefined;
    const bytes = estimate() * points.length;
    if (this.#inUse() + bytes > this.#maxBytes) return undefined;
    const kept = make(bytes);
    families.set(name, { kept, lastScrape: this.#scrape });
    return kept;
  }

  #familiesOf(way: string): Map<string, Entry> {
    const families = this.#kept.get(way) ?? new Map<string, Entry>();
    this.#kept.set(way, families);
    return families;
  }

  #inUse(): number {
    let bytes = 0;
    for (const families of this.#kept.values()) for (const { kept } of families.values()) bytes += kept.size;
    return bytes;
  }
}
