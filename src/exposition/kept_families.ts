import { isLive } from "../model/live_family.ts";
import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import type { ByteWriter } from "./byte_writer.ts";
import type { FamilyBytes, Keeper } from "./family_bytes.ts";

/** Default limit of memory of an encoder, in bytes. */
const MAX_BYTES = 20 * 2 ** 20;

/** Number of scrapes after which a missing family is forgotten. */
const MAX_ABSENCE = 8;

/** Minimum memory of removed families for an encoder to start again, in bytes. */
const MIN_WASTE = 64 * 1024;

/** How an encoder writes families. */
export interface FamilyKind<W extends ByteWriter, F extends FamilyBytes<W>> {
  /** Makes an empty array of bytes. */
  newBytes(): W;
  /** Makes the writer of a family; the parameters are those of {@linkcode FamilyBytes}. */
  newFamily(family: MetricFamily, points: readonly PointHead[], name: string, bytes: W, keeper?: Keeper): F;
}

/**
 * All families that an encoder keeps, in one array of bytes with a memory limit. The bytes of removed families stay in the
 * array. When they are half of it, the encoder starts again with an empty one.
 */
export class KeptFamilies<W extends ByteWriter, F extends FamilyBytes<W>> implements Keeper {
  readonly #kind: FamilyKind<W, F>;
  readonly #maxBytes: number;
  readonly #kept = new Map<MetricFamily, F>();
  /** The family at each index of the last body. It is usually at the same index again, which saves a look-up in the map. */
  readonly #latest: F[] = [];
  #bytes: W;
  #size = 0;
  #waste = 0;
  #scrape = 0;

  /**
   * Keeps nothing yet.
   *
   * @param kind How families are written
   * @param maxBytes Limit of memory, in bytes
   */
  constructor(kind: FamilyKind<W, F>, maxBytes: number = MAX_BYTES) {
    this.#kind = kind;
    this.#maxBytes = maxBytes;
    this.#bytes = kind.newBytes();
  }

  /** Memory in use, in bytes. */
  get size(): number {
    return this.#size;
  }

  get room(): number {
    return this.#maxBytes - this.#size;
  }

  use(bytes: number): void {
    this.#size += bytes;
  }

  /**
   * Returns the writer of a family. It is kept for the next body if the family is live and there is room.
   *
   * @param family The family
   * @param points Its points
   * @param name Its name in the body
   * @param index Its index in the body
   * @param scratch Where to write the head of a family that is not kept
   */
  of(family: MetricFamily, points: readonly PointHead[], name: string, index: number, scratch: W): F {
    const kept = this.#find(family, index);
    if (kept?.points === points && kept.name === name) {
      kept.lastScrape = this.#scrape;
      return kept;
    }
    // Families with another array of points, such as those made from state sets, are written only once.
    const isStable = isLive(family) && family.points === points;
    if (!isStable || this.room <= 0) {
      scratch.length = 0;
      return this.#kind.newFamily(family, points, name, scratch);
    }
    if (kept !== undefined) this.#release(kept);
    const made = this.#kind.newFamily(family, points, name, this.#bytes, this);
    made.lastScrape = this.#scrape;
    this.#kept.set(family, made);
    this.#latest[index] = made;
    return made;
  }

  /** Ends a complete body, and forgets families that have been missing for some time. */
  endScrape(): void {
    if (++this.#scrape % MAX_ABSENCE === 0) this.#forgetMissing();
  }

  /** Gives back memory after a body, whether it is complete or not. */
  tidy(): void {
    if (this.#waste > MIN_WASTE && this.#waste * 2 > this.#size) this.#clear();
    else this.#bytes.trim();
  }

  #find(family: MetricFamily, index: number): F | undefined {
    const latest = this.#latest[index];
    if (latest?.family === family) return latest;
    const kept = this.#kept.get(family);
    if (kept !== undefined) this.#latest[index] = kept;
    return kept;
  }

  #forgetMissing(): void {
    for (const [family, kept] of this.#kept) {
      if (this.#scrape - kept.lastScrape <= MAX_ABSENCE) continue;
      this.#kept.delete(family);
      this.#latest.length = 0;
      this.#release(kept);
    }
  }

  #release(kept: F): void {
    kept.release();
    this.#waste += kept.size;
  }

  /** Starts again with another array. Bodies that are not complete yet go on with the old one. */
  #clear(): void {
    for (const kept of this.#kept.values()) kept.release();
    this.#kept.clear();
    this.#latest.length = 0;
    this.#bytes = this.#kind.newBytes();
    this.#size = 0;
    this.#waste = 0;
  }
}
